package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes text search, foreign servers and what belongs to them. */
final class SearchDdl {
    private final DdlSource source;
    private final List<DdlPiece> pieces;

    SearchDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.TEXT_SEARCH_PARSER).forEach(this::parser);
        source.catalog().of(ObjectKind.TEXT_SEARCH_TEMPLATE).forEach(this::template);
        source.catalog().of(ObjectKind.TEXT_SEARCH_DICTIONARY).forEach(this::dictionary);
        source.catalog().of(ObjectKind.TEXT_SEARCH_CONFIGURATION).forEach(this::configuration);
        source.catalog().of(ObjectKind.FOREIGN_DATA_WRAPPER).forEach(this::wrapper);
        source.catalog().of(ObjectKind.SERVER).forEach(this::server);
        source.catalog().of(ObjectKind.USER_MAPPING).forEach(this::mapping);
    }

    private PieceBuilder piece(DdlPhase phase, CatalogObject object, String clauses) {
        return new PieceBuilder(source, phase, object, pieces).add("create " + DdlTarget.of(object) + clauses);
    }

    private void parser(CatalogObject object) {
        String clauses = " (start = " + object.text(START).orElseThrow() + ", gettoken = "
                + object.text(GETTOKEN).orElseThrow() + ", end = "
                + object.text(END).orElseThrow()
                + object.text(HEADLINE).map(name -> ", headline = " + name).orElse("") + ", lextypes = "
                + object.text(LEXTYPES).orElseThrow() + ")";
        piece(DdlPhase.TEXT_SEARCH, object, clauses).comment(object).done();
    }

    private void template(CatalogObject object) {
        String clauses =
                " (" + object.text(INIT).map(name -> "init = " + name + ", ").orElse("") + "lexize = "
                        + object.text(LEXIZE).orElseThrow() + ")";
        piece(DdlPhase.TEXT_SEARCH, object, clauses).comment(object).done();
    }

    private void dictionary(CatalogObject object) {
        String clauses = " (template = " + object.text(TEMPLATE).orElseThrow()
                + object.text(TEMPLATE_OPTIONS).map(options -> ", " + options).orElse("") + ")";
        piece(DdlPhase.TEXT_SEARCH, object, clauses).comment(object).done();
    }

    private void configuration(CatalogObject object) {
        PieceBuilder piece = piece(
                DdlPhase.TEXT_SEARCH,
                object,
                " (parser = " + object.text(PARSER).orElseThrow() + ")");
        for (String mapping : object.list(MAPPINGS)) {
            int space = mapping.indexOf(' ');
            piece.add("alter " + DdlTarget.of(object) + " add mapping for " + QuotedName.of(mapping.substring(0, space))
                    + " with " + mapping.substring(space + 1));
        }
        piece.comment(object).done();
    }

    private void wrapper(CatalogObject object) {
        String clauses = object.text(HANDLER).map(name -> " handler " + name).orElse("")
                + object.text(VALIDATOR).map(name -> " validator " + name).orElse("")
                + options(object.list(OPTIONS));
        piece(DdlPhase.FOREIGN_SERVERS, object, clauses).comment(object).done();
    }

    private void server(CatalogObject object) {
        String clauses = object.text(TYPE)
                        .map(type -> " type " + Identifier.literal(type))
                        .orElse("")
                + object.text(VERSION)
                        .map(version -> " version " + Identifier.literal(version))
                        .orElse("")
                + " foreign data wrapper " + QuotedName.of(object.text(WRAPPER).orElseThrow())
                + options(object.list(OPTIONS));
        piece(DdlPhase.FOREIGN_SERVERS, object, clauses).comment(object).done();
    }

    /** The values are secrets, so that the Catalog has but the names. */
    private void mapping(CatalogObject object) {
        var piece = new PieceBuilder(source, DdlPhase.FOREIGN_SERVERS, object.identity(), 1, pieces)
                .makes(object.identity());
        if (!object.list(OPTIONS).isEmpty()) {
            piece.add("-- The values of the options of this user mapping are secrets, and are not written.");
        }
        piece.add("create " + DdlTarget.of(object) + options(object.list(OPTIONS)))
                .needs(Identity.of(ObjectKind.SERVER, object.identity().relation()));
        piece.done();
    }

    /** {@code options (host 'a', port '1')} with a space before it, or nothing. */
    static String options(List<String> options) {
        return options.isEmpty()
                ? ""
                : options.stream()
                        .map(option -> option(option, " ", Identifier::literal))
                        .collect(Collectors.joining(", ", " options (", ")"));
    }

    /** {@code (fillfactor = 70)} with {@code with} before it, or nothing. */
    static String with(List<String> options) {
        return options.isEmpty() ? "" : " with (" + parameters(options) + ")";
    }

    static String parameters(List<String> options) {
        return options.stream().map(SearchDdl::parameter).collect(Collectors.joining(", "));
    }

    private static String parameter(String option) {
        return option(option, " = ", value -> value.matches("[a-z]+|[0-9.]+") ? value : Identifier.literal(value));
    }

    private static String option(String option, String between, Function<String, String> value) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String text = equals < 0 ? "" : option.substring(equals + 1);
        String quoted = name.startsWith("toast.") ? "toast." + QuotedName.of(name.substring(6)) : QuotedName.of(name);
        return quoted + between + value.apply(text);
    }
}
