package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What differs between two Catalogs. */
public final class Comparison {
    private final Catalog expected;
    private final Catalog actual;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Catalog expected, Catalog actual) {
        this.expected = expected;
        this.actual = actual;
    }

    /** Every difference, in the order of the objects. */
    public static List<Difference> of(Catalog expected, Catalog actual) {
        var comparison = new Comparison(expected, actual);
        comparison.run();
        return List.copyOf(comparison.differences);
    }

    private void run() {
        var all = new TreeSet<>(expected.objects().keySet());
        all.addAll(actual.objects().keySet());
        for (Identity identity : all) {
            CatalogObject should = expected.objects().get(identity);
            CatalogObject is = actual.objects().get(identity);
            if (should == null || is == null) {
                differences.add(new Difference(
                        identity,
                        Optional.empty(),
                        should == null ? Difference.ABSENT : Difference.PRESENT,
                        is == null ? Difference.ABSENT : Difference.PRESENT,
                        DifferenceClass.STRUCTURE));
            } else {
                compare(should, is);
            }
        }
    }

    private void compare(CatalogObject should, CatalogObject is) {
        for (Attribute attribute : should.attributes()) {
            Object before = should.value(attribute);
            Object after = is.value(attribute);
            if (attribute.compared() && !Objects.equals(before, after)) {
                differences.add(new Difference(
                        should.identity(),
                        Optional.of(attribute),
                        text(before),
                        text(after),
                        attribute.differenceClass()));
            }
        }
    }

    private static String text(Object value) {
        return value == null
                ? Difference.ABSENT
                : value instanceof List<?> list ? String.join(", ", cast(list)) : (String) value;
    }

    @SuppressWarnings("unchecked")
    private static List<String> cast(List<?> list) {
        return (List<String>) list;
    }
}
