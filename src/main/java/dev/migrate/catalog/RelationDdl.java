package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes views, materialized views, indexes and statistics. */
final class RelationDdl {
    private static final int LINE = 110;

    private final DdlSource source;
    private final List<DdlPiece> pieces;
    private final Map<String, CatalogObject> indexes = new HashMap<>();

    RelationDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.VIEW).forEach(this::view);
        source.catalog().of(ObjectKind.MATERIALIZED_VIEW).forEach(this::materializedView);
        List<CatalogObject> all = source.catalog().of(ObjectKind.INDEX);
        all.forEach(index -> indexes.put(QuotedName.of(index.identity()), index));
        all.forEach(this::index);
        source.catalog().of(ObjectKind.STATISTICS).forEach(this::statistics);
    }

    private void view(CatalogObject object) {
        Identity view = object.identity();
        var piece = new PieceBuilder(source, DdlPhase.VIEWS, object, pieces).add(sql(object, "create view"));
        for (CatalogObject column : TypeDdl.columns(source.catalog(), view)) {
            piece.makes(column.identity());
            column.text(DEFAULT)
                    .ifPresent(value -> new PieceBuilder(source, DdlPhase.VIEWS, column.identity(), 1, pieces)
                            .needs(view)
                            .needs(source.needs(Catalog.expressionOf(column.identity())))
                            .add("alter view " + QuotedName.of(view) + " alter column "
                                    + QuotedName.of(column.identity().name()) + " set default "
                                    + PrintedSql.lower(value))
                            .done());
        }
        comments(piece, object).done();
    }

    private PieceBuilder comments(PieceBuilder piece, CatalogObject object) {
        piece.comment(object);
        TypeDdl.columns(source.catalog(), object.identity()).forEach(piece::comment);
        return piece;
    }

    private static String sql(CatalogObject object, String create) {
        return create + " " + QuotedName.of(object.identity()) + SearchDdl.with(object.list(OPTIONS)) + " as\n"
                + query(object);
    }

    private static String query(CatalogObject object) {
        String query = PrintedSql.lower(object.text(QUERY).orElseThrow()).stripTrailing();
        return query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
    }

    /** Two pieces for a view in a circle: one of its columns alone, and behind what needs it the query. */
    static Optional<List<DdlPiece>> broken(DdlSource source, DdlPiece piece) {
        Identity view = piece.object();
        if (view.kind() != ObjectKind.VIEW
                || piece.rank() != 0
                || !piece.provides().contains(view)) {
            return Optional.empty();
        }
        var parts = new ArrayList<DdlPiece>();
        List<CatalogObject> columns = TypeDdl.columns(source.catalog(), view);
        var shell = new PieceBuilder(source, DdlPhase.VIEWS, view, -1, parts)
                .makes(view)
                .needsNot(source.needs(view))
                .needs(Identity.of(ObjectKind.SCHEMA, view.schema()));
        columns.forEach(column -> shell.makes(column.identity()));
        shell.add("create view " + QuotedName.of(view) + " as\nselect"
                        + columns.stream().map(RelationDdl::empty).collect(Collectors.joining(",\n    ", "\n    ", "")))
                .done();
        var statements = new ArrayList<>(piece.statements());
        DdlStatement first = statements.get(0);
        statements.set(
                0,
                new DdlStatement(
                        first.object(),
                        first.whole(),
                        first.sql().replaceFirst("^create view", "create or replace view")));
        Set<Identity> needs = new TreeSet<>(piece.needs());
        needs.add(view);
        parts.add(new DdlPiece(piece.phase(), view, piece.rank(), Set.of(), needs, statements));
        return Optional.of(parts);
    }

    private static String empty(CatalogObject column) {
        return "null::" + column.text(TYPE).orElseThrow()
                + column.text(COLLATION).map(name -> " collate " + name).orElse("") + " as "
                + QuotedName.of(column.identity().name());
    }

    /** Its query is run when every function that it may call is there. */
    private void materializedView(CatalogObject object) {
        Identity view = object.identity();
        String name = QuotedName.of(view);
        boolean calls = source.reachesRoutine(view);
        boolean populated = object.is(POPULATED);
        var options = new ArrayList<>(object.list(OPTIONS));
        object.list(TOAST_OPTIONS).forEach(option -> options.add("toast." + option));
        var piece = new PieceBuilder(source, DdlPhase.VIEWS, object, pieces)
                .add("create materialized view " + name
                        + object.text(ACCESS_METHOD)
                                .map(method -> " using " + QuotedName.of(method))
                                .orElse("")
                        + SearchDdl.with(options) + " as\n" + query(object)
                        + (calls || !populated ? "\nwith no data" : ""));
        for (CatalogObject column : TypeDdl.columns(source.catalog(), view)) {
            String alter = "alter materialized view " + name + " alter column "
                    + QuotedName.of(column.identity().name());
            piece.makes(column.identity());
            column.text(STORAGE)
                    .ifPresent(letter -> piece.add(alter + " set storage " + TableColumn.STORAGES.get(letter)));
            column.text(COMPRESSION)
                    .ifPresent(letter -> piece.add(alter + " set compression " + TableColumn.COMPRESSIONS.get(letter)));
            column.text(STATISTICS_TARGET).ifPresent(target -> piece.add(alter + " set statistics " + target));
            if (!column.list(Attribute.OPTIONS).isEmpty()) {
                piece.add(alter + " set (" + SearchDdl.parameters(column.list(Attribute.OPTIONS)) + ")");
            }
        }
        comments(piece, object).done();
        if (calls && populated) {
            new PieceBuilder(source, DdlPhase.REFRESH, view, 0, pieces)
                    .needs(view)
                    .add("refresh materialized view " + name)
                    .done();
        }
        object.text(CLUSTER_INDEX).ifPresent(index -> {
            Identity made = new Identity(ObjectKind.INDEX, view.schema(), view.name(), index, "");
            new PieceBuilder(source, DdlPhase.TABLES, made, 5, pieces)
                    .needs(made)
                    .add(view, "alter materialized view " + name + " cluster on " + QuotedName.of(index))
                    .done();
        });
    }

    private void index(CatalogObject object) {
        Identity index = object.identity();
        boolean partitioned = source.catalog()
                .find(index.owner(ObjectKind.TABLE))
                .flatMap(table -> table.text(RELATION_KIND))
                .filter("p"::equals)
                .isPresent();
        String sql = indexSql(object);
        boolean late = source.needs(index).stream().anyMatch(need -> DdlSource.routine(need) && source.late(need));
        DdlPhase phase = late || (partitioned && !object.is(VALID)) ? DdlPhase.INDEXES : DdlPhase.TABLES;
        var piece = new PieceBuilder(source, phase, index, 2, pieces).makes(index);
        if (!object.is(VALID) && !partitioned) {
            piece.add("-- Left out, because it is not valid: " + sql.replace("\n    ", " "))
                    .done();
            return;
        }
        piece.add(sql);
        String name = QuotedName.of(index);
        statisticsTargets(object).forEach(piece::add);
        piece.comment(object).done();
        parent(object)
                .filter(parent -> !parent.is(VALID))
                .ifPresent(parent -> new PieceBuilder(source, DdlPhase.INDEXES, index, 3, pieces)
                        .needs(index)
                        .needs(parent.identity())
                        .add("alter index " + QuotedName.of(parent.identity()) + " attach partition " + name)
                        .done());
    }

    /** Of the expressions of an index, or of that of a constraint. */
    static List<String> statisticsTargets(CatalogObject object) {
        return object.list(STATISTICS_TARGETS).stream()
                .map(target -> "alter index " + QuotedName.of(object.identity()) + " alter column "
                        + target.replace(" ", " set statistics "))
                .toList();
    }

    /** Joining a partition joins its indexes to those of the table, but for one that is not valid and comes later. */
    private Optional<CatalogObject> parent(CatalogObject index) {
        return index.text(PARENT_INDEX).flatMap(text -> {
            List<String> path = PrintedSql.path(text);
            return Optional.ofNullable(indexes.get(QuotedName.of(path.get(0), path.get(path.size() - 1))));
        });
    }

    private static String indexSql(CatalogObject object) {
        Identity index = object.identity();
        String sql = PrintedSql.lower(object.text(DEFINITION).orElseThrow());
        String head =
                "create " + (object.is(UNIQUE) ? "unique " : "") + "index " + QuotedName.of(index.name()) + " on ";
        for (String only : List.of("", "only ")) {
            String place = head + only + QuotedName.ofRelation(index);
            if (sql.startsWith(place + " using btree (")) {
                sql = place + sql.substring(place.length() + " using btree".length());
            }
        }
        return sql.length() > LINE ? PrintedSql.broken(sql, "on ") : sql;
    }

    private void statistics(CatalogObject object) {
        var piece = new PieceBuilder(source, DdlPhase.STATISTICS, object, pieces)
                .add(PrintedSql.lower(object.text(DEFINITION).orElseThrow()));
        object.text(STATISTICS_TARGET)
                .ifPresent(target -> piece.add(
                        "alter statistics " + QuotedName.of(object.identity()) + " set statistics " + target));
        piece.comment(object).done();
    }
}
