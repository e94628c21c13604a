package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.Position;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one file in one pass; a second one over its tokens only where its bytes show that comments say something. */
final class MigrationReader {
    /** Up to this size a file is read at once, which is faster for the thousands of small ones. */
    private static final long AT_ONCE = 1 << 20;

    private final Display display;
    private final Optional<String> environment;

    MigrationReader(Display display, Optional<String> environment) {
        this.display = display;
        this.environment = environment;
    }

    /** A migration that may run; empty where it cannot be read, which goes to the problems. */
    Optional<Migration> read(FoundFile found, List<Problem> problems) {
        try {
            long size = Files.size(found.path());
            byte[] content = size <= AT_ONCE ? Files.readAllBytes(found.path()) : null;
            FileScan scan = content == null ? FileScan.of(found.path()) : FileScan.of(content);
            if (scan.badAt() >= 0) {
                problems.add(FileFaults.badByte(found.path(), found.file(), scan));
            }
            if (!scan.directs()) {
                return Optional.of(
                        silent(found, scan, scan.tells() ? new ScriptsInComments(found) : ScriptsInComments.NONE));
            }
            CommentReader comments = new CommentReader(found.file(), problems);
            try (InputStream in =
                    content == null ? Files.newInputStream(found.path()) : new ByteArrayInputStream(content)) {
                comments.read(in);
            }
            return Optional.of(
                    migration(found, scan, comments, comments.sections(found.path(), scan.bom(), scan.size())));
        } catch (IOException e) {
            problems.add(Problem.at(
                    Place.of(found.file()),
                    "cannot be read (" + SourceFolder.reason(e) + ")",
                    "check that you may read the file"));
            return Optional.empty();
        }
    }

    /** A migration that is never run: whatever its comments say and its bytes are, it is known by its checksum. */
    Optional<Migration> readArchived(FoundFile found, List<Problem> problems) {
        try {
            return Optional.of(silent(found, FileScan.of(found.path()), ScriptsInComments.NONE));
        } catch (IOException e) {
            problems.add(Problem.at(
                    Place.of(found.file()),
                    "cannot be read (" + SourceFolder.reason(e) + ")",
                    "check that you may read the file"));
            return Optional.empty();
        }
    }

    /** A file without directives: all of it is up. */
    private Migration silent(FoundFile found, FileScan scan, ScriptsInComments comments) {
        List<Section> up = List.of(new Section(Section.Kind.UP, scan.bom(), scan.size(), 1));
        return migration(found, scan, Directives.NONE, up, downFile(found), comments);
    }

    private Migration migration(FoundFile found, FileScan scan, CommentReader comments, List<Section> sections) {
        List<ScriptText> down = new ArrayList<>();
        for (Section section : sections) {
            if (section.kind() == Section.Kind.DOWN) {
                down.add(ScriptText.of(found.path(), found.file(), section));
            }
        }
        Optional<DownScript> undo = down.isEmpty() ? downFile(found) : Optional.of(new DownScript.InSection(down));
        return migration(found, scan, comments.directives(), sections, undo, new ScriptsInComments(comments));
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
                scan.checksum(),
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
