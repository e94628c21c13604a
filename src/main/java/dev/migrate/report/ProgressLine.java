package dev.migrate.report;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * One line at the bottom of a terminal that says what is going on; nothing where nobody looks.
 *
 * <p>The bar draws from a thread of its own, so drawing and wiping share a lock.
 */
final class ProgressLine {
    private static final int WIDTH = 79;
    private static final int INTERVAL_MS = 100;

    private final Console console;
    private ProgressBar bar;
    private boolean drawn;
    private String file = "";

    ProgressLine(Console console) {
        this.console = console;
    }

    void total(int migrations) {
        if (console.live() && migrations > 0) {
            bar = new ProgressBarBuilder()
                    .setTaskName("apply")
                    .setInitialMax(migrations)
                    .setUpdateIntervalMillis(INTERVAL_MS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                    .continuousUpdate() // the clock goes on while a statement takes its time
                    .hideEta()
                    .build();
        }
    }

    void step(int number, String file) {
        if (bar != null) {
            bar.stepTo(number - 1L);
            this.file = Display.name(file);
            bar.setExtraMessage(" " + this.file);
        }
    }

    /** What of the file is running. */
    void detail(int statement, int statements, int line) {
        if (bar != null) {
            bar.setExtraMessage(" statement " + statement + " of " + statements + ", " + file + ":" + line);
        }
    }

    void done() {
        if (bar != null) {
            bar.step();
        }
    }

    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        clear();
    }

    private synchronized void draw(String line) {
        if (bar != null) {
            console.err().print("\r" + line + "\033[K");
            console.err().flush();
            drawn = true;
        }
    }

    /** Wipes the line, so that something else can be written there. */
    synchronized void clear() {
        if (drawn) {
            console.err().print("\r\033[K");
            console.err().flush();
            drawn = false;
        }
    }
}
