package dev.migrate.schema;

import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SQL files of a folder, or one file, in the order in which they load: by name, byte by byte, folders within it
 * among them.
 *
 * @param location as the user named it
 */
public record SchemaFolder(Location location, List<SchemaFile> files) {
    private static final String SQL = ".sql";
    private static final String DEFAULT = "current_schema";

    public SchemaFolder {
        files = List.copyOf(files);
    }

    /** The folder that the config names, or the one that is taken where it names none. */
    public static Location current(Settings settings) {
        return settings.currentSchema().orElseGet(() -> settings.locate(DEFAULT));
    }

    /** Whether there is a file in it, without reading any. */
    public static boolean exists(Location location) {
        return Files.isDirectory(location.path()) && !paths(location).isEmpty();
    }

    /**
     * Reads it; a folder that does not exist has no files.
     *
     * @throws MigrationFailure exit code 2 where a file cannot be read
     */
    public static SchemaFolder read(Location location) {
        var files = new ArrayList<SchemaFile>();
        boolean single = Files.isRegularFile(location.path());
        for (Path path : single ? List.of(location.path()) : paths(location)) {
            String name = single
                    ? path.getFileName().toString()
                    : location.path().relativize(path).toString().replace('\\', '/');
            String shown = single ? location.name() : location.name() + "/" + name;
            files.add(SchemaFileReader.read(name, shown, bytes(path, shown)));
        }
        return new SchemaFolder(location, files);
    }

    private static byte[] bytes(Path path, String shown) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException unreadable) {
            throw failure(unreadable, shown + " cannot be read: " + unreadable.getMessage(), "look at its permissions");
        }
    }

    private static List<Path> paths(Location location) {
        if (!Files.exists(location.path())) {
            return List.of();
        }
        if (!Files.isDirectory(location.path())) {
            throw new MigrationFailure(
                    ExitCode.USAGE, location.problem(location.name() + " is no folder", "name a folder of SQL files"));
        }
        try (Stream<Path> walk = Files.walk(location.path())) {
            return walk.filter(Files::isRegularFile)
                    .filter(path -> visible(location.path().relativize(path)))
                    .sorted(Comparator.comparing(
                            path -> location.path().relativize(path).toString().replace('\\', '/')))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw failure(
                    unreadable,
                    "the folder " + location.name() + " cannot be read: " + unreadable.getMessage(),
                    "look at its permissions");
        }
    }

    private static boolean visible(Path within) {
        for (Path part : within) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return within.toString().endsWith(SQL);
    }

    private static MigrationFailure failure(Exception cause, String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, List.of(Problem.of(what, fix)), cause);
    }

    /** A file of it as the user would name it. */
    public String shown(String name) {
        return Files.isRegularFile(location.path()) ? location.name() : location.name() + "/" + name;
    }

    /** As they are run; the id of each is its name within the folder. */
    public List<UpScript> scripts() {
        return files.stream().map(file -> script(file.name(), file.text())).toList();
    }

    /** A text as it would be run if it stood in a file of this folder. */
    UpScript script(String name, String text) {
        String sql = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return UpScript.of(name, shown(name), sql);
    }
}
