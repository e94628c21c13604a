package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what a database has and Prisma has no words for: said once, and never a difference. */
final class NotCovered {
    private static final Set<ObjectKind> KINDS = Set.of(
            ObjectKind.DOMAIN,
            ObjectKind.COMPOSITE_TYPE,
            ObjectKind.RANGE_TYPE,
            ObjectKind.BASE_TYPE,
            ObjectKind.FUNCTION,
            ObjectKind.PROCEDURE,
            ObjectKind.AGGREGATE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.STATISTICS,
            ObjectKind.RULE,
            ObjectKind.TRIGGER,
            ObjectKind.POLICY);

    private final Map<String, Integer> counts = new LinkedHashMap<>();

    private NotCovered() {}

    /**
     * A note; empty where there is nothing.
     *
     * @param schemas that the Prisma schema covers
     * @param declaredViews how many of the views it has
     */
    static Optional<String> in(Catalog catalog, Set<String> schemas, int declaredViews) {
        var found = new NotCovered();
        for (CatalogObject object : catalog.objects().values()) {
            if (schemas.contains(object.identity().schema())) {
                found.count(object);
            }
        }
        found.counts.computeIfPresent("view", (word, count) -> count > declaredViews ? count - declaredViews : null);
        return found.counts.isEmpty() ? Optional.empty() : Optional.of("not covered by Prisma: " + found.words());
    }

    private void count(CatalogObject object) {
        switch (object.kind()) {
            case CONSTRAINT -> constraint(object);
            case INDEX -> index(object);
            case TABLE -> table(object);
            case COLUMN -> {
                if (object.text(Attribute.GENERATED).isPresent()) {
                    add("generated column");
                }
            }
            default -> {
                if (KINDS.contains(object.kind())) {
                    add(object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
                }
            }
        }
    }

    private void constraint(CatalogObject constraint) {
        switch (constraint.text(Attribute.TYPE).orElse("")) {
            case "c" -> add("check");
            case "x" -> add("exclusion constraint");
            default -> {
                if (constraint.is(Attribute.DEFERRABLE)) {
                    add("deferrable key");
                }
            }
        }
    }

    private void index(CatalogObject object) {
        FoundIndex index = FoundIndex.of(object);
        if (index.partial()) {
            add("partial index");
        } else if (index.columns().isEmpty()) {
            add("expression index");
        } else if (!index.expressible()) {
            add(index.method() + " index");
        }
    }

    private void table(CatalogObject table) {
        if (table.text(Attribute.PARTITION_BOUND).isPresent()) {
            add("partition");
        } else if (table.text(Attribute.RELATION_KIND).orElse("").equals("f")) {
            add("foreign table");
        }
        if (table.is(Attribute.ROW_SECURITY)) {
            add("table with row level security");
        }
    }

    private void add(String word) {
        counts.merge(word, 1, Integer::sum);
    }

    private String words() {
        var words = new ArrayList<String>();
        counts.forEach((word, count) -> words.add(count + " " + (count == 1 ? word : plural(word))));
        return words.stream()
                .sorted(java.util.Comparator.comparing(text -> text.replaceAll("^[0-9]+ ", "")))
                .collect(Collectors.joining(", "));
    }

    private static String plural(String word) {
        if (word.startsWith("table ")) {
            return "tables" + word.substring("table".length());
        }
        if (word.endsWith("index")) {
            return word + "es";
        }
        if (word.endsWith("statistics")) {
            return word;
        }
        return word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    }
}
