package dev.migrate.prisma;

import dev.migrate.prisma.DeclaredIndex.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what tables a Prisma schema wants, in the terms of PostgreSQL. Views are tables without keys here. */
final class Declaration {
    private static final Map<String, String> ACTIONS = Map.of(
            "Cascade", "CASCADE",
            "Restrict", "RESTRICT",
            "NoAction", "NO ACTION",
            "SetNull", "SET NULL",
            "SetDefault", "SET DEFAULT");

    private final PrismaSchema schema;

    Declaration(PrismaSchema schema) {
        this.schema = schema;
    }

    /** Of all models and views that are not ignored, and of implicit many-to-many relations. */
    List<DeclaredTable> tables() {
        var tables = new ArrayList<DeclaredTable>();
        for (PrismaModel model : schema.models()) {
            if (!model.ignored()) {
                tables.add(table(model));
            }
        }
        tables.addAll(new ManyToMany(schema, this).tables());
        return List.copyOf(tables);
    }

    private DeclaredTable table(PrismaModel model) {
        List<PrismaField> columns = model.fields().stream()
                .filter(field -> schema.model(field.type()).isEmpty() || field.unsupported())
                .toList();
        return new DeclaredTable(
                schema.schemaOf(model),
                model.mapped(),
                model,
                model.where(),
                columns.stream()
                        .filter(field -> !field.ignored())
                        .map(field -> column(field.mapped(), field))
                        .toList(),
                columns.stream()
                        .filter(PrismaField::ignored)
                        .map(PrismaField::mapped)
                        .collect(Collectors.toSet()),
                model.view() ? List.of() : indexes(model),
                model.view() ? List.of() : foreignKeys(model));
    }

    DeclaredColumn column(String name, PrismaField field) {
        Optional<PrismaEnum> type = field.unsupported() ? Optional.empty() : schema.enumeration(field.type());
        return new DeclaredColumn(name, field, printed(field, type), type);
    }

    private String printed(PrismaField field, Optional<PrismaEnum> type) {
        if (field.unsupported()) {
            return field.type();
        }
        return type.map(found -> QualifiedName.of(schema.schemaOf(found), found.mapped()))
                .orElseGet(() -> field.nativeType()
                        .map(NativeType::printed)
                        .orElseGet(() -> ScalarType.of(field.type())
                                .map(ScalarType::byDefault)
                                .orElse(field.type())));
    }

    private List<DeclaredIndex> indexes(PrismaModel model) {
        var indexes = new ArrayList<DeclaredIndex>();
        for (PrismaField field : model.fields()) {
            if (field.ignored()) {
                continue;
            }
            for (String attribute : List.of("id", "unique")) {
                field.attribute(attribute)
                        .ifPresent(found -> indexes.add(index(
                                model,
                                found,
                                List.of(indexColumn(model, new PrismaValue.Name(field.name()), found)),
                                kind(attribute))));
            }
        }
        for (PrismaAttribute attribute : model.attributes()) {
            if (Set.of("id", "unique", "index").contains(attribute.name())) {
                List<IndexColumn> columns = attribute.list("fields", true).stream()
                        .map(value -> indexColumn(model, value, attribute))
                        .toList();
                indexes.add(index(model, attribute, columns, kind(attribute.name())));
            }
        }
        return indexes;
    }

    private static Kind kind(String attribute) {
        return switch (attribute) {
            case "id" -> Kind.PRIMARY_KEY;
            case "unique" -> Kind.UNIQUE;
            default -> Kind.INDEX;
        };
    }

    private static DeclaredIndex index(
            PrismaModel model, PrismaAttribute attribute, List<IndexColumn> columns, Kind kind) {
        List<String> names = columns.stream().map(IndexColumn::name).toList();
        String table = model.mapped();
        String generated = switch (kind) {
            case PRIMARY_KEY, PRIMARY_KEY_OR_UNIQUE -> GeneratedName.of(table, List.of(), "_pkey");
            case UNIQUE -> GeneratedName.of(table, names, "_key");
            case INDEX -> GeneratedName.of(table, names, "_idx");
        };
        // Before there was map:, an index was named by name: which names the field of the client elsewhere
        String name = attribute
                .named("map")
                .or(() -> kind == Kind.INDEX ? attribute.named("name") : Optional.empty())
                .flatMap(PrismaValue::word)
                .orElse(generated);
        String method = attribute.named("type").flatMap(PrismaValue::word).orElse("BTree");
        return new DeclaredIndex(
                kind,
                columns,
                method.toLowerCase(Locale.ROOT),
                attribute.named("where").isPresent(),
                name,
                attribute.where());
    }

    private static IndexColumn indexColumn(PrismaModel model, PrismaValue value, PrismaAttribute attribute) {
        boolean call = value instanceof PrismaValue.Call;
        String field = call ? ((PrismaValue.Call) value).name() : value.word().orElse("");
        List<PrismaValue.Argument> arguments = call ? ((PrismaValue.Call) value).arguments() : attribute.arguments();
        Optional<PrismaValue> sort = PrismaValue.argument(arguments, "sort", false);
        Optional<PrismaValue> ops = PrismaValue.argument(arguments, "ops", false);
        return new IndexColumn(
                model.field(field).map(PrismaField::mapped).orElse(field),
                ops.flatMap(Declaration::operatorClass),
                sort.flatMap(PrismaValue::word).filter("Desc"::equals).isPresent());
    }

    /** {@code raw("gin_trgm_ops")}, or a name of Prisma's own such as {@code JsonbPathOps}. */
    private static Optional<String> operatorClass(PrismaValue value) {
        if (value instanceof PrismaValue.Call call) {
            return PrismaValue.argument(call.arguments(), "map", true)
                    .flatMap(PrismaValue::word)
                    .map(String::strip);
        }
        return value.word().map(Declaration::ownOperatorClass);
    }

    /** {@code Int4MinMaxMultiOps} is {@code int4_minmax_multi_ops}. */
    private static String ownOperatorClass(String word) {
        return word.replace("MinMax", "Minmax")
                .replace("TimestampTz", "Timestamptz")
                .replace("TsVector", "Tsvector")
                .replace("TsQuery", "Tsquery")
                .replace("VarBit", "Varbit")
                .replace("MacAddr", "Macaddr")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    private List<DeclaredForeignKey> foreignKeys(PrismaModel model) {
        var keys = new ArrayList<DeclaredForeignKey>();
        if (schema.withoutForeignKeys()) {
            return keys;
        }
        for (PrismaField field : model.fields()) {
            Optional<PrismaModel> other = schema.model(field.type()).filter(found -> !found.view());
            Optional<PrismaAttribute> relation = field.attribute("relation");
            if (!field.ignored()
                    && other.isPresent()
                    && relation.isPresent()
                    && !relation.get().list("fields", false).isEmpty()) {
                keys.add(foreignKey(model, field, relation.get(), other.get()));
            }
        }
        return keys;
    }

    private DeclaredForeignKey foreignKey(
            PrismaModel model, PrismaField field, PrismaAttribute relation, PrismaModel other) {
        List<PrismaField> fields = fields(model, relation, "fields");
        List<String> columns = fields.stream().map(PrismaField::mapped).toList();
        boolean required = field.arity() == PrismaField.Arity.REQUIRED
                || fields.stream().anyMatch(one -> one.arity() == PrismaField.Arity.REQUIRED);
        Optional<String> onUpdate = action(relation, "onUpdate");
        String name = relation.named("map")
                .flatMap(PrismaValue::word)
                .orElse(GeneratedName.of(model.mapped(), columns, "_fkey"));
        ForeignKey key = ForeignKey.of(
                name,
                columns,
                List.of(schema.schemaOf(other), other.mapped()),
                fields(other, relation, "references").stream()
                        .map(PrismaField::mapped)
                        .toList(),
                action(relation, "onDelete").orElse(required ? "RESTRICT" : "SET NULL"),
                onUpdate.orElse("CASCADE"));
        return new DeclaredForeignKey(key, onUpdate.isPresent(), relation.where());
    }

    private static Optional<String> action(PrismaAttribute relation, String name) {
        return relation.named(name).flatMap(PrismaValue::word).map(ACTIONS::get);
    }

    private static List<PrismaField> fields(PrismaModel model, PrismaAttribute relation, String argument) {
        return relation.list(argument, false).stream()
                .flatMap(value -> value.word().stream())
                .flatMap(name -> model.field(name).stream())
                .toList();
    }
}
