package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A piece of SQL that can be read from its beginning as often as needed, without holding it in memory.
 *
 * @param where its first line is, for people
 * @param start what to tell the {@link dev.migrate.script.ScriptReader}, so that its positions are those of the file
 */
public record ScriptText(Source source, Place where, Position start) {
    /** Where the bytes come from. */
    public sealed interface Source {
        InputStream open() throws IOException;

        /** In bytes. */
        long size();
    }

    /** Bytes of a file, from {@code from} to {@code to}. */
    record InFile(Path path, long from, long to) implements Source {
        @Override
        public InputStream open() throws IOException {
            return FileSlice.open(path, from, to);
        }

        @Override
        public long size() {
            return to - from;
        }
    }

    /** A whole file, without a BOM. */
    record WholeFile(Path path) implements Source {
        @Override
        public InputStream open() throws IOException {
            return FileSlice.open(path, FileScan.bomLength(path), Files.size(path));
        }

        @Override
        public long size() {
            return path.toFile().length();
        }
    }

    /** Bytes of a file that was small enough to be kept, from {@code from} to {@code to}. */
    static final class Held implements Source {
        private final byte[] file;
        private final int from;
        private final int to;

        Held(byte[] file, long from, long to) {
            this.file = file;
            this.from = Math.toIntExact(from);
            this.to = Math.toIntExact(to);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(file, from, to - from);
        }

        @Override
        public long size() {
            return (long) to - from;
        }

        /** The same part of the same reading of a file. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Held held && held.file == file && held.from == from && held.to == to;
        }

        @Override
        public int hashCode() {
            return Objects.hash(System.identityHashCode(file), from, to);
        }
    }

    /** A text at hand. */
    record InMemory(String text) implements Source {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public long size() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    public ScriptText {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(start, "start");
    }

    static ScriptText of(Path path, String file, Section section) {
        return of(new InFile(path, section.start(), section.end()), file, section);
    }

    /** A section of a file, from the bytes that were kept of it where there are any. */
    static ScriptText of(FileContent content, Path path, String file, Section section) {
        return content.held()
                .map(held -> of(new Held(held, section.start(), section.end()), file, section))
                .orElseGet(() -> of(path, file, section));
    }

    private static ScriptText of(Source source, String file, Section section) {
        return new ScriptText(
                source, new Place(file, section.line(), 1), new Position(section.start(), section.line(), 1));
    }

    /** A section of a text that is at hand. */
    static ScriptText of(byte[] bytes, String file, Section section) {
        int length = (int) (section.end() - section.start());
        return new ScriptText(
                new InMemory(new String(bytes, (int) section.start(), length, StandardCharsets.UTF_8)),
                new Place(file, section.line(), 1),
                new Position(section.start(), section.line(), 1));
    }

    /** The script that stands in a comment. */
    public static ScriptText of(CommentScript comment) {
        return new ScriptText(
                new InMemory(comment.text()),
                comment.where(),
                new Position(0, comment.where().line(), comment.where().column()));
    }

    /**
     * A text at hand.
     *
     * @param where its first character stands, or stood
     */
    public static ScriptText of(String text, Place where) {
        return new ScriptText(
                new InMemory(text), where, new Position(0, Math.max(1, where.line()), Math.max(1, where.column())));
    }

    /** The bytes, from the first; the caller closes. */
    public InputStream open() throws IOException {
        return source.open();
    }

    /** Reads its statements, from the first; the caller closes. */
    ScriptReader read(boolean keepText) throws IOException {
        return ScriptReader.of(open(), start, keepText, CommentListener.NONE, size());
    }

    /** In bytes. */
    public long size() {
        return source.size();
    }

    /** The text with line ends as LF; empty where it is longer than {@code longest} bytes. */
    public Optional<String> text(int longest) throws IOException {
        return join(List.of(this), longest);
    }

    static Optional<String> join(List<ScriptText> pieces, int longest) throws IOException {
        if (pieces.stream().mapToLong(ScriptText::size).sum() > longest) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (ScriptText piece : pieces) {
            try (InputStream in = piece.open()) {
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
            }
        }
        return Optional.of(text.toString());
    }
}
