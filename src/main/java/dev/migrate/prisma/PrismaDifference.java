package dev.migrate.prisma;

import dev.migrate.problem.Place;
import java.util.Optional;

/**
 * Something that a database has otherwise than its Prisma schema says.
 *
 * @param object kind and qualified name, as in {@code table public.orders}
 * @param column of that object
 * @param expected what the Prisma schema says
 * @param actual what the database has
 * @param where in the Prisma schema
 * @param message one sentence without a full stop
 */
public record PrismaDifference(
        Kind kind,
        String object,
        Optional<String> column,
        String expected,
        String actual,
        Place where,
        String message,
        String fix) {
    /** What a difference means. */
    public enum Kind {
        /** The client does not fit the database, or gives up what the database has. */
        STRUCTURE,
        /** The same under another name. */
        NAME,
        /** The same in another order. */
        ORDER
    }
}
