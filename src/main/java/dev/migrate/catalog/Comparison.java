package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What differs between two Catalogs. */
public final class Comparison {
    private final Catalog expected;
    private final Catalog actual;
    private final Pairing pairing;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Catalog expected, Catalog actual) {
        this.expected = expected;
        this.actual = actual;
        this.pairing = new Pairing(expected, actual);
    }

    /**
     * Every difference, in the order of the objects; each once, at the object that is to be changed.
     *
     * <p>Of what one of the two does not have the parts are not told one by one, nor what PostgreSQL derives from another
     * object that differs. Catalogs of different major versions are compared in what both versions print alike:
     * {@link #limits}.
     */
    public static List<Difference> of(Catalog expected, Catalog actual) {
        return new Comparison(expected, actual).run();
    }

    /** What is not compared between these two, in words; empty where nothing is left out. */
    public static List<String> limits(Catalog expected, Catalog actual) {
        var limits = new ArrayList<String>();
        if (expected.majorVersion() != actual.majorVersion()) {
            limits.add("PostgreSQL " + expected.majorVersion() + " and " + actual.majorVersion()
                    + " print the same expression in different words: names, types and switches are compared, the text of"
                    + " views, defaults, checks, policies, indexes and triggers is not");
        }
        expected.unreadable().forEach((object, why) -> limits.add(unreadable(object, "the expected structure", why)));
        actual.unreadable().forEach((object, why) -> limits.add(unreadable(object, "the database", why)));
        return List.copyOf(limits);
    }

    private static String unreadable(Identity object, String where, String why) {
        return object + " is not compared: the server cannot print that of " + where + " (" + why + ")";
    }

    private List<Difference> run() {
        var comparison = new ObjectComparison(expected, actual, pairing.names());
        pairing.pairs().forEach(pair -> comparison.compare(pair, differences::add));
        order();
        var found = new ArrayList<>(differences);
        found.addAll(new Absence(pairing, expected, actual).differences(differences));
        List<Difference> told = new Consequences(expected, actual, found).withoutThem();
        return told.stream()
                .sorted(Comparator.comparing(Difference::object)
                        .thenComparing(difference ->
                                difference.attribute().map(Attribute::ordinal).orElse(-1)))
                .toList();
    }

    /** The order of those columns that both have, once for each relation. */
    private void order() {
        Set<Identity> moved = pairing.pairs().stream()
                .filter(pair -> pair.expected().kind() == ObjectKind.COLUMN)
                .filter(pair -> !pair.expected()
                        .text(Attribute.POSITION)
                        .equals(pair.actual().text(Attribute.POSITION)))
                .map(pair -> whole(pair.expected()))
                .collect(Collectors.toSet());
        if (moved.isEmpty()) {
            return;
        }
        Map<Identity, List<Pairing.Pair>> columns = new HashMap<>();
        for (Pairing.Pair pair : pairing.pairs()) {
            if (pair.expected().kind() == ObjectKind.COLUMN && moved.contains(whole(pair.expected()))) {
                columns.computeIfAbsent(whole(pair.expected()), key -> new ArrayList<>())
                        .add(pair);
            }
        }
        columns.forEach((relation, pairs) -> {
            String should = inOrder(pairs.stream().map(Pairing.Pair::expected).toList());
            String is = inOrder(pairs.stream().map(Pairing.Pair::actual).toList());
            if (!should.equals(is)) {
                differences.add(new Difference(
                        relation,
                        Optional.of(Attribute.POSITION),
                        should,
                        is,
                        Attribute.POSITION.differenceClass(relation.kind())));
            }
        });
    }

    private static String inOrder(List<CatalogObject> columns) {
        return columns.stream()
                .sorted(Comparator.comparingInt(column ->
                        Integer.parseInt(column.text(Attribute.POSITION).orElse("0"))))
                .map(column -> column.identity().name())
                .collect(Collectors.joining(", "));
    }

    private static Identity whole(CatalogObject column) {
        ObjectKind kind = switch (column.text(Attribute.RELATION_KIND).orElse("")) {
            case "v" -> ObjectKind.VIEW;
            case "m" -> ObjectKind.MATERIALIZED_VIEW;
            case "c" -> ObjectKind.COMPOSITE_TYPE;
            default -> ObjectKind.TABLE;
        };
        return column.identity().owner(kind);
    }
}
