package dev.migrate.migration;

import dev.migrate.config.Location;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the migrations of one source, a folder or a file, and what stands beside them to undo them. */
final class SourceFolder {
    static final List<String> DOWN_FOLDERS = List.of("rollback", "rollbacks", "down", "revert");
    /** What stands in the name of a path for bytes that are no character. */
    private static final char UNREADABLE = '\uFFFD';

    /** The migration in a folder of its own: Prisma's, and that of Diesel and Hasura. */
    private static final List<String> IN_FOLDER = List.of("migration.sql", "up.sql");

    private final Location source;
    private final int index;
    private final Display display;
    private final Path realProject;
    private final List<Problem> problems;
    private final List<Entry> migrations = new ArrayList<>();
    private final Map<String, Path> downs = new HashMap<>();
    private final Map<Version, Path> undos = new HashMap<>();
    private final List<Path> downFolders = new ArrayList<>();
    private final Map<Path, String> folders = new HashMap<>();
    private final List<Path> passedOver = new ArrayList<>();

    private record Entry(FileName name, Path path, Path real) {}

    SourceFolder(Location source, int index, Display display, Path realProject, List<Problem> problems) {
        this.source = source;
        this.index = index;
        this.display = display;
        this.realProject = realProject;
        this.problems = problems;
    }

    /** In no order; what is wrong goes to the problems. */
    List<FoundFile> find() {
        Path path = source.path();
        try {
            if (Files.isDirectory(path)) {
                folder(path, path.toRealPath());
            } else if (Files.isRegularFile(path)) {
                file(path);
            } else if (Files.isSymbolicLink(path)) {
                problems.add(source.problem(
                        "the source \"" + source.name() + "\" is a symbolic link to nothing",
                        "correct the link or the name"));
            } else {
                problems.add(source.problem(
                        "the source \"" + source.name() + "\" does not exist", "create it, or correct its name"));
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(source.problem(
                    "the source \"" + source.name() + "\" cannot be read (" + reason(e) + ")",
                    "check that you may read it"));
        }
        List<FoundFile> found = new ArrayList<>(migrations.size());
        Path parent = parent(path);
        for (Entry entry : migrations) {
            found.add(new FoundFile(
                    entry.name(),
                    entry.path(),
                    entry.real(),
                    shown(entry.path()),
                    source.name(),
                    index,
                    down(entry).filter(down -> !downLeadsOut(down, parent))));
        }
        return found;
    }

    /** Files that would undo what is not there; once they are found. */
    List<Path> passedOver() {
        return passedOver;
    }

    /** The folder within which links of this source may lead: the source, or where a source that is a file lies. */
    private static Path parent(Path path) {
        try {
            Path real = path.toRealPath();
            return Files.isDirectory(real) ? real : real.getParent();
        } catch (IOException reported) {
            return path;
        }
    }

    private boolean downLeadsOut(Path down, Path folder) {
        try {
            return leadsOut(down, down.toRealPath(), folder);
        } catch (IOException unreadable) {
            problem(down, "cannot be read (" + reason(unreadable) + ")", "check that you may read it");
            return true;
        }
    }

    /** As {@link Display#of}, which is asked for each folder once. */
    private String shown(Path path) {
        return folders.computeIfAbsent(path.getParent(), folder -> {
                    String name = display.of(folder);
                    return name.isEmpty() || name.endsWith("/") ? name : name + "/";
                })
                + path.getFileName().toString().replace('\\', '/');
    }

    private void folder(Path folder, Path real) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path path : entries) {
                String name = path.getFileName().toString();
                if (FileName.isTemplate(name)) {
                    continue;
                }
                if (FileName.isSql(name)) {
                    files.add(path);
                } else if (name.charAt(0) != '.') {
                    other(path, name, real);
                }
            }
        }
        for (Looked looked : ManyFiles.each(files).map(Looked::at).toList()) {
            sql(looked, real);
        }
        undoneByName();
    }

    /** Takes those that undo others by their names out of the migrations. */
    private void undoneByName() {
        Map<String, List<String>> undone =
                WayBackNames.of(migrations.stream().map(Entry::name).toList());
        for (Entry entry : List.copyOf(migrations)) {
            List<String> others = undone.get(entry.name().id());
            if (others == null) {
                continue;
            }
            migrations.remove(entry);
            if (others.isEmpty()) {
                passedOver.add(entry.path());
            } else if (others.size() == 1) {
                downs.putIfAbsent(others.get(0), entry.path());
            } else {
                problem(
                        entry.path(),
                        "undoes a migration by its name, but which of " + String.join(", ", others) + "?",
                        "name it like the migration, with .down.sql at its end, or put it elsewhere");
            }
        }
    }

    /** A file whose name is read and whose attributes are asked for, which may fail. */
    private record Looked(Path path, FileName name, BasicFileAttributes attributes, IOException failure) {
        static Looked at(Path path) {
            FileName name = FileName.of(path.getFileName().toString());
            try {
                return new Looked(
                        path,
                        name,
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS),
                        null);
            } catch (IOException failure) {
                return new Looked(path, name, null, failure);
            }
        }
    }

    private void sql(Looked looked, Path folder) throws IOException {
        if (looked.failure() != null) {
            throw looked.failure();
        }
        Path path = looked.path();
        BasicFileAttributes attributes = looked.attributes();
        Path real = folder.resolve(path.getFileName());
        if (attributes.isSymbolicLink()) {
            if (!Files.exists(path)) {
                problem(path, "is a symbolic link to nothing", "correct the link, or remove it");
                return;
            }
            real = path.toRealPath();
            if (leadsOut(path, real, folder)) {
                return;
            }
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        }
        if (attributes.isDirectory()) {
            problem(path, "is a folder with the name of a migration", "rename it without .sql");
        } else if (!attributes.isRegularFile()) {
            problem(path, "is no ordinary file", "remove it from the source");
        } else {
            add(looked.name(), path, real);
        }
    }

    /** A folder is a migration where it holds {@code migration.sql}, or {@code up.sql} and has a version, or holds what undoes those beside it. */
    private void other(Path path, String name, Path folder) throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        if (DOWN_FOLDERS.contains(name)) {
            downFolders.add(path);
            return;
        }
        FileName folderName = FileName.ofId(name);
        Path migration = path.resolve(IN_FOLDER.get(0));
        if (folderName.version().isPresent() && !Files.isRegularFile(migration)) {
            Path up = path.resolve(IN_FOLDER.get(1));
            migration = Files.isRegularFile(up) ? up : migration;
        }
        if (Files.isRegularFile(migration)) {
            Path real = migration.toRealPath();
            if (leadsOut(migration, real, folder)) {
                return;
            }
            add(folderName, migration, real);
            Path down = path.resolve("down.sql");
            if (Files.isRegularFile(down)) {
                downs.putIfAbsent(folderName.id(), down);
            }
        } else if (Files.exists(migration)) {
            problem(migration, "is no ordinary file", "remove it from the source");
        } else if (Files.isSymbolicLink(migration)) {
            problem(migration, "is a symbolic link to nothing", "correct the link, or remove it");
        }
    }

    /** A link may lead within the project, or within its source where that lies elsewhere. */
    private boolean leadsOut(Path path, Path real, Path folder) {
        boolean out = !real.startsWith(realProject) && !real.startsWith(folder);
        if (out) {
            problem(
                    path,
                    "is a symbolic link that leads out of the project, to " + real,
                    "copy the file here, or name its folder as a source");
        }
        return out;
    }

    private void add(FileName name, Path path, Path real) {
        if (path.toString().indexOf(UNREADABLE) >= 0) {
            problem(path, "has a name that is not UTF-8", "rename it");
            return;
        }
        switch (name.role()) {
            case DOWN -> downs.put(name.id(), path);
            case UNDO -> undos.put(name.version().orElseThrow(), path);
            default -> migrations.add(new Entry(name, path, real));
        }
    }

    /** A source that is one file: what undoes it stands beside it all the same. */
    private void file(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!FileName.isSql(name)) {
            problems.add(source.problem(
                    "the source \"" + source.name() + "\" is no .sql file", "name a folder or a .sql file"));
            return;
        }
        FileName fileName = IN_FOLDER.contains(name)
                ? FileName.ofId(path.getParent().getFileName().toString())
                : FileName.of(name);
        migrations.add(new Entry(fileName, path, path.toRealPath()));
        Path down = path.resolveSibling(fileName.id() + ".down.sql");
        if (Files.isRegularFile(down)) {
            downs.put(fileName.id(), down);
        }
        DOWN_FOLDERS.stream()
                .map(path::resolveSibling)
                .filter(Files::isDirectory)
                .forEach(downFolders::add);
    }

    private Optional<Path> down(Entry entry) {
        Path beside = downs.get(entry.name().id());
        if (beside == null && entry.name().id().startsWith("V")) {
            beside = entry.name().version().map(undos::get).orElse(null);
        }
        if (beside != null) {
            return Optional.of(beside);
        }
        if (downFolders.isEmpty()) {
            return Optional.empty();
        }
        return downFolders.stream()
                .sorted((a, b) -> DOWN_FOLDERS.indexOf(a.getFileName().toString())
                        - DOWN_FOLDERS.indexOf(b.getFileName().toString()))
                .map(folder -> folder.resolve(entry.name().id() + ".sql"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private void problem(Path path, String what, String fix) {
        problems.add(Problem.at(Place.of(display.of(path)), what, fix));
    }

    static String reason(Exception e) {
        return e instanceof AccessDeniedException || e.getCause() instanceof AccessDeniedException
                ? "permission denied"
                : e.getClass().getSimpleName();
    }
}
