package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table as the database has it.
 *
 * @param columns by their names, in the order of those
 */
record FoundTable(
        Identity identity, Map<String, CatalogObject> columns, List<FoundIndex> indexes, List<ForeignKey> foreignKeys) {
    static FoundTable of(Catalog catalog, Identity table) {
        var columns = new LinkedHashMap<String, CatalogObject>();
        catalog.of(ObjectKind.COLUMN, table)
                .forEach(column -> columns.put(column.identity().name(), column));
        var indexes = new ArrayList<FoundIndex>();
        var foreignKeys = new ArrayList<ForeignKey>();
        List<CatalogObject> constraints = catalog.of(ObjectKind.CONSTRAINT, table);
        Stream.concat(
                        constraints.stream().filter(found -> isType(found, "p") || isType(found, "u")),
                        catalog.of(ObjectKind.INDEX, table).stream())
                .map(FoundIndex::of)
                .forEach(indexes::add);
        constraints.stream()
                .filter(found -> isType(found, "f") && !found.is(Attribute.DERIVED))
                .flatMap(found ->
                        ForeignKey.of(
                                found.identity().name(),
                                found.text(Attribute.DEFINITION).orElse(""))
                                .stream())
                .forEach(foreignKeys::add);
        return new FoundTable(table, columns, List.copyOf(indexes), List.copyOf(foreignKeys));
    }

    private static boolean isType(CatalogObject constraint, String type) {
        return constraint.text(Attribute.TYPE).orElse("").equals(type);
    }

    boolean has(List<String> names) {
        return columns.keySet().containsAll(names);
    }
}
