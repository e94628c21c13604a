package dev.migrate.catalog;

import static dev.migrate.catalog.Attribute.*;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes languages, access methods, operators with their families and classes, casts, conversions and transforms. */
final class OperatorDdl {
    private final DdlSource source;
    private final List<DdlPiece> pieces;

    OperatorDdl(DdlSource source, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
    }

    void write() {
        source.catalog().of(ObjectKind.LANGUAGE).forEach(this::language);
        source.catalog().of(ObjectKind.ACCESS_METHOD).forEach(this::accessMethod);
        source.catalog().of(ObjectKind.OPERATOR).forEach(this::operator);
        source.catalog().of(ObjectKind.OPERATOR_FAMILY).forEach(this::family);
        source.catalog().of(ObjectKind.OPERATOR_CLASS).forEach(this::operatorClass);
        source.catalog().of(ObjectKind.CAST).forEach(this::cast);
        source.catalog().of(ObjectKind.CONVERSION).forEach(this::conversion);
        source.catalog().of(ObjectKind.TRANSFORM).forEach(this::transform);
    }

    private void add(DdlPhase phase, CatalogObject object, String sql) {
        new PieceBuilder(source, phase, object, pieces).add(sql).comment(object).done();
    }

    private void language(CatalogObject object) {
        var sql = new StringBuilder("create ");
        if (object.is(TRUSTED)) {
            sql.append("trusted ");
        }
        sql.append("language ").append(QuotedName.of(object.identity()));
        object.text(HANDLER).ifPresent(name -> sql.append(" handler ").append(withoutArguments(name)));
        object.text(INLINE_HANDLER).ifPresent(name -> sql.append(" inline ").append(withoutArguments(name)));
        object.text(VALIDATOR).ifPresent(name -> sql.append(" validator ").append(withoutArguments(name)));
        add(DdlPhase.FUNCTIONS, object, sql.toString());
    }

    private static String withoutArguments(String signature) {
        return signature.substring(0, signature.lastIndexOf('('));
    }

    private void accessMethod(CatalogObject object) {
        String type = object.text(TYPE).orElse("").equals("t") ? "table" : "index";
        add(
                DdlPhase.OPERATORS,
                object,
                "create access method " + QuotedName.of(object.identity()) + " type " + type + " handler "
                        + object.text(HANDLER).orElseThrow());
    }

    /** One without a function is the shell that the commutator or negator of another one left; that makes it again. */
    private void operator(CatalogObject object) {
        if (object.text(FUNCTION).isEmpty()) {
            return;
        }
        var options = new ArrayList<String>();
        options.add("function = " + object.text(FUNCTION).get());
        object.text(LEFT_TYPE).ifPresent(type -> options.add("leftarg = " + type));
        object.text(RIGHT_TYPE).ifPresent(type -> options.add("rightarg = " + type));
        object.text(COMMUTATOR).ifPresent(name -> options.add("commutator = " + PrintedSql.lower(name)));
        object.text(NEGATOR).ifPresent(name -> options.add("negator = " + PrintedSql.lower(name)));
        object.text(RESTRICT).ifPresent(name -> options.add("restrict = " + name));
        object.text(JOIN).ifPresent(name -> options.add("join = " + name));
        if (object.is(HASHES)) {
            options.add("hashes");
        }
        if (object.is(MERGES)) {
            options.add("merges");
        }
        String name = QuotedName.of(object.identity().schema()) + "."
                + object.identity().name();
        add(DdlPhase.OPERATORS, object, "create operator " + name + block(options));
    }

    private static String block(List<String> options) {
        return options.stream().collect(Collectors.joining(",\n    ", " (\n    ", "\n)"));
    }

    /** Operators and functions of a family that belong to none of its classes come behind all of them. */
    private void family(CatalogObject object) {
        Identity family = object.identity();
        List<String> members = object.list(MEMBERS);
        String target = DdlTarget.of(object);
        Set<Identity> loose = source.needs(family).stream()
                .filter(need -> need.kind() != ObjectKind.SCHEMA && need.kind() != ObjectKind.ACCESS_METHOD)
                .collect(Collectors.toCollection(TreeSet::new));
        new PieceBuilder(source, DdlPhase.OPERATORS, object, pieces)
                .needsNot(loose)
                .add("create " + target)
                .comment(object)
                .done();
        if (!members.isEmpty()) {
            new PieceBuilder(source, DdlPhase.OPERATORS, family, 1, pieces)
                    .needs(family)
                    .needs(loose)
                    .add("alter " + target + " add" + members(members, "\n    "))
                    .done();
        }
    }

    private static String members(List<String> members, String start) {
        return members.stream().map(OperatorDdl::member).collect(Collectors.joining(",\n    ", start, ""));
    }

    private static String member(String member) {
        return member.replaceFirst("^OPERATOR", "operator")
                .replaceFirst("^FUNCTION", "function")
                .replace(" FOR ORDER BY ", " for order by ");
    }

    private void operatorClass(CatalogObject object) {
        var sql = new StringBuilder("create operator class ").append(QuotedName.of(object.identity()));
        if (object.is(IS_DEFAULT)) {
            sql.append(" default");
        }
        sql.append(" for type ")
                .append(object.text(TYPE).orElseThrow())
                .append(" using ")
                .append(QuotedName.of(object.identity().arguments()))
                .append(" family ")
                .append(object.text(FAMILY).orElseThrow())
                .append(" as");
        var members = new ArrayList<>(object.list(MEMBERS));
        object.text(STORAGE_TYPE).ifPresent(type -> members.add("storage " + type));
        if (members.isEmpty()) { // the grammar wants something
            members.add("storage " + object.text(TYPE).orElseThrow());
        }
        sql.append(members(members, "\n    "));
        add(DdlPhase.OPERATORS, object, sql.toString());
    }

    private void cast(CatalogObject object) {
        String how = switch (object.text(METHOD).orElse("f")) {
            case "i" -> " with inout";
            case "b" -> " without function";
            default -> " with function " + object.text(FUNCTION).orElseThrow();
        };
        String when = switch (object.text(CONTEXT).orElse("e")) {
            case "a" -> " as assignment";
            case "i" -> " as implicit";
            default -> "";
        };
        add(DdlPhase.OPERATORS, object, "create " + DdlTarget.of(object) + how + when);
    }

    private void conversion(CatalogObject object) {
        add(
                DdlPhase.OPERATORS,
                object,
                "create " + (object.is(IS_DEFAULT) ? "default " : "") + "conversion " + QuotedName.of(object.identity())
                        + " for "
                        + Identifier.literal(object.text(SOURCE_ENCODING).orElseThrow()) + " to "
                        + Identifier.literal(object.text(TARGET_ENCODING).orElseThrow()) + " from "
                        + object.text(FUNCTION).orElseThrow());
    }

    private void transform(CatalogObject object) {
        var functions = new ArrayList<String>();
        object.text(FROM_SQL).ifPresent(name -> functions.add("from sql with function " + name));
        object.text(TO_SQL).ifPresent(name -> functions.add("to sql with function " + name));
        add(DdlPhase.OPERATORS, object, "create " + DdlTarget.of(object) + " (" + String.join(", ", functions) + ")");
    }
}
