package dev.migrate.prisma;

import dev.migrate.database.Identifier;
import dev.migrate.problem.Place;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key or an index as a model has it.
 *
 * @param method in lower case
 * @param partial whether it has a condition
 * @param name as it is written with {@code map:}, else as Prisma makes it
 */
record DeclaredIndex(Kind kind, List<IndexColumn> columns, String method, boolean partial, String name, Place where) {
    enum Kind {
        PRIMARY_KEY("primary key"),
        UNIQUE("unique key"),
        /** Of the table of an implicit relation: a primary key since Prisma 6, a unique index before. */
        PRIMARY_KEY_OR_UNIQUE("primary key"),
        INDEX("index");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    DeclaredIndex {
        columns = List.copyOf(columns);
    }

    List<String> names() {
        return columns.stream().map(IndexColumn::name).toList();
    }

    /** What makes it, as a proposal. */
    String sql(String table) {
        String list = columns.stream()
                .map(column -> Identifier.quoted(column.name())
                        + column.operatorClass().map(word -> " " + word).orElse("")
                        + (column.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", "(", ")"));
        if (kind == Kind.PRIMARY_KEY || kind == Kind.PRIMARY_KEY_OR_UNIQUE) {
            return "ALTER TABLE " + table + " ADD CONSTRAINT " + Identifier.quoted(name) + " PRIMARY KEY " + list;
        }
        String using = method.equals("btree") ? " " : " USING " + method + " ";
        return "CREATE " + (kind == Kind.UNIQUE ? "UNIQUE " : "") + "INDEX " + Identifier.quoted(name) + " ON " + table
                + using + list;
    }

    /** For people: {@code index (a, b DESC) using gin}. */
    @Override
    public String toString() {
        return FoundIndex.words(kind.word(), columns, method, partial);
    }
}
