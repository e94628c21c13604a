package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes schemas, extensions, collations and types. */
final class TypeDdl {
    private static final Map<String, String> ALIGNMENTS = Map.of("c", "char", "s", "int2", "i", "int4", "d", "double");

    private final DdlSource source;
    private final List<DdlPiece> pieces;

    TypeDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.SCHEMA).forEach(this::schema);
        source.catalog().of(ObjectKind.EXTENSION).forEach(this::extension);
        source.catalog().of(ObjectKind.COLLATION).forEach(this::collation);
        source.catalog().of(ObjectKind.ENUM).forEach(this::enumeration);
        source.catalog().of(ObjectKind.DOMAIN).forEach(this::domain);
        source.catalog().of(ObjectKind.COMPOSITE_TYPE).forEach(this::composite);
        source.catalog().of(ObjectKind.RANGE_TYPE).forEach(this::range);
        source.catalog().of(ObjectKind.BASE_TYPE).forEach(this::base);
    }

    /** Every new database has a schema public, with a comment. */
    private void schema(CatalogObject object) {
        var piece = new PieceBuilder(source, DdlPhase.SCHEMAS, object, pieces);
        if (!object.identity().name().equals("public")) {
            piece.add("create schema " + QuotedName.of(object.identity())).comment(object);
        } else if (object.text(COMMENT).isEmpty()) {
            piece.add("comment on schema public is null");
        } else if (!object.text(COMMENT).orElseThrow().equals("standard public schema")) {
            piece.comment(object);
        }
        piece.done();
    }

    /** Of whatever version the server has, for that is not part of the structure. */
    private void extension(CatalogObject object) {
        String name = QuotedName.of(object.identity());
        String schema = object.text(IN_SCHEMA).orElseThrow();
        boolean own = schema.equals("pg_catalog");
        String sql = "create extension if not exists " + name + (own ? "" : " with schema " + QuotedName.of(schema));
        new PieceBuilder(source, DdlPhase.EXTENSIONS, object, pieces)
                .add(sql)
                .comment(object)
                .done();
    }

    private void collation(CatalogObject object) {
        var options = new ArrayList<String>();
        String provider = object.text(PROVIDER).orElse("");
        options.add(
                "provider = " + Map.of("c", "libc", "i", "icu", "b", "builtin").getOrDefault(provider, "libc"));
        object.text(LOCALE).ifPresent(locale -> options.add("locale = " + Identifier.literal(locale)));
        object.text(LC_COLLATE).ifPresent(locale -> options.add("lc_collate = " + Identifier.literal(locale)));
        object.text(LC_CTYPE).ifPresent(locale -> options.add("lc_ctype = " + Identifier.literal(locale)));
        object.text(RULES).ifPresent(rules -> options.add("rules = " + Identifier.literal(rules)));
        if (!object.is(DETERMINISTIC)) {
            options.add("deterministic = false");
        }
        String name = QuotedName.of(object.identity());
        new PieceBuilder(source, DdlPhase.COLLATIONS, object, pieces)
                .add("create collation " + name + " (" + String.join(", ", options) + ")")
                .comment(object)
                .done();
    }

    private void enumeration(CatalogObject object) {
        String labels = object.list(LABELS).stream().map(Identifier::literal).collect(Collectors.joining(", "));
        String head = "create type " + QuotedName.of(object.identity()) + " as enum (";
        boolean fits = head.length() + labels.length() < 110;
        String sql = head
                + (fits || labels.isEmpty()
                        ? labels
                        : object.list(LABELS).stream()
                                .map(Identifier::literal)
                                .collect(Collectors.joining(",\n    ", "\n    ", "\n")))
                + ")";
        new PieceBuilder(source, DdlPhase.TYPES, object, pieces)
                .add(sql)
                .comment(object)
                .done();
    }

    /** A check that calls a function which takes the domain comes behind both. */
    private void domain(CatalogObject object) {
        Identity domain = object.identity();
        String name = QuotedName.of(domain);
        var piece = new PieceBuilder(source, DdlPhase.TYPES, object, pieces);
        var sql = new StringBuilder(
                "create domain " + name + " as " + object.text(TYPE).orElseThrow());
        object.text(COLLATION).ifPresent(collation -> sql.append(" collate ").append(collation));
        Set<Identity> routines =
                source.needs(domain).stream().filter(DdlSource::routine).collect(Collectors.toCollection(TreeSet::new));
        Optional<String> fallback = object.text(DEFAULT).map(PrintedSql::lower);
        boolean apart = source.reach(routines, domain);
        if (!apart) {
            fallback.ifPresent(value -> sql.append(" default ").append(value));
        } else if (fallback.isPresent()) {
            piece.needsNot(routines);
            new PieceBuilder(source, DdlPhase.TYPES, domain, 1, pieces)
                    .needs(domain)
                    .needs(routines)
                    .add("alter domain " + name + " set default " + fallback.get())
                    .done();
        }
        if (object.is(NOT_NULL)) {
            object.text(NOT_NULL_CONSTRAINT)
                    .ifPresent(constraint -> sql.append("\n    constraint ").append(QuotedName.of(constraint)));
            sql.append(" not null");
        }
        var comments = new ArrayList<CatalogObject>();
        for (CatalogObject check : source.catalog().of(ObjectKind.DOMAIN_CONSTRAINT, domain)) {
            String constraint = "constraint " + QuotedName.of(check.identity().name()) + " "
                    + PrintedSql.constraint(check.text(DEFINITION).orElseThrow());
            if (!check.is(VALIDATED)
                    || source.reach(
                            source.needs(check.identity()).stream()
                                    .filter(need -> !need.equals(domain))
                                    .collect(Collectors.toSet()),
                            domain)) {
                new PieceBuilder(source, DdlPhase.TYPES, check.identity(), 2, pieces)
                        .makes(check.identity())
                        .needs(domain)
                        .add(check.identity(), "alter domain " + name + " add " + constraint)
                        .comment(check)
                        .done();
            } else {
                sql.append("\n    ").append(constraint);
                piece.makes(check.identity());
                comments.add(check);
            }
        }
        piece.add(sql.toString()).comment(object);
        object.text(NOT_NULL_COMMENT)
                .ifPresent(text -> piece.add("comment on constraint "
                        + QuotedName.of(object.text(NOT_NULL_CONSTRAINT).orElse(domain.name() + "_not_null"))
                        + " on domain "
                        + name + " is " + Identifier.literal(text)));
        comments.forEach(piece::comment);
        piece.done();
    }

    private void composite(CatalogObject object) {
        var piece = new PieceBuilder(source, DdlPhase.TYPES, object, pieces);
        List<CatalogObject> columns = columns(source.catalog(), object.identity());
        String attributes = columns.stream()
                .map(column -> "    " + QuotedName.of(column.identity().name()) + " "
                        + column.text(TYPE).orElseThrow()
                        + column.text(COLLATION).map(name -> " collate " + name).orElse(""))
                .collect(Collectors.joining(",\n", "\n", "\n"));
        piece.add("create type " + QuotedName.of(object.identity()) + " as (" + (columns.isEmpty() ? "" : attributes)
                        + ")")
                .comment(object);
        columns.forEach(column -> piece.makes(column.identity()).comment(column));
        piece.done();
    }

    static List<CatalogObject> columns(Catalog catalog, Identity relation) {
        return catalog.of(ObjectKind.COLUMN, relation).stream()
                .sorted(Comparator.comparingInt(
                        column -> Integer.parseInt(column.text(POSITION).orElse("0"))))
                .toList();
    }

    private void range(CatalogObject object) {
        var options = new ArrayList<String>();
        option(options, object, SUBTYPE, "subtype");
        option(options, object, OPERATOR_CLASS, "subtype_opclass");
        option(options, object, COLLATION, "collation");
        option(options, object, CANONICAL, "canonical");
        option(options, object, SUBTYPE_DIFF, "subtype_diff");
        object.text(MULTIRANGE)
                .filter(name -> !name.equals(multirange(object.identity())))
                .ifPresent(name -> options.add("multirange_type_name = " + name));
        type(object, "create type %s as range (%s)", options);
    }

    /** The name that PostgreSQL gives the multirange type of a range type. */
    private static String multirange(Identity range) {
        String name = range.name();
        return QuotedName.of(
                range.schema(),
                name.contains("range") ? name.replaceFirst("range", "multirange") : name + "_multirange");
    }

    private void base(CatalogObject object) {
        if (!object.is(DEFINED)) {
            new PieceBuilder(source, DdlPhase.TYPES, object, pieces)
                    .add("create type " + QuotedName.of(object.identity()))
                    .comment(object)
                    .done();
            return;
        }
        var options = new ArrayList<String>();
        option(options, object, INPUT, "input");
        option(options, object, OUTPUT, "output");
        option(options, object, RECEIVE, "receive");
        option(options, object, SEND, "send");
        option(options, object, TYPMOD_IN, "typmod_in");
        option(options, object, TYPMOD_OUT, "typmod_out");
        option(options, object, ANALYZE, "analyze");
        option(options, object, SUBSCRIPT, "subscript");
        String length = object.text(LENGTH).orElse("-1");
        options.add("internallength = " + (length.equals("-1") ? "variable" : length));
        if (object.is(BY_VALUE)) {
            options.add("passedbyvalue");
        }
        options.add("alignment = " + ALIGNMENTS.get(object.text(ALIGNMENT).orElse("i")));
        options.add("storage = " + TableColumn.STORAGES.get(object.text(STORAGE).orElse("p")));
        object.text(CATEGORY)
                .filter(category -> !category.equals("U"))
                .ifPresent(category -> options.add("category = " + Identifier.literal(category)));
        if (object.is(PREFERRED)) {
            options.add("preferred = true");
        }
        object.text(DEFAULT).ifPresent(value -> options.add("default = " + Identifier.literal(value)));
        option(options, object, ELEMENT, "element");
        object.text(DELIMITER)
                .filter(delimiter -> !delimiter.equals(","))
                .ifPresent(delimiter -> options.add("delimiter = " + Identifier.literal(delimiter)));
        if (object.is(COLLATABLE)) {
            options.add("collatable = true");
        }
        type(object, "create type %s (%s)", options);
    }

    /** The functions of a type that take or return it need no more than a shell of it. */
    private void type(CatalogObject object, String pattern, List<String> options) {
        Identity type = object.identity();
        String name = QuotedName.of(type);
        var piece = new PieceBuilder(source, DdlPhase.TYPES, object, pieces);
        Set<Identity> own = source.needs(type).stream()
                .filter(need -> DdlSource.routine(need) && source.needs(need).contains(type))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!own.isEmpty()) {
            source.takesShell(own, type);
            new PieceBuilder(source, DdlPhase.TYPES, type, -1, pieces)
                    .makes(DdlSource.shell(type))
                    .needs(Identity.of(ObjectKind.SCHEMA, type.schema()))
                    .add("create type " + name)
                    .done();
            piece.needs(DdlSource.shell(type));
        }
        piece.add(pattern.formatted(name, options.stream().collect(Collectors.joining(",\n    ", "\n    ", "\n"))))
                .comment(object);
        piece.done();
    }

    private static void option(List<String> options, CatalogObject object, Attribute attribute, String word) {
        object.text(attribute).ifPresent(value -> options.add(word + " = " + value));
    }
}
