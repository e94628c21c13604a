package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.ObjectKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A key or an index as the database has it.
 *
 * @param word {@code primary key}, {@code unique key} or {@code index}
 * @param columns empty where one of them is an expression
 */
record FoundIndex(
        String name,
        String word,
        List<IndexColumn> columns,
        String method,
        boolean partial,
        boolean valid,
        boolean deferrable) {
    private static final Set<String> METHODS = Set.of("btree", "hash", "gist", "gin", "spgist", "brin");

    FoundIndex {
        columns = List.copyOf(columns);
    }

    /** Of an index, or of a constraint that has one. */
    static FoundIndex of(CatalogObject object) {
        boolean index = object.kind() == ObjectKind.INDEX;
        String definition = object.text(index ? Attribute.DEFINITION : Attribute.INDEX_DEFINITION)
                .orElse("");
        var printed = IndexText.of(definition);
        String word = index
                ? object.is(Attribute.UNIQUE) ? "unique key" : "index"
                : object.text(Attribute.TYPE).orElse("").equals("p") ? "primary key" : "unique key";
        boolean valid = index ? object.is(Attribute.VALID) : !object.is(Attribute.INVALID);
        return new FoundIndex(
                object.identity().name(),
                word,
                printed.columns(),
                printed.method(),
                printed.partial(),
                valid,
                object.is(Attribute.DEFERRABLE));
    }

    boolean primary() {
        return word.equals("primary key");
    }

    boolean unique() {
        return !word.equals("index");
    }

    /** Whether Prisma has words for it. */
    boolean expressible() {
        boolean knownMethod = unique() ? method.equals("btree") : METHODS.contains(method);
        return !columns.isEmpty() && !partial && knownMethod && !deferrable;
    }

    List<String> names() {
        return columns.stream().map(IndexColumn::name).toList();
    }

    @Override
    public String toString() {
        return words(word, columns, method, partial) + (valid ? "" : ", invalid");
    }

    static String words(String word, List<IndexColumn> columns, String method, boolean partial) {
        return (partial ? "partial " : "")
                + word
                + columns.stream().map(IndexColumn::toString).collect(Collectors.joining(", ", " (", ")"))
                + (method.equals("btree") ? "" : " using " + method);
    }
}
