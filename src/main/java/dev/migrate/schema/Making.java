package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.rehearse.Observation;
import dev.migrate.rehearse.Observation.Touch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What each statement of some files makes, as it was observed. */
final class Making {
    /** A statement of a file, by its number. */
    private record Key(String file, int statement) {}

    private static final Pattern WORD = Pattern.compile("\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*");

    private final Map<Key, SortedSet<Facet>> facets = new HashMap<>();
    private final Catalog catalog;
    private final Wholes wholes;
    private final ObjectNames names;

    private Making(Catalog catalog, Wholes wholes) {
        this.catalog = catalog;
        this.wholes = wholes;
        this.names = new ObjectNames(catalog);
    }

    /**
     * What they make.
     *
     * @param seen while they were loaded, each under its name
     * @param catalog what they led to
     */
    static Making of(List<SchemaFile> files, Observation seen, Catalog catalog, Wholes wholes) {
        var making = new Making(catalog, wholes);
        for (SchemaFile file : files) {
            Map<Integer, List<Touch>> touches =
                    seen.of(file.name()).stream().collect(Collectors.groupingBy(Touch::statement));
            for (SchemaStatement statement : file.statements()) {
                var made = new TreeSet<Facet>();
                for (Touch touch : touches.getOrDefault(statement.number(), List.of())) {
                    made.addAll(making.of(touch, statement.sql()));
                }
                making.facets.put(new Key(file.name(), statement.number()), made);
            }
        }
        return making;
    }

    /** What a statement makes of what is there in the end; nothing where it changes rows or settings. */
    SortedSet<Facet> of(SchemaFile file, SchemaStatement statement) {
        return facets.get(new Key(file.name(), statement.number()));
    }

    private Set<Facet> of(Touch touch, String sql) {
        if (touch.words().isPresent()) {
            return granted(touch.words().get());
        }
        Identity object = names.of(touch).orElse(null);
        if (object == null || touch.dropped()) {
            return Set.of();
        }
        Identity whole = wholes.of(object);
        if (touch.tag().equals("COMMENT")) {
            return Set.of(new Facet(whole, Facet.Part.COMMENT, object));
        }
        if (!touch.tag().startsWith("ALTER")) {
            return Set.of(Facet.of(whole, Facet.Part.DEFINITION));
        }
        if (Wholes.ROW_SECURITY.matcher(sql).find()) {
            return Set.of(Facet.of(whole, Facet.Part.ROW_SECURITY));
        }
        if (Wholes.OWNER.matcher(sql).find()) {
            return Set.of(Facet.of(whole, Facet.Part.OWNER));
        }
        Set<Facet> keys = Wholes.FOREIGN_KEY.matcher(sql).find() ? foreignKeys(whole, sql) : Set.of();
        return keys.isEmpty() ? Set.of(Facet.of(whole, Facet.Part.DEFINITION)) : keys;
    }

    /** The foreign keys of a table that a statement names; the server says of it only that it altered the table. */
    private Set<Facet> foreignKeys(Identity table, String sql) {
        Set<String> words = words(sql);
        return catalog.of(ObjectKind.CONSTRAINT, table).stream()
                .map(constraint -> constraint.identity())
                .filter(wholes::isForeignKey)
                .filter(key -> words.contains(key.name()))
                .map(key -> new Facet(table, Facet.Part.FOREIGN_KEY, key))
                .collect(Collectors.toSet());
    }

    /** The server does not say what a GRANT touches: objects whose names are among its words. */
    private Set<Facet> granted(String sql) {
        Set<String> words = words(sql);
        List<Identity> named = catalog.objects().keySet().stream()
                .filter(object -> wholes.of(object).equals(object) && words.contains(object.name()))
                .toList();
        boolean beside = named.stream().anyMatch(object -> object.kind() != ObjectKind.SCHEMA);
        return named.stream()
                .filter(object -> !beside || object.kind() != ObjectKind.SCHEMA)
                .map(object -> Facet.of(object, Facet.Part.GRANTS))
                .collect(Collectors.toSet());
    }

    private static Set<String> words(String sql) {
        return WORD.matcher(sql)
                .results()
                .map(MatchResult::group)
                .map(word -> word.startsWith("\"")
                        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                        : word.toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
