package dev.migrate.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scripts in the comments of one file, read when somebody first asks: of the thousands of files of a project few are
 * pending, and nobody asks the others. A file that can no longer be read has none; running it says what is wrong.
 */
public final class ScriptsInComments {
    public static final ScriptsInComments NONE = new ScriptsInComments(Optional.empty(), List.of());

    private final Path path;
    private final String file;
    private Optional<CommentScript> rollback;
    private List<CommentScript> verifications;

    /** Of a file that is not read yet. */
    ScriptsInComments(FoundFile found) {
        this.path = found.path();
        this.file = found.file();
    }

    /** Of a file whose comments were read. */
    ScriptsInComments(CommentReader comments) {
        this(comments.rollback(), comments.verifications());
    }

    private ScriptsInComments(Optional<CommentScript> rollback, List<CommentScript> verifications) {
        this.path = null;
        this.file = null;
        this.rollback = rollback;
        this.verifications = List.copyOf(verifications);
    }

    synchronized Optional<CommentScript> rollback() {
        read();
        return rollback;
    }

    synchronized List<CommentScript> verifications() {
        read();
        return verifications;
    }

    private void read() {
        if (verifications != null) {
            return;
        }
        var comments = new CommentReader(file, new ArrayList<>());
        try (InputStream in = Files.newInputStream(path)) {
            comments.read(in);
            rollback = comments.rollback();
            verifications = List.copyOf(comments.verifications());
        } catch (IOException unreadable) {
            rollback = Optional.empty();
            verifications = List.of();
        }
    }
}
