package dev.migrate.migration;

import dev.migrate.problem.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What undoes one migration, and where it stands. */
public sealed interface DownScript {
    /** Longest text that the history keeps, in bytes. */
    int LONGEST_TEXT = 1 << 20;

    /** Where its first line is. */
    Place where();

    /** Where it was found, in words: {@code section}, {@code file}, {@code comment}. */
    String kind();

    /** Its pieces in the order in which they run, each with its place; several only in a file with several sections. */
    List<ScriptText> pieces();

    /** The whole text, line ends as LF; empty where it is longer than {@link #LONGEST_TEXT}. */
    default Optional<String> text() throws IOException {
        return ScriptText.join(pieces(), LONGEST_TEXT);
    }

    /** The {@code -- migrate:down} sections of the migration's own file. */
    record InSection(List<ScriptText> pieces) implements DownScript {
        public InSection {
            pieces = List.copyOf(pieces);
        }

        @Override
        public Place where() {
            return pieces.get(0).where();
        }

        @Override
        public String kind() {
            return "section";
        }
    }

    /** A file of its own: {@code ID.down.sql} or {@code U…__} beside it, or {@code ID.sql} in a rollback folder. */
    record InFile(ScriptText script) implements DownScript {
        @Override
        public Place where() {
            return script.where();
        }

        @Override
        public String kind() {
            return "file";
        }

        @Override
        public List<ScriptText> pieces() {
            return List.of(script);
        }
    }

    /** A comment headed {@code Rollback}. */
    record InComment(CommentScript comment) implements DownScript {
        @Override
        public Place where() {
            return comment.where();
        }

        @Override
        public String kind() {
            return "comment";
        }

        @Override
        public List<ScriptText> pieces() {
            return List.of(ScriptText.of(comment));
        }
    }
}
