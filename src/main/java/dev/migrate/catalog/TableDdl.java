package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes tables with their columns and constraints. */
final class TableDdl {
    /** Primary key, unique, exclusion, check: the order in which they are written. */
    private static final String TYPES = "puxc";

    private final DdlSource source;
    private final List<DdlPiece> pieces;

    TableDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.TABLE).forEach(table -> new Writing(table).write());
    }

    /** Of one table. */
    private final class Writing {
        private final CatalogObject table;
        private final Identity identity;
        private final String name;
        private final boolean partition;
        private final PieceBuilder piece;
        private final List<TableColumn> columns;
        private final List<CatalogObject> inline = new ArrayList<>();
        private final List<CatalogObject> serials = new ArrayList<>();
        private final Set<CatalogObject> inColumns = new LinkedHashSet<>();

        Writing(CatalogObject table) {
            this.table = table;
            this.identity = table.identity();
            this.name = QuotedName.of(identity);
            this.partition = table.text(PARTITION_BOUND).isPresent();
            this.piece = new PieceBuilder(source, DdlPhase.TABLES, table, pieces);
            this.columns = TypeDdl.columns(source.catalog(), identity).stream()
                    .map(column -> new TableColumn(source, table, column))
                    .toList();
        }

        void write() {
            source.catalog().of(ObjectKind.CONSTRAINT, identity).forEach(this::constraint);
            inline.sort(Comparator.comparingInt(
                    constraint -> TYPES.indexOf(constraint.text(TYPE).orElse(""))));
            var lines = new ArrayList<String>();
            List<CatalogObject> merged = merged();
            inline.removeAll(merged);
            columns.forEach(column -> column(column, lines));
            for (CatalogObject constraint : inline) {
                if (!inColumns.contains(constraint)) {
                    lines.add(new TableConstraint(source, constraint).ofTable());
                }
                piece.makes(constraint.identity());
            }
            piece.add(head() + body(lines) + tail());
            columns.forEach(column ->
                    column.changes().forEach(change -> piece.add(column.object().identity(), change)));
            for (CatalogObject constraint : merged) {
                piece.makes(constraint.identity())
                        .add(
                                constraint.identity(),
                                "alter table " + name + " add " + new TableConstraint(source, constraint).named());
            }
            inline.addAll(merged);
            state();
            comments();
            if (partition) {
                attach();
            }
            piece.done();
        }

        /** Keys on the same columns as another one. */
        private List<CatalogObject> merged() {
            var merged = new ArrayList<CatalogObject>();
            for (int i = 0; i < inline.size(); i++) {
                var constraint = new TableConstraint(source, inline.get(i));
                if (inline.subList(0, i).stream()
                        .anyMatch(other -> constraint.merges(new TableConstraint(source, other)))) {
                    merged.add(inline.get(i));
                }
            }
            return merged;
        }

        private String head() {
            String persistence = table.text(PERSISTENCE).orElse("p").equals("u") ? "unlogged " : "";
            return "create " + persistence + (DdlTarget.foreign(table) ? "foreign table " : "table ") + name
                    + table.text(OF_TYPE).map(type -> " of " + type).orElse("");
        }

        private String body(List<String> lines) {
            return lines.isEmpty()
                    ? table.text(OF_TYPE).isPresent() ? "" : " ()"
                    : lines.stream().collect(Collectors.joining(",\n    ", " (\n    ", "\n)"));
        }

        private String tail() {
            var sql = new StringBuilder();
            if (!partition
                    && !table.list(PARENTS).isEmpty()
                    && table.text(OF_TYPE).isEmpty()) {
                sql.append(" inherits (")
                        .append(String.join(", ", table.list(PARENTS)))
                        .append(")");
            }
            table.text(PARTITION_KEY)
                    .ifPresent(key -> sql.append(" partition by ").append(PrintedSql.lower(key)));
            table.text(SERVER).ifPresent(server -> sql.append(" server ").append(QuotedName.of(server)));
            sql.append(SearchDdl.options(table.list(FOREIGN_OPTIONS)));
            table.text(ACCESS_METHOD).ifPresent(method -> sql.append(" using ").append(QuotedName.of(method)));
            var options = new ArrayList<>(table.list(OPTIONS));
            table.list(TOAST_OPTIONS).forEach(option -> options.add("toast." + option));
            return sql.append(SearchDdl.with(options)).toString();
        }

        private void column(TableColumn column, List<String> lines) {
            Identity identityOfColumn = column.object().identity();
            piece.makes(identityOfColumn);
            Set<Identity> expression = source.needs(Catalog.expressionOf(identityOfColumn));
            boolean apart = column.object().text(DEFAULT).isPresent() && apart(expression);
            column.serial().ifPresent(sequence -> {
                source.serial(sequence.identity());
                serials.add(sequence);
                piece.makes(sequence.identity());
            });
            if (!apart) {
                piece.needs(expression);
            } else {
                column.fallback()
                        .ifPresent(value -> later(identityOfColumn, expression)
                                .add("alter table only " + name + " alter column " + column.quoted() + " set default "
                                        + value)
                                .done());
            }
            if (!partition && column.inherited()) {
                return;
            }
            var parts = new ArrayList<String>();
            for (CatalogObject constraint : inline) {
                new TableConstraint(source, constraint)
                        .ofColumn(identityOfColumn.name())
                        .filter(text -> parts.stream().noneMatch(text::equals))
                        .ifPresent(text -> {
                            parts.add(text);
                            inColumns.add(constraint);
                        });
            }
            String definition = column.definition(parts, !apart);
            if (!definition.endsWith(" with options")) {
                lines.add(definition);
            }
        }

        private boolean apart(Set<Identity> needed) {
            Set<Identity> others = needed.stream()
                    .filter(need -> DdlSource.routine(need) || need.kind() == ObjectKind.OPERATOR)
                    .collect(Collectors.toCollection(TreeSet::new));
            return others.stream().anyMatch(source::late) || source.reach(others, identity);
        }

        /** What comes behind the routines that need a relation. */
        private PieceBuilder later(Identity object, Set<Identity> needs) {
            return new PieceBuilder(source, DdlPhase.LATE_FUNCTIONS, object, 1, pieces)
                    .needs(identity)
                    .needs(needs);
        }

        private void constraint(CatalogObject constraint) {
            var written = new TableConstraint(source, constraint);
            Identity made = constraint.identity();
            if (written.is("f")) {
                if (!constraint.is(DERIVED)) {
                    new PieceBuilder(source, DdlPhase.FOREIGN_KEYS, constraint, pieces)
                            .add("alter table " + name + "\n    add " + written.named())
                            .comment(constraint)
                            .done();
                }
            } else if (constraint.is(INHERITED) && !partition) {
                piece.makes(made);
            } else if (constraint.is(INVALID)) {
                piece.makes(made)
                        .add("-- Left out, because its index is not valid: alter table " + name + " add "
                                + written.named());
            } else if (written.is("c")
                    && ((!constraint.is(VALIDATED) && constraint.is(ENFORCED)) || apart(source.needs(made)))) {
                later(made, Set.of())
                        .makes(made)
                        .add("alter table " + name + " add " + written.named())
                        .comment(constraint)
                        .done();
            } else {
                inline.add(constraint);
            }
        }

        private void state() {
            String alter = "alter table only " + name + " ";
            switch (table.text(REPLICA_IDENTITY).orElse("d")) {
                case "f" -> piece.add(alter + "replica identity full");
                case "n" -> {
                    if (!DdlTarget.foreign(table)) { // which has none, and cannot be told so
                        piece.add(alter + "replica identity nothing");
                    }
                }
                default -> {}
            }
            table.text(REPLICA_IDENTITY_INDEX)
                    .ifPresent(
                            index -> ofIndex(index, 4, alter + "replica identity using index " + QuotedName.of(index)));
            table.text(CLUSTER_INDEX)
                    .ifPresent(
                            index -> ofIndex(index, 5, "alter table " + name + " cluster on " + QuotedName.of(index)));
        }

        /** The index may belong to a constraint, and then it is there already. */
        private void ofIndex(String index, int rank, String sql) {
            Identity made = new Identity(ObjectKind.INDEX, identity.schema(), identity.name(), index, "");
            if (source.catalog().find(made).isPresent()) {
                new PieceBuilder(source, DdlPhase.TABLES, made, rank, pieces)
                        .needs(made)
                        .needs(identity)
                        .add(identity, sql)
                        .done();
            } else {
                piece.add(sql);
            }
        }

        private void comments() {
            piece.comment(table);
            for (TableColumn column : columns) {
                piece.comment(column.object()).commentOfSequence(column.object());
                column.object()
                        .text(NOT_NULL_COMMENT)
                        .ifPresent(text -> piece.add(
                                column.object().identity(),
                                "comment on constraint " + QuotedName.of(column.notNullName()) + " on " + name + " is "
                                        + Identifier.literal(text)));
            }
            for (CatalogObject constraint : source.catalog().of(ObjectKind.CONSTRAINT, identity)) {
                if (inline.contains(constraint) || (constraint.is(INHERITED) && !partition)) {
                    RelationDdl.statisticsTargets(constraint)
                            .forEach(change -> piece.add(constraint.identity(), change));
                    piece.comment(constraint).commentOfIndex(constraint);
                }
            }
            serials.forEach(piece::comment);
        }

        private void attach() {
            String parent = table.list(PARENTS).get(0);
            List<String> path = PrintedSql.path(parent);
            Identity whole = Identity.of(ObjectKind.TABLE, path.get(0), path.get(path.size() - 1));
            var attach = new PieceBuilder(source, DdlPhase.PARTITIONS, identity, 0, pieces)
                    .needs(identity)
                    .needs(whole);
            for (Identity table : List.of(identity, whole)) {
                source.catalog().of(ObjectKind.INDEX, table).stream()
                        .filter(index -> index.is(VALID))
                        .forEach(index -> attach.needs(index.identity()));
            }
            String bound = PrintedSql.lower(table.text(PARTITION_BOUND).orElseThrow());
            attach.add("alter table " + parent + " attach partition " + name
                    + (bound.equals("default") ? " " : "\n    ") + bound);
            if (table.is(DETACH_PENDING)) {
                attach.add("-- It was being detached when this was written.");
            }
            attach.done();
        }
    }
}
