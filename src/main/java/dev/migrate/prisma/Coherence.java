package dev.migrate.prisma;

import dev.migrate.config.Nearest;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the names in a Prisma schema mean something, before anything is compared by them. */
final class Coherence {
    private static final Set<String> PROVIDERS = Set.of("postgresql", "postgres");
    private static final Set<String> ACTIONS = Set.of("Cascade", "Restrict", "NoAction", "SetNull", "SetDefault");

    private final PrismaSchema schema;
    private final List<Problem> problems = new ArrayList<>();

    private Coherence(PrismaSchema schema) {
        this.schema = schema;
    }

    static List<Problem> problems(PrismaSchema schema) {
        var coherence = new Coherence(schema);
        coherence.look();
        return coherence.problems;
    }

    private void look() {
        for (PrismaBlock datasource : schema.datasources()) {
            datasource
                    .word("provider")
                    .filter(provider -> !PROVIDERS.contains(provider))
                    .ifPresent(provider -> problem(
                            datasource.where(),
                            "the provider is " + provider + ", not postgresql",
                            "take [prisma] out of migrate.toml: this schema is of another database"));
        }
        var names = new HashMap<String, Place>();
        schema.models().forEach(model -> once(names, model.name(), model.where()));
        schema.enums().forEach(type -> once(names, type.name(), type.where()));
        schema.models().forEach(this::model);
    }

    private void once(Map<String, Place> names, String name, Place where) {
        Place first = names.putIfAbsent(name, where);
        if (first != null) {
            problem(where, name + " stands in " + first + " already", "give one of them another name");
        }
    }

    private void model(PrismaModel model) {
        var names = new HashMap<String, Place>();
        for (PrismaField field : model.fields()) {
            once(names, field.name(), field.where());
            type(field);
            field.attribute("relation").ifPresent(relation -> relation(model, field, relation));
        }
        for (PrismaAttribute attribute : model.attributes()) {
            if (Set.of("id", "unique", "index").contains(attribute.name())) {
                fields(model, attribute, "fields", true);
            }
        }
    }

    private void type(PrismaField field) {
        if (field.unsupported()) {
            return;
        }
        if (ScalarType.of(field.type()).isPresent()) {
            field.nativeType()
                    .filter(type -> !NativeType.isKnown(type))
                    .ifPresent(type -> problem(
                            type.where(),
                            "Prisma has no native type @" + type.name() + " for PostgreSQL",
                            Nearest.to(type.name().substring(type.name().indexOf('.') + 1), NativeType.names())
                                    .map(name -> "did you mean @db." + name + "?")
                                    .orElse("look it up in Prisma's schema reference")));
            return;
        }
        if (schema.model(field.type()).isEmpty()
                && schema.enumeration(field.type()).isEmpty()) {
            List<String> known = Stream.of(
                            ScalarType.names().stream(),
                            schema.models().stream().map(PrismaModel::name),
                            schema.enums().stream().map(PrismaEnum::name))
                    .flatMap(name -> name)
                    .toList();
            problem(
                    field.where(),
                    "the field " + field.name() + " is of type " + field.type() + ", which is nowhere",
                    Nearest.to(field.type(), known)
                            .map(name -> "did you mean " + name + "?")
                            .orElse("declare it as a model or an enum"));
        }
    }

    private void relation(PrismaModel model, PrismaField field, PrismaAttribute relation) {
        var other = schema.model(field.type());
        if (other.isEmpty()) {
            return; // told where its type is looked at, or an enum, whose relation means nothing
        }
        fields(model, relation, "fields", false);
        fields(other.get(), relation, "references", false);
        for (String action : List.of("onDelete", "onUpdate")) {
            relation.named(action)
                    .flatMap(PrismaValue::word)
                    .filter(word -> !ACTIONS.contains(word))
                    .ifPresent(word -> problem(
                            relation.where(),
                            action + " cannot be " + word,
                            "write one of Cascade, Restrict, NoAction, SetNull, SetDefault"));
        }
        if (relation.list("fields", false).size()
                != relation.list("references", false).size()) {
            problem(
                    relation.where(),
                    "fields and references of this relation are not equally many",
                    "name for each field the one it refers to");
        }
    }

    private void fields(PrismaModel model, PrismaAttribute attribute, String argument, boolean first) {
        for (PrismaValue value : attribute.list(argument, first)) {
            String name = value instanceof PrismaValue.Call call
                    ? call.name()
                    : value.word().orElse("");
            if (model.field(name).isEmpty()) {
                List<String> known =
                        model.fields().stream().map(PrismaField::name).toList();
                problem(
                        attribute.where(),
                        model.name() + " has no field " + name,
                        Nearest.to(name, known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("name one of its fields"));
            }
        }
    }

    private void problem(Place where, String what, String fix) {
        problems.add(Problem.at(where, what, fix));
    }
}
