package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import java.util.List;
import java.util.Optional;

/** How a constraint of a table is written. */
record TableConstraint(DdlSource source, CatalogObject object) {
    private Identity identity() {
        return object.identity();
    }

    boolean is(String type) {
        return object.text(TYPE).filter(type::equals).isPresent();
    }

    /** What it says, with the options of its index, which PostgreSQL does not print. */
    private String definition() {
        String text = PrintedSql.constraint(object.text(DEFINITION).orElseThrow());
        List<String> options = object.list(INDEX_OPTIONS);
        if (options.isEmpty()) {
            return text;
        }
        int end = PrintedSql.closing(text, text.indexOf('('));
        if (text.startsWith(" include (", end + 1)) {
            end = PrintedSql.closing(text, end + " include (".length());
        }
        return text.substring(0, end + 1) + SearchDdl.with(options) + text.substring(end + 1);
    }

    /** Whether {@code create table} would make one constraint of both: PostgreSQL looks at the columns alone. */
    boolean merges(TableConstraint other) {
        return (is("p") || is("u"))
                && (other.is("p") || other.is("u"))
                && columns().equals(other.columns());
    }

    private String columns() {
        return object.text(DEFINITION).orElseThrow().replaceFirst("^(PRIMARY KEY|UNIQUE) ", "");
    }

    String named() {
        return "constraint " + QuotedName.of(identity().name()) + " " + definition();
    }

    /** As a line of {@code create table}: without a name where PostgreSQL chooses the same one. */
    String ofTable() {
        return generated() ? definition() : named();
    }

    /** As a part of the definition of a column; empty where it is of several, or says more than fits there. */
    Optional<String> ofColumn(String column) {
        if (!generated() || !object.list(KEY_COLUMNS).equals(List.of(column))) {
            return Optional.empty();
        }
        String text = definition();
        String key = " (" + QuotedName.of(column) + ")";
        if (is("c")) {
            return Optional.of(text);
        }
        return List.of("primary key" + key, "unique" + key).contains(text)
                ? Optional.of(text.substring(0, text.length() - key.length()))
                : Optional.empty();
    }

    /** Whether its name is the one that PostgreSQL would choose, and nothing else could have it by then. */
    private boolean generated() {
        List<String> columns = object.list(KEY_COLUMNS);
        String definition = object.text(DEFINITION).orElseThrow();
        if (columns.contains("")
                || definition.contains(" INCLUDE (")
                || object.text(INDEX_NAME).isPresent()) {
            return false;
        }
        String table = identity().relation();
        String name = switch (object.text(TYPE).orElse("")) {
            case "p" -> table + "_pkey";
            case "u" -> table + "_" + String.join("_", columns) + "_key";
            case "c" -> columns.size() == 1 ? table + "_" + columns.get(0) + "_check" : table + "_check";
            default -> "";
        };
        return name.equals(identity().name())
                && !QuotedName.cut(name + "_")
                && source.onlyOne(identity().schema(), name);
    }
}
