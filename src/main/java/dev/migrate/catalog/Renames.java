package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives objects of a database the names back that they had before: an object keeps its row through every rename. */
public final class Renames {
    private static final Set<ObjectKind> NOT_RENAMED = Set.of(
            ObjectKind.CAST,
            ObjectKind.TRANSFORM,
            ObjectKind.USER_MAPPING,
            ObjectKind.PUBLICATION_TABLE,
            ObjectKind.DEFAULT_PRIVILEGES,
            ObjectKind.SETTINGS,
            ObjectKind.OPERATOR,
            ObjectKind.EXTENSION);

    private final Map<Identity, Identity> back;
    private final LocatedCatalog after;

    private Renames(LocatedCatalog before, LocatedCatalog after) {
        this.after = after;
        this.back = new java.util.TreeMap<>();
        Map<String, Identity> old = before.byPlace();
        after.places().forEach((object, place) -> {
            Identity was = old.get(place);
            if (was != null && was.kind() == object.kind() && !was.equals(object)) {
                back.put(object, was);
            }
        });
    }

    /** Schemas first, then what stands in them, then its parts, which are spoken of by the old name of their relation. */
    public static List<DdlStep> back(LocatedCatalog before, LocatedCatalog after) {
        var renames = new Renames(before, after);
        var steps = new ArrayList<DdlStep>();
        renames.back.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Identity, Identity> entry) ->
                                entry.getKey().kind() == ObjectKind.SCHEMA ? 0 : 1)
                        .thenComparing(entry -> renames.part(entry.getKey()) ? 1 : 0)
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> renames.step(entry.getKey(), entry.getValue(), steps));
        return steps;
    }

    private boolean part(Identity object) {
        return !object.relation().isEmpty() && object.kind() != ObjectKind.INDEX;
    }

    private void step(Identity is, Identity was, List<DdlStep> steps) {
        CatalogObject object = after.catalog().objects().get(is);
        if (NOT_RENAMED.contains(is.kind()) || object.is(Attribute.INHERITED) || Pairing.derived(object)) {
            return;
        }
        var statements = new ArrayList<String>();
        if (part(is)) {
            if (!is.name().equals(was.name())) {
                statements.add(part(is, was));
            }
        } else {
            String schema = schemaWas(is.schema());
            if (!schema.equals(was.schema()) && is.kind() != ObjectKind.INDEX) {
                statements.add("alter " + target(object, schema) + " set schema " + QuotedName.of(was.schema()));
                schema = was.schema();
            }
            if (!is.name().equals(was.name())) {
                String inSchema = is.kind() == ObjectKind.INDEX ? was.schema() : schema;
                statements.add("alter " + target(object, inSchema) + " rename to " + QuotedName.of(was.name()));
            }
        }
        if (!statements.isEmpty()) {
            steps.add(new DdlStep(was, statements));
        }
    }

    private String schemaWas(String schema) {
        Identity was = back.get(Identity.of(ObjectKind.SCHEMA, schema));
        return was == null ? schema : was.name();
    }

    private static String target(CatalogObject object, String schema) {
        Identity is = object.identity();
        Identity there = new Identity(is.kind(), schema, is.relation(), is.name(), is.arguments());
        return DdlTarget.of(new CatalogObject(there, object.attributes().toArray(new Attribute[0]), values(object)));
    }

    private static Object[] values(CatalogObject object) {
        return object.attributes().stream().map(object::value).toArray();
    }

    private String part(Identity is, Identity was) {
        String relation = QuotedName.of(was.schema(), was.relation());
        String from = QuotedName.of(is.name());
        String to = QuotedName.of(was.name());
        return switch (is.kind()) {
            case COLUMN ->
                after.catalog().objects().containsKey(is.owner(ObjectKind.COMPOSITE_TYPE))
                        ? "alter type " + relation + " rename attribute " + from + " to " + to
                        : "alter " + relationWord(is) + " " + relation + " rename column " + from + " to " + to;
            case CONSTRAINT -> "alter table " + relation + " rename constraint " + from + " to " + to;
            case DOMAIN_CONSTRAINT -> "alter domain " + relation + " rename constraint " + from + " to " + to;
            default -> "alter " + is.kind().word() + " " + from + " on " + relation + " rename to " + to;
        };
    }

    private String relationWord(Identity column) {
        for (ObjectKind kind : List.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW)) {
            if (after.catalog().objects().containsKey(column.owner(kind))) {
                return kind.word();
            }
        }
        return "table";
    }
}
