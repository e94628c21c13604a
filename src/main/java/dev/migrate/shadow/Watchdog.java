package dev.migrate.shadow;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends a server when this program ends, in whatever way it does: a shell that waits for the end of its input, which
 * the operating system brings about when the program is gone. The server's folder goes too.
 *
 * <p>{@link #close} is that same way, so it is gone every day and not only after a disaster. On Windows there is none;
 * there the next run finds what a run that was killed has left.
 */
final class Watchdog implements AutoCloseable {
    /**
     * {@code $1} is the folder of the server. A server on its way up has no file yet, so that is waited for; an old file
     * may hold the number of any other program. SIGQUIT is PostgreSQL's immediate shutdown.
     */
    private static final String SCRIPT = """
            trap '' INT HUP TERM QUIT
            while read -r said; do state=$said; done
            pause() { sleep 0.01 2>/dev/null || sleep 1; }
            file=$1/data/postmaster.pid
            tries=0
            while [ "$state" = starting ] && [ ! -s "$file" ] && [ $tries -lt 300 ]; do
                tries=$((tries + 1)); pause
            done
            if [ -s "$file" ] && read -r server < "$file" &&
                    { [ ! -d /proc/self ] || grep -q postgres "/proc/$server/cmdline"; }; then
                kill -QUIT "$server"
                tries=0
                while [ -e "$file" ] && [ $tries -lt 800 ]; do
                    tries=$((tries + 1)); pause
                done
                [ -e "$file" ] && kill -KILL "$server"
            fi
            rm -rf "$1"
            """;

    private final Process process;

    private Watchdog(Process process) {
        this.process = process;
    }

    /**
     * Begins to watch over the server in a folder; nothing runs there yet. In a session of its own where that can be
     * had, so that what ends a whole process group does not end the watchdog with it.
     */
    static Optional<Watchdog> over(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            return Optional.empty();
        }
        var command = new ArrayList<String>();
        Path ownSession = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(ownSession)) {
            command.add(ownSession.toString());
        }
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "watchdog", folder.toString()));
        Process process = Environment.clean(new ProcessBuilder(command))
                .directory(new File("/"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return Optional.of(new Watchdog(process));
    }

    /** Tells that a server is on its way up, or up. */
    void starting() throws IOException {
        OutputStream told = process.getOutputStream();
        told.write("starting\n".getBytes(StandardCharsets.UTF_8));
        told.flush();
    }

    /** Ends the server and removes its folder, and waits for both. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyEnded) {
            // Then there is nobody to tell.
        }
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException signal) {
                interrupted = true; // at most some seconds, and what is left behind otherwise is a server
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
