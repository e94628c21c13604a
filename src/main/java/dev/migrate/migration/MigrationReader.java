package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.Position;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads one file in one pass; a second one over its tokens only where its bytes show that comments say something. */
final class MigrationReader {
    /** Up to this size a file is read at once, which is faster for the thousands of small ones. */
    private static final int AT_ONCE = 1 << 20;

    /** So many bytes of small files are kept in all, for each is read four times until it has run and is recorded. */
    private static final int KEPT = 8 << 20;

    private static final int SMALL = 64 << 10;

    private final AtomicInteger kept = new AtomicInteger();
    private final Display display;
    private final Optional<String> environment;

    MigrationReader(Display display, Optional<String> environment) {
        this.display = display;
        this.environment = environment;
    }

    /** A migration that may run; empty where it cannot be read, which goes to the problems. */
    Optional<Migration> read(FoundFile found, List<Problem> problems) {
        try {
            byte[] bytes = start(found.path());
            return Optional.of(bytes.length > AT_ONCE ? large(found, problems) : small(found, bytes, problems));
        } catch (IOException e) {
            problems.add(Problem.at(
                    Place.of(found.file()),
                    "cannot be read (" + SourceFolder.reason(e) + ")",
                    "check that you may read the file"));
            return Optional.empty();
        }
    }

    /** All of a small file, and one byte more than {@link #AT_ONCE} of a larger one. */
    private static byte[] start(Path path) throws IOException {
        try (InputStream in = new FileInputStream(path.toFile())) { // half the work of a channel
            return in.readNBytes(AT_ONCE + 1);
        } catch (FileNotFoundException unnamed) {
            Files.newInputStream(path).close(); // fails as well, and says why
            throw unnamed;
        }
    }

    private Migration small(FoundFile found, byte[] bytes, List<Problem> problems) throws IOException {
        Checksum checksum = Checksum.of(bytes);
        boolean keep = bytes.length <= SMALL && kept.addAndGet(bytes.length) <= KEPT;
        FileContent content = keep ? FileContent.of(checksum, bytes) : FileContent.of(checksum);
        return migration(found, content, FileScan.of(bytes), () -> new ByteArrayInputStream(bytes), problems);
    }

    private Migration large(FoundFile found, List<Problem> problems) throws IOException {
        Section whole = whole(FileScan.bomLength(found.path()), Files.size(found.path()));
        FileContent content = FileContent.ahead(
                found.path(),
                found.file(),
                () -> ScriptCheck.of(found.file(), List.of(ScriptText.of(found.path(), found.file(), whole)), false));
        FileScan scan = FileScan.of(found.path());
        return migration(
                found,
                scan.directs() ? content.unchecked() : content, // directives may say what of it is run, and how
                scan,
                () -> Files.newInputStream(found.path()),
                problems);
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private Migration migration(
            FoundFile found, FileContent content, FileScan scan, Opening file, List<Problem> problems)
            throws IOException {
        if (scan.badAt() >= 0) {
            problems.add(FileFaults.badByte(found.path(), found.file(), scan));
        }
        if (!scan.directs()) {
            return silent(found, scan, content, scan.tells() ? new ScriptsInComments(found) : ScriptsInComments.NONE);
        }
        CommentReader comments = new CommentReader(found.file(), problems);
        try (InputStream in = file.open()) {
            comments.read(in);
        }
        return migration(found, scan, content, comments, comments.sections(found.path(), scan.bom(), scan.size()));
    }

    /** A migration that is never run: whatever its comments say and its bytes are, it is known by its checksum. */
    Optional<Migration> readArchived(FoundFile found, List<Problem> problems) {
        try {
            boolean large = Files.size(found.path()) > AT_ONCE;
            FileContent content = large
                    ? FileContent.archived(found.path(), found.file())
                    : FileContent.of(Checksum.of(found.path()));
            return Optional.of(silent(found, FileScan.of(found.path()), content, ScriptsInComments.NONE));
        } catch (IOException e) {
            problems.add(Problem.at(
                    Place.of(found.file()),
                    "cannot be read (" + SourceFolder.reason(e) + ")",
                    "check that you may read the file"));
            return Optional.empty();
        }
    }

    /** A file without directives: all of it is up. */
    private Migration silent(FoundFile found, FileScan scan, FileContent content, ScriptsInComments comments) {
        List<Section> up = List.of(whole(scan.bom(), scan.size()));
        return migration(found, scan, content, Directives.NONE, up, downFile(found), comments);
    }

    private Migration migration(
            FoundFile found, FileScan scan, FileContent content, CommentReader comments, List<Section> sections) {
        List<ScriptText> down = new ArrayList<>();
        for (Section section : sections) {
            if (section.kind() == Section.Kind.DOWN) {
                down.add(ScriptText.of(content, found.path(), found.file(), section));
            }
        }
        Optional<DownScript> undo = down.isEmpty() ? downFile(found) : Optional.of(new DownScript.InSection(down));
        return migration(found, scan, content, comments.directives(), sections, undo, new ScriptsInComments(comments));
    }

    private static Section whole(int bom, long size) {
        return new Section(Section.Kind.UP, bom, size, 1);
    }

    private Optional<DownScript> downFile(FoundFile found) {
        return found.down().map(path -> new DownScript.InFile(whole(path)));
    }

    private ScriptText whole(Path path) {
        ScriptText.Source file = new ScriptText.WholeFile(path);
        return new ScriptText(file, new Place(display.of(path), 1, 1), Position.START);
    }

    private Migration migration(
            FoundFile found,
            FileScan scan,
            FileContent content,
            Directives directives,
            List<Section> sections,
            Optional<DownScript> down,
            ScriptsInComments comments) {
        FileName name = found.name();
        boolean excluded = !directives.environments().isEmpty()
                && environment.filter(directives.environments()::contains).isEmpty();
        return new Migration(
                name.id(),
                name.id(),
                kind(name, directives),
                name.version(),
                name.description(),
                found.source(),
                found.sourceIndex(),
                found.path(),
                found.file(),
                content,
                scan.size(),
                directives,
                sections,
                down,
                comments,
                directives.optional(),
                excluded);
    }

    private static Migration.Kind kind(FileName name, Directives directives) {
        if (directives.repeatable()) {
            return Migration.Kind.REPEATABLE;
        }
        return switch (name.role()) {
            case FIRST -> Migration.Kind.FIRST;
            case VERSIONED -> Migration.Kind.VERSIONED;
            case REPEATABLE -> Migration.Kind.REPEATABLE;
            default -> Migration.Kind.UNVERSIONED;
        };
    }
}
