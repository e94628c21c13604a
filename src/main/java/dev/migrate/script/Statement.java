package dev.migrate.script;

import java.util.Objects;
import java.util.Optional;

/**
 * One SQL statement, from the first byte of its first token to the last byte of its last.
 *
 * <p>Several statements that {@code \;} joins are one, since psql sends them as one message.
 *
 * @param start offset in bytes of its first byte
 * @param end offset in bytes behind its last byte; the semicolon is not part of it
 * @param line line of its first byte, from 1
 * @param column column of its first byte in code points, from 1
 * @param kind what it is to a migration runner
 * @param transactional false where PostgreSQL refuses it in a transaction block, as far as its words tell
 * @param summary its leading words in upper case, for people: {@code CREATE INDEX CONCURRENTLY}, {@code INSERT},
 *     {@code ALTER TYPE … ADD VALUE}
 * @param object for {@code CREATE INDEX CONCURRENTLY} the name of the index, for {@code ALTER TYPE … ADD VALUE} the name
 *     of the type, both as they are written; otherwise empty
 * @param joined how many statements it is: 1, but where {@code \\;} joins several
 * @param text see {@link #text()}; null where texts are not kept
 */
public record Statement(
        long start,
        long end,
        int line,
        int column,
        StatementKind kind,
        boolean transactional,
        String summary,
        Optional<String> object,
        int joined,
        String text)
        implements Item {
    public Statement {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(object, "object");
    }

    /**
     * What the server is to be sent: the bytes from start to end, decoded as UTF-8.
     *
     * <p>What psql takes out for itself, a backslash command within the statement and the backslash of {@code \;}, is
     * blank here, byte for byte, so that a position in the text is one in the file. Only where the rows of a COPY lie
     * within a statement is the text shorter than the file.
     *
     * @throws IllegalStateException where the reader was told not to keep texts
     */
    @Override
    public String text() {
        if (text == null) {
            throw new IllegalStateException("this script was read for its positions only: no texts were kept");
        }
        return text;
    }
}
