package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes functions, procedures and aggregates. */
final class RoutineDdl {
    private static final int LINE = 110;

    /** Settings that hold a list of names. */
    private static final Set<String> LISTS = Set.of(
            "search_path",
            "temp_tablespaces",
            "local_preload_libraries",
            "session_preload_libraries",
            "shared_preload_libraries",
            "unix_socket_directories");

    private final DdlSource source;
    private final List<DdlPiece> pieces;

    RoutineDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.FUNCTION).forEach(this::routine);
        source.catalog().of(ObjectKind.PROCEDURE).forEach(this::routine);
        source.catalog().of(ObjectKind.AGGREGATE).forEach(this::aggregate);
    }

    private DdlPhase phase(CatalogObject object) {
        return source.late(object.identity()) ? DdlPhase.LATE_FUNCTIONS : DdlPhase.FUNCTIONS;
    }

    private void routine(CatalogObject object) {
        String name = QuotedName.of(object.identity());
        var sql = new StringBuilder("create ")
                .append(object.kind().word())
                .append(" ")
                .append(name);
        String result = object.text(RESULT)
                .map(type -> " returns " + PrintedSql.lower(type))
                .orElse("");
        sql.append(parameters(object, sql.length() + result.length())).append(result);
        sql.append("\n    language ").append(QuotedName.of(object.text(LANGUAGE).orElseThrow()));
        if (!object.list(TRANSFORMS).isEmpty()) {
            sql.append(object.list(TRANSFORMS).stream()
                    .map(type -> "for type " + type)
                    .collect(Collectors.joining(", ", " transform ", "")));
        }
        attributes(object).forEach(attribute -> sql.append(" ").append(attribute));
        object.list(CONFIGURATION).forEach(setting -> sql.append("\n    ").append(set(setting)));
        sql.append("\n    ").append(body(object));
        var piece = new PieceBuilder(source, phase(object), object, pieces).add(sql.toString());
        piece.comment(object).done();
    }

    private static String parameters(CatalogObject object, int beside) {
        String parameters = PrintedSql.lower(object.text(PARAMETERS).orElse(""));
        return beside + parameters.length() < LINE
                ? "(" + parameters + ")"
                : PrintedSql.elements(parameters).stream().collect(Collectors.joining(",\n    ", "(\n    ", "\n)"));
    }

    private static List<String> attributes(CatalogObject object) {
        var words = new ArrayList<String>();
        if (object.is(WINDOW)) {
            words.add("window");
        }
        switch (object.text(VOLATILITY).orElse("v")) {
            case "i" -> words.add("immutable");
            case "s" -> words.add("stable");
            default -> {}
        }
        if (object.is(LEAKPROOF)) {
            words.add("leakproof");
        }
        if (object.is(STRICT)) {
            words.add("strict");
        }
        if (object.is(SECURITY_DEFINER)) {
            words.add("security definer");
        }
        switch (object.text(PARALLEL).orElse("u")) {
            case "s" -> words.add("parallel safe");
            case "r" -> words.add("parallel restricted");
            default -> {}
        }
        String language = object.text(LANGUAGE).orElse("");
        String usualCost = language.equals("c") || language.equals("internal") ? "1" : "100";
        object.text(COST).filter(cost -> !cost.equals(usualCost)).ifPresent(cost -> words.add("cost " + cost));
        object.text(ROWS).filter(rows -> !rows.equals("1000")).ifPresent(rows -> words.add("rows " + rows));
        object.text(SUPPORT).ifPresent(function -> words.add("support " + function));
        return words;
    }

    /** A setting as the server keeps it, {@code search_path=public, pg_temp}, as a clause. */
    static String set(String setting) {
        int equals = setting.indexOf('=');
        String name = setting.substring(0, equals);
        String value = setting.substring(equals + 1);
        String written = LISTS.contains(name)
                ? PrintedSql.elements(value).stream().map(RoutineDdl::element).collect(Collectors.joining(", "))
                : Identifier.literal(value);
        String quoted = PrintedSql.path(name).stream().map(QuotedName::of).collect(Collectors.joining("."));
        return "set " + quoted + " = " + (written.isEmpty() ? "''" : written);
    }

    private static String element(String element) {
        String name = String.join(".", PrintedSql.path(element));
        return element.equals("\"\"") || (element.startsWith("\"") && QuotedName.cut(name))
                ? Identifier.literal(element.equals("\"\"") ? "" : name)
                : element;
    }

    private static String body(CatalogObject object) {
        String body = object.text(BODY).orElse("");
        if (object.is(PARSED_BODY)) {
            return PrintedSql.lower(body);
        }
        if (object.text(LIBRARY).isPresent()) {
            return "as " + Identifier.literal(object.text(LIBRARY).get()) + ", " + Identifier.literal(body);
        }
        if (object.text(LANGUAGE).orElse("").equals("internal")) {
            return "as " + Identifier.literal(body);
        }
        String tag = tag(body);
        return "as " + tag + body + tag;
    }

    /** A dollar quote that nothing in the text ends. */
    static String tag(String text) {
        if (!text.contains("$$") && !text.endsWith("$")) {
            return "$$";
        }
        var tag = new StringBuilder("$function");
        while (text.contains(tag)) {
            tag.append('_');
        }
        return tag.append('$').toString();
    }

    private void aggregate(CatalogObject object) {
        boolean hypothetical = object.text(AGGREGATE_KIND).orElse("n").equals("h");
        var options = new ArrayList<String>();
        option(options, object, TRANSITION, "sfunc");
        option(options, object, STATE_TYPE, "stype");
        option(options, object, STATE_SIZE, "sspace");
        option(options, object, FINAL, "finalfunc");
        flag(options, object, FINAL_EXTRA, "finalfunc_extra");
        modify(options, object, FINAL, FINAL_MODIFY, "finalfunc_modify");
        option(options, object, COMBINE, "combinefunc");
        option(options, object, SERIAL, "serialfunc");
        option(options, object, DESERIAL, "deserialfunc");
        object.text(INITIAL_VALUE).ifPresent(value -> options.add("initcond = " + Identifier.literal(value)));
        option(options, object, MOVING_TRANSITION, "msfunc");
        option(options, object, MOVING_INVERSE, "minvfunc");
        option(options, object, MOVING_STATE_TYPE, "mstype");
        option(options, object, MOVING_STATE_SIZE, "msspace");
        option(options, object, MOVING_FINAL, "mfinalfunc");
        flag(options, object, MOVING_FINAL_EXTRA, "mfinalfunc_extra");
        modify(options, object, MOVING_FINAL, MOVING_FINAL_MODIFY, "mfinalfunc_modify");
        object.text(MOVING_INITIAL_VALUE).ifPresent(value -> options.add("minitcond = " + Identifier.literal(value)));
        object.text(SORT_OPERATOR_NAME)
                .ifPresent(name -> options.add(
                        "sortop = operator(" + object.text(SORT_OPERATOR_SCHEMA).orElseThrow() + "." + name + ")"));
        switch (object.text(PARALLEL).orElse("u")) {
            case "s" -> options.add("parallel = safe");
            case "r" -> options.add("parallel = restricted");
            default -> {}
        }
        if (hypothetical) {
            options.add("hypothetical");
        }
        String arguments = PrintedSql.lower(object.text(PARAMETERS).orElse(""));
        new PieceBuilder(source, phase(object), object, pieces)
                .add("create aggregate " + QuotedName.of(object.identity()) + "("
                        + (arguments.isEmpty() ? "*" : arguments) + ") ("
                        + options.stream().collect(Collectors.joining(",\n    ", "\n    ", "\n)")))
                .comment(object)
                .done();
    }

    /** Ordered-set aggregates change their state by default, others do not. */
    private static void modify(
            List<String> options, CatalogObject object, Attribute function, Attribute modify, String word) {
        String usual = object.text(AGGREGATE_KIND).orElse("n").equals("n") ? "r" : "w";
        object.text(modify)
                .filter(letter -> object.text(function).isPresent() && !letter.equals(usual))
                .ifPresent(letter -> options.add(word + " = "
                        + switch (letter) {
                            case "r" -> "read_only";
                            case "s" -> "shareable";
                            default -> "read_write";
                        }));
    }

    private static void option(List<String> options, CatalogObject object, Attribute attribute, String word) {
        object.text(attribute).ifPresent(value -> options.add(word + " = " + value));
    }

    private static void flag(List<String> options, CatalogObject object, Attribute attribute, String word) {
        if (object.is(attribute)) {
            options.add(word);
        }
    }
}
