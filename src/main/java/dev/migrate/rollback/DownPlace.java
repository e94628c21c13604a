package dev.migrate.rollback;

import dev.migrate.migration.DownScript;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ScriptCheck;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the way back of a migration is written: as others of the project stand. The file of a migration that is applied
 * stays as it is.
 *
 * @param path of the file
 * @param migration its file: a new one is made for whoever may read that
 * @param file the same for people
 * @param section whether it is the migration's own file, which gets a section
 */
record DownPlace(Path path, Path migration, String file, boolean section) {
    private static final List<String> FOLDERS = List.of("rollback", "rollbacks", "down", "revert");

    private static final Pattern EMPTY_SECTION =
            Pattern.compile("(?:^|\\n)[ \\t]*--[ \\t]*migrate:down[ \\t]*\\s*\\z", Pattern.CASE_INSENSITIVE);

    /**
     * Finds it.
     *
     * @param applied whether the file may no longer be touched
     * @param others of the project
     * @param force whether a file that is there may be replaced
     * @throws MigrationFailure exit code 2 where there is a way back already
     */
    static DownPlace of(Migration migration, boolean applied, List<Migration> others, boolean force) {
        Optional<DownScript> down = migration.down();
        boolean reserved = down.filter(DownPlace::holdsNothing).isPresent();
        boolean inSection = down.isPresent() && down.get().kind().equals("section");
        if (inSection && (applied || !reserved)) {
            throw refused(
                    migration.id() + " has a way back: the down section of its file, which comes before any other",
                    applied ? "" : "take it out of " + migration.file() + " first");
        }
        if (inSection) {
            return new DownPlace(migration.path(), migration.path(), migration.file(), true);
        }
        if (down.isPresent() && !force && !reserved) {
            throw refused(
                    migration.id() + " has a way back: " + down.get().where(),
                    "to replace it: migrate rollback --write " + migration.id() + " --force");
        }
        DownPlace place = down.filter(one -> one.kind().equals("file"))
                .map(one -> new DownPlace(
                        migration
                                .path()
                                .resolveSibling(
                                        relative(migration.file(), one.where().file())),
                        migration.path(),
                        one.where().file(),
                        false))
                .orElseGet(() -> chosen(migration, applied, others));
        if (!place.section() && Files.exists(place.path()) && !force && !reserved) {
            throw refused(place.file() + " is there already", "look at it; to replace it: --force");
        }
        return place;
    }

    /** A place that was made for it, as {@code migrate new} does, and that nobody has filled. */
    private static boolean holdsNothing(DownScript down) {
        try {
            ScriptCheck.Result script = ScriptCheck.of(down.where().file(), down.pieces(), false);
            return script.shape().statements() == 0 && script.problems().isEmpty();
        } catch (IOException unreadable) {
            throw UnreadableFile.of(down.where().file(), unreadable);
        }
    }

    private static MigrationFailure refused(String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.of(what, fix));
    }

    private static Path relative(String file, String other) {
        Path folder = Path.of(file).getParent();
        return folder == null ? Path.of(other) : folder.relativize(Path.of(other));
    }

    private static DownPlace chosen(Migration migration, boolean applied, List<Migration> others) {
        Path path = migration.path();
        String name = path.getFileName().toString();
        if (name.equals("migration.sql")) {
            return beside(migration, "down.sql");
        }
        for (String folder : FOLDERS) {
            if (Files.isDirectory(path.resolveSibling(folder))) {
                return beside(migration, folder + "/" + migration.name() + ".sql");
            }
        }
        List<String> style = others.stream()
                .filter(other -> !other.id().equals(migration.id())
                        && path.getParent().equals(other.path().getParent()))
                .flatMap(other -> other.separateDown().stream())
                .filter(down -> down.kind().equals("file"))
                .map(down -> Path.of(down.where().file()).getFileName().toString())
                .toList();
        boolean flyway = name.startsWith("V") && style.stream().anyMatch(file -> file.startsWith("U"));
        if (flyway) {
            return beside(migration, "U" + migration.name().substring(1) + ".sql");
        }
        if (applied || !style.isEmpty() || name.endsWith(".up.sql")) {
            return beside(migration, migration.name() + ".down.sql");
        }
        return new DownPlace(path, path, migration.file(), true);
    }

    private static DownPlace beside(Migration migration, String name) {
        String file = migration.file();
        int slash = file.lastIndexOf('/');
        return new DownPlace(
                migration.path().resolveSibling(name), migration.path(), file.substring(0, slash + 1) + name, false);
    }

    /**
     * Writes: the file is there as it was, or as it is to be.
     *
     * @throws MigrationFailure exit code 2 where it cannot be written
     */
    void write(String text) {
        try {
            String all = section ? withSection(text) : text;
            Path target = Files.exists(path) ? path.toRealPath() : path;
            Path beside = Files.createTempFile(target.getParent(), ".migrate-", ".tmp");
            try {
                Files.writeString(beside, all);
                permit(beside, Files.exists(target) ? target : migration);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException unwritable) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(Problem.of(
                            file + " cannot be written ("
                                    + unwritable.getClass().getSimpleName() + ")",
                            "look at the permissions of its folder and at the room on the disk")),
                    unwritable);
        }
    }

    private static void permit(Path beside, Path like) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(like));
        }
    }

    private String withSection(String text) throws IOException {
        String is = Files.readString(path);
        String end = is.contains("\r\n") ? "\r\n" : "\n";
        if (EMPTY_SECTION.matcher(is).find()) {
            return is.stripTrailing() + end + text.replace("\n", end);
        }
        String section = "\n-- migrate:down\n" + text;
        return is + (is.isEmpty() || is.endsWith("\n") ? "" : end) + section.replace("\n", end);
    }
}
