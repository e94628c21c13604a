package dev.migrate.prisma;

import dev.migrate.catalog.Identity;
import dev.migrate.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects differences in the order in which they are found. */
final class Differences {
    private static final String ABSENT = "absent";

    private final List<PrismaDifference> all = new ArrayList<>();

    List<PrismaDifference> all() {
        return List.copyOf(all);
    }

    /** Of an object as a whole, or of a part of it that has its own name. */
    void add(
            PrismaDifference.Kind kind,
            String object,
            String expected,
            String actual,
            Place where,
            String message,
            String fix) {
        all.add(new PrismaDifference(kind, object, Optional.empty(), expected, actual, where, message, fix));
    }

    void column(
            Identity table, String column, String expected, String actual, Place where, String message, String fix) {
        all.add(new PrismaDifference(
                PrismaDifference.Kind.STRUCTURE,
                table.toString(),
                Optional.of(column),
                expected,
                actual,
                where,
                message,
                fix));
    }

    /** The Prisma schema has it, the database does not. */
    void missing(String object, String expected, Place where, String message, String fix) {
        add(PrismaDifference.Kind.STRUCTURE, object, expected, ABSENT, where, message, fix);
    }

    /** The database has it, the Prisma schema does not. */
    void unknown(String object, String actual, Place where, String message, String fix) {
        add(PrismaDifference.Kind.STRUCTURE, object, ABSENT, actual, where, message, fix);
    }

    void unknownColumn(Identity table, String column, String actual, Place where, String message, String fix) {
        column(table, column, ABSENT, actual, where, message, fix);
    }

    void missingColumn(Identity table, String column, String expected, Place where, String message, String fix) {
        column(table, column, expected, ABSENT, where, message, fix);
    }
}
