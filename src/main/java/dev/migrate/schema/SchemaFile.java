package dev.migrate.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of a schema folder as it was read: every byte of it, and which of them are statements. */
public final class SchemaFile {
    private final String name;
    private final byte[] bytes;
    private final List<SchemaStatement> statements;

    SchemaFile(String name, byte[] bytes, List<SchemaStatement> statements) {
        this.name = name;
        this.bytes = bytes.clone();
        this.statements = List.copyOf(statements);
    }

    /** Within the folder, with {@code /}: {@code 04_ai_processing.sql}. */
    public String name() {
        return name;
    }

    /** In file order. */
    public List<SchemaStatement> statements() {
        return statements;
    }

    /** All of it. */
    public String text() {
        return text(0, bytes.length);
    }

    String text(SchemaStatement.Span span) {
        return text(span.from(), span.to());
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    int size() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return name;
    }
}
