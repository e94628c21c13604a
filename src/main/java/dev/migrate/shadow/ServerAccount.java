package dev.migrate.shadow;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Under which account a server runs. PostgreSQL refuses to run as root, so root steps down first: into a user
 * namespace of its own, where its files stay readable to it; where the system allows none, to the account
 * {@code nobody}.
 */
final class ServerAccount {
    private static final String NOBODY = "65534";

    private final List<String> prefix;
    private final boolean ownsFiles;

    private ServerAccount(List<String> prefix, boolean ownsFiles) {
        this.prefix = prefix;
        this.ownsFiles = ownsFiles;
    }

    static ServerAccount choose() {
        if (!root() && hasName()) {
            return new ServerAccount(List.of(), true);
        }
        if (works("unshare", "--user", "true")) {
            return new ServerAccount(List.of("unshare", "--user"), true);
        }
        if (!root()) {
            return new ServerAccount(List.of(), true);
        }
        List<String> nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        var probe = new ArrayList<>(nobody);
        probe.add("true");
        if (works(probe.toArray(new String[0]))) {
            return new ServerAccount(nobody, false);
        }
        throw new MigrationFailure(
                ExitCode.USAGE,
                Problem.of(
                        "PostgreSQL does not run as root, and neither unshare --user nor setpriv works here",
                        "run migrate as an ordinary user, or install util-linux"));
    }

    /** A program with its arguments, as this account would start it. */
    List<String> command(Path program, List<String> arguments) {
        var command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    /** Makes a folder and what is in it the account's own. */
    void own(Path path) throws IOException {
        if (ownsFiles) {
            return;
        }
        if (!works("chown", "-R", NOBODY + ":" + NOBODY, path.toString())) {
            throw new IOException(path + " cannot be given to the account of the server");
        }
        if (!reaches(path)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "PostgreSQL cannot run as root, and the account nobody may not enter " + path,
                            "run migrate as an ordinary user, or name a folder that all may enter: --embedded /var/tmp/postgres"));
        }
    }

    /** Whether a folder was given to the account to which root steps down. */
    static boolean isNobody(Path folder) throws IOException {
        return Integer.valueOf(NOBODY).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    /** Tells apart the accounts whose files are not each other's. */
    String identity() {
        return ownsFiles ? System.getProperty("user.name", "") : NOBODY;
    }

    /** Whether this account may enter a folder. */
    boolean reaches(Path folder) {
        if (ownsFiles) {
            return true;
        }
        var enter = new ArrayList<>(prefix);
        enter.addAll(List.of("test", "-x", folder.toString()));
        return works(enter.toArray(new String[0]));
    }

    /** PostgreSQL refuses an account that has a number only, as containers may have; in a namespace it is {@code nobody}. */
    private static boolean hasName() {
        return !System.getProperty("user.name", "?").equals("?");
    }

    private static boolean root() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException noProc) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
