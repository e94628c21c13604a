package dev.migrate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.migrate.script.CopyData;
import dev.migrate.script.Item;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** How a file is read, line by line as it is read: a table for people, JSON lines for scripts. */
public interface Inspection extends AutoCloseable {
    /** One item of the file. */
    void item(String file, Item item);

    /** The file ends inside something that never closes, or cannot be read on. */
    void error(String file, UnterminatedException error);

    /** Nothing of the file can be read. */
    void unreadable(String file, String why);

    /** No more files. */
    @Override
    void close();

    /** One JSON object a line. */
    final class Json implements Inspection {
        private final PrintStream out;
        private final boolean withFile;
        private final JsonGenerator json;

        /**
         * Writes lines.
         *
         * @param withFile whether each line names its file
         */
        public Json(PrintStream out, boolean withFile) {
            this.out = out;
            this.withFile = withFile;
            this.json = JsonText.generator(out);
            json.setRootValueSeparator(null);
        }

        @Override
        public void item(String file, Item item) {
            try {
                json.writeStartObject();
                if (withFile) {
                    JsonText.field(json, "file", file);
                }
                json.writeNumberField("start", item.start());
                json.writeNumberField("end", item.end());
                json.writeNumberField("line", item.line());
                json.writeNumberField("column", item.column());
                JsonText.field(json, "kind", kind(item));
                json.writeBooleanField("transactional", transactional(item));
                json.writeEndObject();
                json.writeRaw('\n');
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }

        @Override
        public void error(String file, UnterminatedException error) {
            try {
                json.writeStartObject();
                if (withFile) {
                    JsonText.field(json, "file", file);
                }
                JsonText.field(json, "error", error.getMessage());
                json.writeNumberField("offset", error.where().offset());
                json.writeNumberField("line", error.where().line());
                json.writeNumberField("column", error.where().column());
                json.writeEndObject();
                json.writeRaw('\n');
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void unreadable(String file, String why) {
            try {
                json.writeStartObject();
                JsonText.field(json, "file", file);
                JsonText.field(json, "error", why);
                json.writeEndObject();
                json.writeRaw('\n');
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            try {
                json.flush();
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
            out.flush();
        }
    }

    /** A table that is written as it grows, so that a file of any size can be looked at. */
    final class Text implements Inspection {
        private final Console console;
        private String current = "";
        private long statements;
        private long refusing;

        public Text(Console console) {
            this.console = console;
        }

        @Override
        public void item(String file, Item item) {
            if (!file.equals(current)) {
                summary();
                current = file;
                console.out().println(console.bold(Display.name(file)));
                console.out()
                        .println(console.faint(
                                "    line:column  what                                       in a transaction"));
            }
            String what = what(item);
            String place = item.line() + ":" + item.column();
            boolean transactional = transactional(item);
            if (item instanceof Statement) {
                statements++;
                refusing += transactional ? 0 : 1;
            }
            String answer = item instanceof Statement ? transactional ? "yes" : console.yellow("no") : "";
            console.out()
                    .println("%15s  %-41s  %s"
                            .formatted(place, Display.name(what), answer)
                            .stripTrailing());
        }

        private static String what(Item item) {
            if (item instanceof Statement statement) {
                return statement.summary()
                        + statement.object().map(name -> " " + name).orElse("");
            }
            if (item instanceof CopyData data) {
                return "rows, " + (data.end() - data.start()) + " bytes";
            }
            return item.toString();
        }

        @Override
        public void error(String file, UnterminatedException error) {
            console.err()
                    .println(console.red("error   ")
                            + Display.name(file + ":" + error.where().line() + ":"
                                    + error.where().column() + ": " + error.getMessage()));
        }

        @Override
        public void unreadable(String file, String why) {
            console.err().println(console.red("error   ") + Display.name(file + ": " + why));
        }

        private void summary() {
            if (!current.isEmpty()) {
                console.out()
                        .println(
                                Display.count(statements, "statement")
                                        + (refusing == 0
                                                ? ", all of which can run in one transaction."
                                                : ", of which " + refusing
                                                        + " cannot run in a transaction: the file runs statement by statement."));
            }
            statements = 0;
            refusing = 0;
        }

        @Override
        public void close() {
            summary();
            console.out().flush();
        }
    }

    private static String kind(Item item) {
        return item instanceof Statement ? "sql" : item instanceof CopyData ? "copy-data" : "meta";
    }

    private static boolean transactional(Item item) {
        return !(item instanceof Statement statement) || statement.transactional();
    }
}
