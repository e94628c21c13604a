package dev.migrate.prisma;

import dev.migrate.prisma.DeclaredIndex.Kind;
import dev.migrate.problem.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of relations in which both sides are lists and no model stands between.
 *
 * @see <a
 *     href="https://www.prisma.io/docs/orm/prisma-schema/data-model/relations/many-to-many-relations#implicit-many-to-many-relations">implicit
 *     many-to-many relations</a>
 */
final class ManyToMany {
    private final PrismaSchema schema;
    private final Declaration declaration;

    ManyToMany(PrismaSchema schema, Declaration declaration) {
        this.schema = schema;
        this.declaration = declaration;
    }

    List<DeclaredTable> tables() {
        var tables = new ArrayList<DeclaredTable>();
        for (PrismaModel model : schema.models()) {
            for (PrismaField field : model.fields()) {
                Optional<PrismaModel> other = schema.model(field.type());
                if (isSide(field) && other.isPresent() && first(model, field, other.get())) {
                    table(model, other.get(), field).ifPresent(tables::add);
                }
            }
        }
        return tables;
    }

    private static boolean isSide(PrismaField field) {
        return field.list()
                && !field.ignored()
                && field.attribute("relation")
                        .map(relation -> relation.list("fields", false).isEmpty())
                        .orElse(true);
    }

    private static Optional<String> name(PrismaField field) {
        return field.attribute("relation")
                .flatMap(relation -> relation.first("name"))
                .flatMap(PrismaValue::word);
    }

    /** Whether there is another side, and this is the one of both that makes the table. */
    private static boolean first(PrismaModel model, PrismaField field, PrismaModel other) {
        Optional<PrismaField> opposite = other.fields().stream()
                .filter(candidate -> candidate.type().equals(model.name())
                        && isSide(candidate)
                        && name(candidate).equals(name(field))
                        && (!model.name().equals(other.name())
                                || !candidate.name().equals(field.name())))
                .findFirst();
        int order = model.name().compareTo(other.name());
        return opposite.isPresent()
                && (order < 0
                        || (order == 0 && field.name().compareTo(opposite.get().name()) < 0));
    }

    private Optional<DeclaredTable> table(PrismaModel a, PrismaModel b, PrismaField field) {
        Optional<PrismaField> idOfA = id(a);
        Optional<PrismaField> idOfB = id(b);
        if (idOfA.isEmpty() || idOfB.isEmpty() || a.ignored() || b.ignored()) {
            return Optional.empty();
        }
        String name = "_" + name(field).orElse(a.name() + "To" + b.name());
        Place where = field.where();
        List<DeclaredIndex> indexes = List.of(
                new DeclaredIndex(
                        Kind.PRIMARY_KEY_OR_UNIQUE,
                        List.of(IndexColumn.of("A"), IndexColumn.of("B")),
                        "btree",
                        false,
                        GeneratedName.of(name, List.of("AB"), "_pkey"),
                        where),
                new DeclaredIndex(
                        Kind.INDEX,
                        List.of(IndexColumn.of("B")),
                        "btree",
                        false,
                        GeneratedName.of(name, List.of("B"), "_index"),
                        where));
        List<DeclaredForeignKey> keys = schema.withoutForeignKeys()
                ? List.of()
                : List.of(key(name, "A", a, idOfA.get(), where), key(name, "B", b, idOfB.get(), where));
        return Optional.of(new DeclaredTable(
                schema.schemaOf(a),
                name,
                a,
                where,
                List.of(column("A", idOfA.get(), where), column("B", idOfB.get(), where)),
                Set.of(),
                indexes,
                keys));
    }

    private DeclaredColumn column(String name, PrismaField id, Place where) {
        List<PrismaAttribute> type = id.nativeType().stream().toList();
        return declaration.column(
                name, new PrismaField(name, id.type(), false, PrismaField.Arity.REQUIRED, type, where));
    }

    private DeclaredForeignKey key(String table, String column, PrismaModel other, PrismaField id, Place where) {
        ForeignKey key = ForeignKey.of(
                GeneratedName.of(table, List.of(column), "_fkey"),
                List.of(column),
                List.of(schema.schemaOf(other), other.mapped()),
                List.of(id.mapped()),
                "CASCADE",
                "CASCADE");
        return new DeclaredForeignKey(key, false, where);
    }

    private static Optional<PrismaField> id(PrismaModel model) {
        Optional<String> ofModel = model.attribute("id")
                .map(attribute -> attribute.list("fields", true))
                .filter(fields -> fields.size() == 1)
                .flatMap(fields -> fields.get(0).word());
        return model.fields().stream()
                .filter(field ->
                        field.has("id") || ofModel.filter(field.name()::equals).isPresent())
                .findFirst();
    }
}
