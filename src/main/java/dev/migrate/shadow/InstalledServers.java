package dev.migrate.shadow;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Servers that somebody installed on this machine, where packages put them. */
final class InstalledServers {
    /** Debian and Ubuntu, Red Hat's family, Homebrew on both kinds of Mac, Postgres.app, the installer for Windows. */
    private static final List<String> PLACES = List.of(
            "usr/lib/postgresql/%s",
            "usr/pgsql-%s",
            "opt/homebrew/opt/postgresql@%s",
            "usr/local/opt/postgresql@%s",
            "Applications/Postgres.app/Contents/Versions/%s",
            "Program Files/PostgreSQL/%s");

    private static final Pattern MAJOR = Pattern.compile("PostgreSQL ([0-9]+)");

    private final Path root;
    private final String path;

    /**
     * Names where to look.
     *
     * @param root of the file system
     * @param path folders in which {@code pg_config} may be, as in the variable {@code PATH}
     */
    InstalledServers(Path root, String path) {
        this.root = root;
        this.path = path;
    }

    /** The server of a major version; the one whose {@code pg_config} is found first, where there are several. */
    Optional<Installation> find(String major) {
        var homes = new ArrayList<Path>();
        homesByPath(major, homes);
        PLACES.forEach(place -> homes.add(root.resolve(place.formatted(major))));
        return homes.stream()
                .filter(InstalledServers::isComplete)
                .findFirst()
                .map(home -> new Installation(home, major, false));
    }

    /** Packages for developers of clients hold {@code pg_config} and no server. */
    private static boolean isComplete(Path home) {
        return List.of("initdb", "pg_ctl", "postgres").stream()
                .allMatch(name -> Files.isExecutable(home.resolve("bin").resolve(program(name))));
    }

    private void homesByPath(String major, List<Path> homes) {
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            if (folder.isEmpty()) {
                continue;
            }
            Path program = Path.of(folder).resolve(program("pg_config"));
            if (Files.isExecutable(program)) {
                var said = MAJOR.matcher(answer(program, "--version"));
                if (said.find() && said.group(1).equals(major)) {
                    Path bin = Path.of(answer(program, "--bindir"));
                    if (bin.endsWith("bin") && bin.getParent() != null) {
                        homes.add(bin.getParent());
                    }
                }
            }
        }
    }

    private static String answer(Path program, String question) {
        try {
            Process process = new ProcessBuilder(program.toString(), question)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said.strip() : "";
        } catch (IOException notToBeRun) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String program(String name) {
        return File.separatorChar == '\\' ? name + ".exe" : name;
    }
}
