package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which object of one Catalog is which of the other: by identity; where a name may have been made up by PostgreSQL, by
 * what the object is; and what PostgreSQL derives for partitions by that alone.
 */
final class Pairing {
    /**
     * An object in both.
     *
     * @param renamed whether its name differs and that counts
     */
    record Pair(CatalogObject expected, CatalogObject actual, boolean renamed) {}

    private final Catalog expected;
    private final Catalog actual;
    private final boolean sameMajor;
    private final List<Pair> pairs = new ArrayList<>();
    private final TreeMap<Identity, CatalogObject> missing = new TreeMap<>();
    private final TreeMap<Identity, CatalogObject> surplus = new TreeMap<>();
    private final Map<Identity, Identity> names = new HashMap<>();

    Pairing(Catalog expected, Catalog actual) {
        this.expected = expected;
        this.actual = actual;
        this.sameMajor = expected.majorVersion() == actual.majorVersion();
        pairAll();
    }

    /** What one of the two could not read is not compared at all. */
    private boolean unread(Identity identity) {
        return expected.unreadable().containsKey(identity)
                || actual.unreadable().containsKey(identity);
    }

    List<Pair> pairs() {
        return pairs;
    }

    Map<Identity, CatalogObject> missing() {
        return missing;
    }

    Map<Identity, CatalogObject> surplus() {
        return surplus;
    }

    /** The name in the expected Catalog of what has another one in the actual Catalog. */
    Map<Identity, Identity> names() {
        return names;
    }

    private void pairAll() {
        expected.objects().forEach((identity, should) -> {
            CatalogObject is = actual.objects().get(identity);
            if (is != null && !derived(should) && !derived(is)) {
                pairs.add(new Pair(should, is, false));
            } else if (!unread(identity)) {
                missing.put(identity, should);
            }
        });
        actual.objects().forEach((identity, is) -> {
            CatalogObject should = expected.objects().get(identity);
            if ((should == null || derived(should) || derived(is)) && !unread(identity)) {
                surplus.put(identity, is);
            }
        });
        bySignature(object -> !derived(object), true);
        bySignature(Pairing::derived, false);
        for (CatalogObject should : List.copyOf(missing.values())) {
            CatalogObject is = surplus.get(should.identity());
            if (is != null) {
                pair(should, is, false);
            }
        }
    }

    private void pair(CatalogObject should, CatalogObject is, boolean renamed) {
        missing.remove(should.identity());
        surplus.remove(is.identity());
        pairs.add(new Pair(should, is, renamed));
        if (!should.identity().equals(is.identity())) {
            names.put(is.identity(), should.identity());
        }
    }

    private void bySignature(Predicate<CatalogObject> which, boolean named) {
        Map<List<String>, List<CatalogObject>> found = new HashMap<>();
        for (CatalogObject is : surplus.values()) {
            signature(is, actual)
                    .filter(signature -> which.test(is))
                    .ifPresent(signature -> found.computeIfAbsent(signature, key -> new ArrayList<>())
                            .add(is));
        }
        for (CatalogObject should : List.copyOf(missing.values())) {
            List<CatalogObject> candidates = signature(should, expected)
                    .filter(signature -> which.test(should))
                    .map(found::get)
                    .orElse(List.of());
            if (!candidates.isEmpty()) {
                CatalogObject is = candidates.stream()
                        .filter(one -> one.identity().equals(should.identity()))
                        .findFirst()
                        .orElse(candidates.get(0));
                candidates.remove(is);
                pair(should, is, named && !should.identity().equals(is.identity()));
            }
        }
    }

    /** What makes an object the same under another name; empty for what only its name makes the same. */
    private Optional<List<String>> signature(CatalogObject object, Catalog catalog) {
        Identity identity = object.identity();
        Function<Attribute, String> text = attribute -> object.text(attribute).orElse("");
        return switch (object.kind()) {
            case CONSTRAINT ->
                sameMajor
                        ? Optional.of(List.of(
                                "constraint",
                                identity.schema(),
                                identity.relation(),
                                text.apply(Attribute.TYPE),
                                PrintedText.settled(PrintedText.withoutState(text.apply(Attribute.DEFINITION)))))
                        : Optional.empty();
            case INDEX ->
                sameMajor
                        ? Optional.of(List.of(
                                "index",
                                identity.schema(),
                                identity.relation(),
                                text.apply(Attribute.UNIQUE),
                                PrintedText.settled(PrintedText.ofIndex(text.apply(Attribute.DEFINITION)))))
                        : Optional.empty();
            case STATISTICS ->
                sameMajor
                        ? Optional.of(List.of(
                                "statistics",
                                identity.schema(),
                                PrintedText.settled(PrintedText.ofStatistics(text.apply(Attribute.DEFINITION)))))
                        : Optional.empty();
            case SEQUENCE -> object.text(Attribute.OWNED_BY).map(owner -> List.of("sequence", owner));
            case DEFAULT_PRIVILEGES ->
                identity.name().equals(catalog.owner())
                        ? Optional.of(List.of("default privileges", identity.schema(), identity.arguments()))
                        : Optional.empty();
            case USER_MAPPING ->
                identity.name().equals(catalog.owner())
                        ? Optional.of(List.of("user mapping", identity.relation()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Whether PostgreSQL made it for a partition, because the partitioned table has one such. */
    static boolean derived(CatalogObject object) {
        return object.kind() == ObjectKind.INDEX
                ? object.text(Attribute.PARENT_INDEX).isPresent()
                : object.is(Attribute.DERIVED);
    }
}
