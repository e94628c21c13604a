package dev.migrate.migration;

import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that {@code verify = […]} of the config names: files, and all {@code .sql} files of folders and of the
 * folders in them. What is refused in a migration is refused here: bytes that are no UTF-8, links that lead away.
 */
public final class VerificationFiles {
    private final Display display;
    private final Path realProject;
    private final List<Problem> problems = new ArrayList<>();
    private final List<VerificationFile> files = new ArrayList<>();
    private final Set<Path> reached = new HashSet<>();

    private VerificationFiles(Settings settings) throws IOException {
        this.display = new Display(settings.directory());
        this.realProject = settings.directory().toRealPath();
    }

    /**
     * Finds them, in the order of the config, within a folder by path; each once.
     *
     * @throws MigrationFailure exit code 2 with everything that is wrong with them
     */
    public static List<VerificationFile> of(Settings settings) {
        try {
            var found = new VerificationFiles(settings);
            settings.verify().forEach(found::add);
            if (!found.problems.isEmpty()) {
                throw new MigrationFailure(ExitCode.USAGE, found.problems);
            }
            return List.copyOf(found.files);
        } catch (IOException unreadable) {
            throw UnreadableFile.of(settings.directory().toString(), unreadable);
        }
    }

    private void add(Location location) {
        Path path = location.path();
        try {
            if (Files.isDirectory(path)) {
                folder(path, path.toRealPath());
            } else if (!FileName.isSql(path.getFileName().toString())) {
                problems.add(location.problem(
                        "\"" + location.name() + "\" in \"verify\" is no .sql file", "name a folder or a .sql file"));
            } else {
                file(path, path.toRealPath().getParent());
            }
        } catch (IOException unreadable) {
            problems.add(location.problem(
                    "\"" + location.name() + "\" in \"verify\" cannot be read (" + SourceFolder.reason(unreadable)
                            + ")",
                    "check that you may read it"));
        }
    }

    private void folder(Path folder, Path top) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.filter(path -> path.getFileName().toString().charAt(0) != '.')
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
        for (Path path : entries) {
            if (FileName.isSql(path.getFileName().toString())) {
                file(path, top);
            } else if (Files.isDirectory(path) && !leadsOut(path, top) && reached.add(path.toRealPath())) {
                folder(path, top);
            }
        }
    }

    private void file(Path path, Path top) {
        try {
            if (!Files.exists(path)) {
                problem(path, "is a symbolic link to nothing", "correct the link, or remove it");
            } else if (!Files.isRegularFile(path)) {
                problem(path, "is no ordinary file", "remove it from the folder");
            } else if (!leadsOut(path, top) && reached.add(path.toRealPath())) {
                FileScan scan = FileScan.of(path);
                if (scan.badAt() >= 0) {
                    problems.add(FileFaults.badByte(path, display.of(path), scan));
                }
                files.add(new VerificationFile(path, display.of(path)));
            }
        } catch (IOException unreadable) {
            problem(
                    path,
                    "cannot be read (" + SourceFolder.reason(unreadable) + ")",
                    "check that you may read the file");
        }
    }

    private boolean leadsOut(Path path, Path top) throws IOException {
        Path real = path.toRealPath();
        boolean out = !real.startsWith(realProject) && !real.startsWith(top);
        if (out) {
            problem(
                    path,
                    "is a symbolic link that leads out of the project, to " + real,
                    "copy the file here, or name it in verify = […]");
        }
        return out;
    }

    private void problem(Path path, String what, String fix) {
        problems.add(Problem.at(Place.of(display.of(path)), what, fix));
    }
}
