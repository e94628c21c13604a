package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Statements that change a column of a table that stays, all of one column in an order that works. */
final class ColumnAlter {
    /** What is changed here. */
    static final Set<Attribute> CHANGED = EnumSet.of(
            TYPE,
            COLLATION,
            DEFAULT,
            NOT_NULL,
            NOT_NULL_CONSTRAINT,
            NOT_NULL_COMMENT,
            NOT_NULL_NOT_VALID,
            NOT_NULL_NO_INHERIT,
            IDENTITY,
            IDENTITY_SEQUENCE,
            IDENTITY_SEQUENCE_COMMENT,
            GENERATED,
            GENERATION,
            STORAGE,
            COMPRESSION,
            STATISTICS_TARGET,
            OPTIONS,
            FOREIGN_OPTIONS);

    private final CatalogObject is;
    private final CatalogObject should;
    private final TableColumn written;
    private final int majorVersion;
    private final String alter;
    private final String column;
    private final List<String> statements = new ArrayList<>();

    /**
     * Of one column.
     *
     * @param alter {@code alter table t}
     * @param written the column as it should be
     */
    ColumnAlter(String alter, CatalogObject is, CatalogObject should, TableColumn written, int majorVersion) {
        this.majorVersion = majorVersion;
        this.is = is;
        this.should = should;
        this.written = written;
        this.alter = alter;
        this.column = alter + " alter column " + QuotedName.of(should.identity().name()) + " ";
    }

    /** Whether only a new column can be what this should be: values of a generated one come back by themselves. */
    static boolean remade(CatalogObject is, CatalogObject should, Set<Attribute> attributes) {
        return (attributes.contains(GENERATED) || attributes.contains(GENERATION))
                && (should.text(GENERATED).isPresent()
                        || is.text(GENERATION).filter("v"::equals).isPresent());
    }

    /**
     * The statements.
     *
     * @param attributes that differ
     * @param retyped whether its type was made anew
     * @param withoutDefault whether its default was taken away before
     */
    List<String> statements(Set<Attribute> attributes, boolean retyped, boolean withoutDefault) {
        boolean type = attributes.contains(TYPE) || attributes.contains(COLLATION) || retyped;
        boolean hadDefault = is.text(DEFAULT).isPresent() && !withoutDefault;
        if (attributes.contains(GENERATED) && should.text(GENERATED).isEmpty()) {
            statements.add(column + "drop expression");
        }
        if (hadDefault
                && (type
                        || (attributes.contains(DEFAULT) && should.text(DEFAULT).isEmpty()))) {
            statements.add(column + "drop default");
        }
        if (type) {
            type();
        }
        notNull(attributes);
        identity(attributes);
        if (should.text(DEFAULT).isPresent()
                && (type || withoutDefault || attributes.contains(DEFAULT))
                && should.text(IDENTITY).isEmpty()) {
            statements.add(column + "set default " + written.fallback().orElseThrow());
        }
        storage(attributes);
        return List.copyOf(statements);
    }

    private void type() {
        String name = QuotedName.of(should.identity().name());
        String type = should.text(TYPE).orElseThrow();
        String old = is.text(TYPE).orElseThrow();
        boolean array = type.endsWith("[]") && old.endsWith("[]");
        boolean through = !builtIn(old) && !builtIn(type);
        String using = through ? name + (array ? "::text[]::" : "::text::") + type : name + "::" + type;
        statements.add(column + "type " + type
                + should.text(COLLATION)
                        .map(collation -> " collate " + collation)
                        .orElse("")
                + (type.equals(old) && builtIn(type) ? "" : " using " + using));
    }

    /** Types that users made are printed with their schema, and know no way from one to the other but by text. */
    private static boolean builtIn(String type) {
        return !type.contains(".");
    }

    private void notNull(Set<Attribute> attributes) {
        if (attributes.contains(NOT_NULL)) {
            if (!should.is(NOT_NULL)) {
                statements.add(column + "drop not null");
            } else if (should.text(NOT_NULL_CONSTRAINT).isPresent() || should.is(NOT_NULL_NO_INHERIT)) {
                statements.add(alter + " add constraint " + QuotedName.of(written.notNullName()) + " not null "
                        + QuotedName.of(should.identity().name())
                        + (should.is(NOT_NULL_NO_INHERIT) ? " no inherit" : ""));
            } else {
                statements.add(column + "set not null");
            }
        } else if (attributes.contains(NOT_NULL_CONSTRAINT)) {
            String old = is.text(NOT_NULL_CONSTRAINT)
                    .orElse(should.identity().relation() + "_"
                            + should.identity().name() + "_not_null");
            statements.add(
                    alter + " rename constraint " + QuotedName.of(old) + " to " + QuotedName.of(written.notNullName()));
        }
        if (attributes.contains(NOT_NULL_NOT_VALID) && !should.is(NOT_NULL_NOT_VALID)) {
            statements.add(alter + " validate constraint " + QuotedName.of(written.notNullName()));
        }
        if (attributes.contains(NOT_NULL_COMMENT)) {
            statements.add("comment on constraint " + QuotedName.of(written.notNullName()) + " on "
                    + QuotedName.ofRelation(should.identity()) + " is "
                    + should.text(NOT_NULL_COMMENT).map(Identifier::literal).orElse("null"));
        }
    }

    private void identity(Set<Attribute> attributes) {
        String always = should.text(IDENTITY).filter("a"::equals).isPresent() ? "always" : "by default";
        if (attributes.contains(IDENTITY) && should.text(IDENTITY).isPresent()) {
            if (is.text(IDENTITY).isPresent()) {
                statements.add(column + "set generated " + always);
            } else {
                if (is.text(DEFAULT).isPresent()) {
                    statements.add(column + "drop default");
                }
                List<String> options = SequenceDdl.options(should.list(IDENTITY_SEQUENCE));
                statements.add(column + "add generated " + always + " as identity"
                        + (options.isEmpty() ? "" : " (" + String.join(" ", options) + ")"));
                statements.add(behindRows(should.text(IDENTITY_SEQUENCE_NAME).orElseThrow(), should.identity()));
            }
        } else if (attributes.contains(IDENTITY_SEQUENCE)) {
            var all = new ArrayList<>(SequenceDdl.all(should.list(IDENTITY_SEQUENCE)));
            all.replaceAll(option -> "set " + option);
            statements.add(column + String.join(" ", all));
        }
        if (attributes.contains(IDENTITY_SEQUENCE_COMMENT)) {
            statements.add(
                    "comment on sequence " + should.text(IDENTITY_SEQUENCE_NAME).orElseThrow() + " is "
                            + should.text(IDENTITY_SEQUENCE_COMMENT)
                                    .map(Identifier::literal)
                                    .orElse("null"));
        }
    }

    /** A new sequence goes on behind the values that the rows have. */
    static String behindRows(String sequence, Identity column) {
        return "select pg_catalog.setval(" + Identifier.literal(sequence) + ", pg_catalog.max("
                + QuotedName.of(column.name()) + ")) from " + QuotedName.ofRelation(column);
    }

    /** The word for it came with PostgreSQL 16. Types that are never stored apart have no other storage. */
    private String usualStorage() {
        String type = should.text(TYPE).orElseThrow();
        return majorVersion >= 16
                ? "default"
                : type.startsWith("numeric") || type.equals("inet") || type.equals("cidr") ? "main" : "extended";
    }

    private void storage(Set<Attribute> attributes) {
        if (attributes.contains(STORAGE)) {
            statements.add(column + "set storage "
                    + should.text(STORAGE).map(TableColumn.STORAGES::get).orElse(usualStorage()));
        }
        if (attributes.contains(COMPRESSION)) {
            statements.add(column + "set compression "
                    + should.text(COMPRESSION)
                            .map(TableColumn.COMPRESSIONS::get)
                            .orElse("default"));
        }
        if (attributes.contains(STATISTICS_TARGET)) {
            statements.add(
                    column + "set statistics " + should.text(STATISTICS_TARGET).orElse("-1"));
        }
        if (attributes.contains(OPTIONS)) {
            statements.addAll(AlterDdl.options(column.strip(), is.list(OPTIONS), should.list(OPTIONS), ""));
        }
    }
}
