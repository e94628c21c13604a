package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes rules, triggers, row security and event triggers. */
final class TriggerDdl {
    private static final Map<String, String> COMMANDS =
            Map.of("r", "select", "a", "insert", "w", "update", "d", "delete");

    private final DdlSource source;
    private final List<DdlPiece> pieces;

    TriggerDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.RULE).forEach(this::rule);
        source.catalog().of(ObjectKind.TRIGGER).forEach(this::trigger);
        source.catalog().of(ObjectKind.TABLE).forEach(this::rowSecurity);
        source.catalog().of(ObjectKind.POLICY).forEach(this::policy);
        source.catalog().of(ObjectKind.EVENT_TRIGGER).forEach(this::eventTrigger);
    }

    private void rule(CatalogObject object) {
        var piece = new PieceBuilder(source, DdlPhase.RULES, object, pieces)
                .add(PrintedSql.lower(withoutSemicolon(object.text(DEFINITION).orElseThrow())));
        object.text(ENABLED).ifPresent(state -> piece.add(state(object, state)));
        piece.comment(object).done();
    }

    private static String withoutSemicolon(String sql) {
        return sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql;
    }

    private static String state(CatalogObject object, String state) {
        return "alter table " + QuotedName.ofRelation(object.identity()) + " " + verb(state) + " "
                + object.kind().word() + " " + QuotedName.of(object.identity().name());
    }

    private static String verb(String state) {
        return switch (state) {
            case "D" -> "disable";
            case "R" -> "enable replica";
            case "A" -> "enable always";
            default -> "enable";
        };
    }

    /** That of a partition is made with that of the table, and no more of it can differ than whether it is enabled. */
    private void trigger(CatalogObject object) {
        String state = object.text(ENABLED).orElse("O");
        if (object.is(DERIVED)) {
            if (!state.equals(object.text(PARENT_ENABLED).orElse("O"))) {
                var piece = new PieceBuilder(source, DdlPhase.TRIGGERS, object.identity(), 1, pieces)
                        .add(state(object, state));
                inherited(object.identity(), piece);
                piece.done();
            }
            return;
        }
        String sql = PrintedSql.lower(object.text(DEFINITION).orElseThrow());
        var piece = new PieceBuilder(source, DdlPhase.TRIGGERS, object, pieces)
                .add(PrintedSql.broken(sql, "for each row", "for each statement"));
        if (!state.equals("O")) {
            piece.add(state(object, state));
        }
        piece.comment(object).done();
    }

    private void inherited(Identity trigger, PieceBuilder piece) {
        var tables = new ArrayDeque<Identity>(List.of(trigger.owner(ObjectKind.TABLE)));
        while (!tables.isEmpty()) {
            source.catalog()
                    .find(tables.remove())
                    .ifPresent(table -> table.list(PARENTS).forEach(parent -> {
                        List<String> path = PrintedSql.path(parent);
                        String name = path.get(path.size() - 1);
                        piece.needs(new Identity(ObjectKind.TRIGGER, path.get(0), name, trigger.name(), ""));
                        tables.add(Identity.of(ObjectKind.TABLE, path.get(0), name));
                    }));
        }
    }

    private void rowSecurity(CatalogObject table) {
        if (table.is(ROW_SECURITY) || table.is(FORCE_ROW_SECURITY)) {
            var piece = new PieceBuilder(source, DdlPhase.ROW_SECURITY, table.identity(), 0, pieces)
                    .needs(table.identity());
            String alter = "alter table " + QuotedName.of(table.identity());
            if (table.is(ROW_SECURITY)) {
                piece.add(alter + " enable row level security");
            }
            if (table.is(FORCE_ROW_SECURITY)) {
                piece.add(alter + " force row level security");
            }
            piece.done();
        }
    }

    private void policy(CatalogObject object) {
        var sql = new StringBuilder("create ").append(DdlTarget.of(object));
        if (!object.is(PERMISSIVE)) {
            sql.append("\n    as restrictive");
        }
        object.text(COMMAND)
                .filter(COMMANDS::containsKey)
                .ifPresent(command -> sql.append("\n    for ").append(COMMANDS.get(command)));
        if (!object.list(ROLES).equals(List.of("public"))) {
            sql.append("\n    to ").append(String.join(", ", object.list(ROLES)));
        }
        object.text(USING).ifPresent(expression -> sql.append("\n    using ").append(expression(expression)));
        object.text(WITH_CHECK)
                .ifPresent(expression -> sql.append("\n    with check ").append(expression(expression)));
        new PieceBuilder(source, DdlPhase.ROW_SECURITY, object.identity(), 1, pieces)
                .makes(object.identity())
                .add(sql.toString())
                .comment(object)
                .done();
    }

    private static String expression(String printed) {
        return PrintedSql.parenthesized(PrintedSql.lower(printed));
    }

    private void eventTrigger(CatalogObject object) {
        String name = QuotedName.of(object.identity());
        var sql = new StringBuilder("create event trigger " + name + " on "
                + QuotedName.of(object.text(EVENT).orElseThrow()));
        if (!object.list(TAGS).isEmpty()) {
            sql.append(object.list(TAGS).stream()
                    .map(Identifier::literal)
                    .collect(Collectors.joining(", ", "\n    when tag in (", ")")));
        }
        sql.append("\n    execute function ")
                .append(object.text(FUNCTION).orElseThrow())
                .append("()");
        var piece = new PieceBuilder(source, DdlPhase.EVENT_TRIGGERS, object, pieces).add(sql.toString());
        object.text(ENABLED).ifPresent(state -> piece.add("alter event trigger " + name + " " + verb(state)));
        piece.comment(object).done();
    }
}
