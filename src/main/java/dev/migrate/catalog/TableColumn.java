package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a column of a table is written. */
final class TableColumn {
    static final Map<String, String> STORAGES = Map.of("p", "plain", "e", "external", "m", "main", "x", "extended");
    static final Map<String, String> COMPRESSIONS = Map.of("p", "pglz", "l", "lz4");
    private static final List<String> SERIALS = List.of("smallint", "integer", "bigint");

    private final DdlSource source;
    private final CatalogObject table;
    private final CatalogObject column;
    private final String name;

    TableColumn(DdlSource source, CatalogObject table, CatalogObject column) {
        this.source = source;
        this.table = table;
        this.column = column;
        this.name = column.identity().name();
    }

    CatalogObject object() {
        return column;
    }

    boolean inherited() {
        return column.is(INHERITED);
    }

    private boolean partition() {
        return table.text(PARTITION_BOUND).isPresent();
    }

    private boolean inherits() {
        return !partition() && !table.list(PARENTS).isEmpty();
    }

    String quoted() {
        return QuotedName.of(name);
    }

    /**
     * The line of {@code create table}.
     *
     * @param constraints of this column alone, as parts of its definition
     * @param withDefault false where the default comes later
     */
    String definition(List<String> constraints, boolean withDefault) {
        boolean serial = serial().isPresent();
        var sql = new StringBuilder(quoted()).append(" ");
        if (table.text(OF_TYPE).isPresent()) {
            sql.append("with options");
        } else {
            sql.append(serial ? serialType() : column.text(TYPE).orElseThrow());
        }
        column.text(COMPRESSION).ifPresent(method -> sql.append(" compression ").append(COMPRESSIONS.get(method)));
        sql.append(SearchDdl.options(column.list(FOREIGN_OPTIONS)));
        column.text(COLLATION).ifPresent(collation -> sql.append(" collate ").append(collation));
        Optional<String> identity = identity();
        identity.ifPresent(clause -> sql.append(" ").append(clause));
        boolean implied = serial || identity.isPresent() || constraints.contains("primary key");
        if (column.is(NOT_NULL) && !apart() && !(inherits() && column.is(NOT_NULL_INHERITED))) {
            Optional<String> constraint = column.text(NOT_NULL_CONSTRAINT);
            boolean noInherit = column.is(NOT_NULL_NO_INHERIT);
            constraint.ifPresent(text -> sql.append(" constraint ").append(QuotedName.of(text)));
            if (!implied || constraint.isPresent() || noInherit) {
                sql.append(" not null");
            }
            sql.append(noInherit ? " no inherit" : "");
        }
        if (withDefault && !serial) {
            fallback().ifPresent(value -> sql.append(" default ").append(value));
        }
        column.text(GENERATED)
                .filter(expression -> !column.text(GENERATED).equals(ofParent(GENERATED)))
                .ifPresent(expression -> sql.append(" generated always as ")
                        .append(PrintedSql.parenthesized(PrintedSql.lower(expression)))
                        .append(column.text(GENERATION).orElse("s").equals("s") ? " stored" : " virtual"));
        constraints.forEach(constraint -> sql.append(" ").append(constraint));
        return sql.toString();
    }

    String notNullName() {
        return column.text(NOT_NULL_CONSTRAINT).orElse(table.identity().name() + "_" + name + "_not_null");
    }

    /** Whether its NOT NULL has to be added later. */
    private boolean apart() {
        return column.is(NOT_NULL_NOT_VALID);
    }

    /** The default; a literal that needs no cast without it. */
    Optional<String> fallback() {
        return column.text(DEFAULT).map(printed -> {
            String cast = "'::" + column.text(TYPE).orElse("");
            boolean literal = printed.startsWith("'")
                    && printed.endsWith(cast)
                    && printed.indexOf("'::") == printed.length() - cast.length();
            return literal ? printed.substring(0, printed.length() - cast.length() + 1) : PrintedSql.lower(printed);
        });
    }

    /** A partition that joins its table later has the identity of that table by then. */
    private Optional<String> identity() {
        if (column.text(IDENTITY).isEmpty() || column.list(IDENTITY_SEQUENCE).isEmpty()) {
            return Optional.empty();
        }
        List<String> sequence = column.list(IDENTITY_SEQUENCE);
        var options = new ArrayList<String>();
        String own = generatedSequence();
        column.text(IDENTITY_SEQUENCE_NAME)
                .filter(text -> !text.equals(own))
                .ifPresent(text -> options.add("sequence name " + text));
        options.addAll(SequenceDdl.options(sequence));
        String kind = column.text(IDENTITY).get().equals("a") ? "always" : "by default";
        return Optional.of("generated " + kind + " as identity"
                + (options.isEmpty() ? "" : " (" + String.join(" ", options) + ")"));
    }

    private String generatedSequence() {
        String made = table.identity().name() + "_" + name + "_seq";
        return QuotedName.cut(made) ? "" : QuotedName.of(table.identity().schema(), made);
    }

    /**
     * The sequence that {@code serial} would make in the same way: by that name, with that default, with the usual
     * options, owned by the column.
     */
    Optional<CatalogObject> serial() {
        String type = column.text(TYPE).orElse("");
        String sequence = generatedSequence();
        if (!SERIALS.contains(type)
                || sequence.isEmpty()
                || inherits()
                || partition()
                || table.text(OF_TYPE).isPresent()
                || !column.is(NOT_NULL)
                || apart()
                || !source.onlyOne(table.identity().schema(), table.identity().name() + "_" + name + "_seq")
                || !column.text(DEFAULT)
                        .equals(Optional.of("nextval('" + sequence.replace("'", "''") + "'::regclass)"))) {
            return Optional.empty();
        }
        String owned = QuotedName.of(table.identity()) + "." + quoted();
        return source.catalog()
                .find(Identity.of(
                        ObjectKind.SEQUENCE,
                        table.identity().schema(),
                        table.identity().name() + "_" + name + "_seq"))
                .filter(found -> found.text(OWNED_BY).equals(Optional.of(owned))
                        && found.text(TYPE).equals(Optional.of(type))
                        && found.text(PERSISTENCE).equals(table.text(PERSISTENCE))
                        && SequenceDdl.options(SequenceDdl.values(found)).isEmpty());
    }

    private String serialType() {
        return switch (column.text(TYPE).orElse("")) {
            case "smallint" -> "smallserial";
            case "bigint" -> "bigserial";
            default -> "serial";
        };
    }

    /** What is said of it behind {@code create table}. */
    List<String> changes() {
        String alter = "alter " + (DdlTarget.foreign(table) ? "foreign table" : "table") + " only "
                + QuotedName.of(table.identity());
        String of = alter + " alter column " + quoted();
        var changes = new ArrayList<String>();
        if (inherits() && inherited()) {
            changes.addAll(overridden(of));
        }
        if (apart()) {
            String constraint = column.text(NOT_NULL_CONSTRAINT)
                    .map(text -> "constraint " + QuotedName.of(text) + " ")
                    .orElse("");
            changes.add(alter + " add " + constraint + "not null " + quoted() + " not valid");
        }
        column.text(STORAGE).ifPresent(letter -> changes.add(of + " set storage " + STORAGES.get(letter)));
        column.text(STATISTICS_TARGET).ifPresent(target -> changes.add(of + " set statistics " + target));
        if (!column.list(OPTIONS).isEmpty()) {
            changes.add(of + " set (" + SearchDdl.parameters(column.list(OPTIONS)) + ")");
        }
        List<String> sequence = column.list(IDENTITY_SEQUENCE);
        if (sequence.size() > SequenceDdl.PERSISTENCE
                && table.text(PERSISTENCE)
                        .filter(sequence.get(SequenceDdl.PERSISTENCE)::equals)
                        .isEmpty()) {
            changes.add("alter sequence " + column.text(IDENTITY_SEQUENCE_NAME).orElseThrow() + " set "
                    + (sequence.get(SequenceDdl.PERSISTENCE).equals("u") ? "unlogged" : "logged"));
        }
        return changes;
    }

    /** In what an inherited column differs from that of the parent. */
    private List<String> overridden(String of) {
        Optional<CatalogObject> parent = parent();
        var changes = new ArrayList<String>();
        if (!column.text(DEFAULT).equals(ofParent(DEFAULT))) {
            changes.add(of + fallback().map(value -> " set default " + value).orElse(" drop default"));
        }
        boolean parentNotNull = parent.filter(found -> found.is(NOT_NULL) && !found.is(NOT_NULL_NO_INHERIT))
                .isPresent();
        if (column.is(NOT_NULL) && !parentNotNull) {
            changes.add(of + " set not null");
        }
        return changes;
    }

    /** What it has by itself where it inherits. */
    private Optional<String> ofParent(Attribute attribute) {
        return inherits() ? parent().flatMap(found -> found.text(attribute)) : Optional.empty();
    }

    private Optional<CatalogObject> parent() {
        return table.list(PARENTS).stream()
                .map(PrintedSql::path)
                .map(path -> new Identity(ObjectKind.COLUMN, path.get(0), path.get(path.size() - 1), name, ""))
                .flatMap(identity -> source.catalog().find(identity).stream())
                .findFirst();
    }
}
