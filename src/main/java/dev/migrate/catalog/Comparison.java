package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    /** The same without what no script decides: what the database was made with. */
    public static List<Difference> ofScripts(List<Difference> differences) {
        return differences.stream()
                .filter(difference -> difference.object().kind() != ObjectKind.DATABASE)
                .toList();
    }

    /**
     * In what a scratch database is not like the one that it stands for, in words; empty where it is. It is made like that
     * one where its server can do it.
     */
    public static List<String> unlike(Catalog scratch, Catalog other) {
        String properties = of(only(scratch), only(other)).stream()
                .map(Comparison::property)
                .collect(Collectors.joining("; "));
        return properties.isEmpty()
                ? List.of()
                : List.of("the scratch database could not be made like the database: " + properties
                        + ". What depends on the order or the case of texts may come out otherwise");
    }

    private static String property(Difference difference) {
        String word = difference.attribute().map(Attribute::word).orElseThrow().replace('_', ' ');
        String sentence = word + " is " + difference.actual() + ", in the scratch database " + difference.expected();
        return sentence.replace(Difference.ABSENT, "not set");
    }

    private static Catalog only(Catalog catalog) {
        var databases = new TreeMap<Identity, CatalogObject>();
        catalog.of(ObjectKind.DATABASE).forEach(one -> databases.put(one.identity(), one));
        return new Catalog(catalog.majorVersion(), catalog.owner(), databases, Map.of(), Map.of());
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
