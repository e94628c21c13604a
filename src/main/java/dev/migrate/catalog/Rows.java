package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes objects of rows as they arrive, and joins what was read apart from them. OIDs stay in here. */
final class Rows {
    /** A row of a system catalog. */
    private record Address(String catalog, long oid, long sub) {}

    /** What every object may have, read apart from it. */
    private static final List<Attribute> ATTACHED =
            List.of(Attribute.COMMENT, Attribute.GRANTS, Attribute.SECURITY_LABELS);

    private final int majorVersion;
    private final TreeMap<Identity, CatalogObject> objects = new TreeMap<>();
    private final Map<Address, CatalogObject> places = new HashMap<>();
    private final Map<String, Map<String, String>> names = new HashMap<>();
    private final Map<Address, Address> parts = new HashMap<>();
    private final List<Address[]> dependencies = new ArrayList<>();
    private final Set<Address> members = new HashSet<>();
    private Layout layout;

    Rows(int majorVersion) {
        this.majorVersion = majorVersion;
    }

    /** A row of the query of that name. */
    void row(String query, List<String> columns, List<String> values) {
        switch (query) {
            case "members" -> members.add(address(values));
            case "comments" -> set(values, Attribute.COMMENT, values.get(3));
            case "security labels" -> add(values, Attribute.SECURITY_LABELS, values.get(3));
            case "grants" -> add(values, Attribute.GRANTS, grant(values).toString());
            case "parts" -> parts.put(address(values), address(values.subList(3, 6)));
            case "dependencies" -> dependencies.add(new Address[] {address(values), address(values.subList(3, 6))});
            default -> object(query, columns, values);
        }
    }

    private static Grant grant(List<String> values) {
        return new Grant(
                values.get(4),
                values.get(3),
                values.get(5).equals("t"),
                values.get(6).equals("t"));
    }

    private static Address address(List<String> values) {
        long sub = values.size() > 2 ? Long.parseLong(values.get(2)) : 0;
        return new Address(values.get(0).intern(), Long.parseLong(values.get(1)), sub);
    }

    private void set(List<String> values, Attribute attribute, Object value) {
        CatalogObject object = places.get(address(values));
        if (object != null) {
            object.set(attribute, value);
        }
    }

    private void add(List<String> values, Attribute attribute, String element) {
        CatalogObject object = places.get(address(values));
        if (object != null) {
            var all = new ArrayList<>(object.list(attribute));
            all.add(element);
            object.set(attribute, List.copyOf(all));
        }
    }

    /** Where the columns of a query go; the same for all of its rows. */
    private record Layout(
            String query, ObjectKind kind, Attribute[] attributes, int[] positions, List<String> columns) {
        static Layout of(String query, List<String> columns) {
            var attributes = new ArrayList<Attribute>();
            var positions = new ArrayList<Integer>();
            for (int i = 0; i < columns.size(); i++) {
                if (!PLACE.contains(columns.get(i))) {
                    attributes.add(Attribute.of(columns.get(i)));
                    positions.add(i);
                }
            }
            attributes.addAll(ATTACHED);
            ObjectKind kind =
                    ObjectKind.valueOf(query.toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
            return new Layout(
                    query,
                    kind,
                    attributes.toArray(new Attribute[0]),
                    positions.stream().mapToInt(Integer::intValue).toArray(),
                    columns);
        }

        private static final Set<String> PLACE =
                Set.of("oid", "sub", "parent", "schema", "relation", "name", "arguments");

        String place(String column, List<String> values) {
            int at = columns.indexOf(column);
            return at < 0 || values.get(at) == null ? "" : values.get(at);
        }

        long number(String column, List<String> values) {
            String text = place(column, values);
            return text.isEmpty() ? 0 : Long.parseLong(text);
        }
    }

    private void object(String query, List<String> columns, List<String> row) {
        if (layout == null || !layout.query().equals(query)) {
            layout = Layout.of(query, columns);
        }
        ObjectKind kind = layout.kind();
        var place = new Address(kind.systemCatalog(), layout.number("oid", row), layout.number("sub", row));
        long parent = layout.number("parent", row);
        boolean ofMember = parent != 0
                && (members.contains(new Address("pg_class", parent, 0))
                        || members.contains(new Address("pg_type", parent, 0)));
        if (ofMember || members.contains(new Address(place.catalog(), place.oid(), 0))) {
            return;
        }
        var values = new Object[layout.attributes().length];
        for (int i = 0; i < layout.positions().length; i++) {
            String text = row.get(layout.positions()[i]);
            values[i] = text != null && layout.attributes()[i].list()
                    ? elements(text)
                    : shared(layout.attributes()[i].name(), text);
        }
        var identity = new Identity(
                kind,
                shared("schema", layout.place("schema", row)),
                shared("relation", layout.place("relation", row)),
                layout.place("name", row),
                layout.place("arguments", row));
        var object = new CatalogObject(identity, layout.attributes(), values);
        objects.put(identity, object);
        places.put(place, object);
    }

    private static List<String> elements(String text) {
        List<String> elements = ArrayText.elements(text);
        return elements.isEmpty() ? null : elements;
    }

    /** Ten thousand tables have the same few types: one text each is enough. */
    private String shared(String attribute, String text) {
        return text == null || text.length() > 100
                ? text
                : names.computeIfAbsent(attribute, key -> new HashMap<>()).computeIfAbsent(text, key -> key);
    }

    Catalog catalog() {
        return new Catalog(majorVersion, objects, needs(), List.of());
    }

    private Map<Identity, Set<Identity>> needs() {
        var needs = new TreeMap<Identity, Set<Identity>>();
        for (Address[] dependency : dependencies) {
            CatalogObject from = find(dependency[0]);
            CatalogObject to = find(dependency[1]);
            if (from != null && to != null && from != to) {
                Identity needy = from.identity();
                if (dependency[0].catalog().equals("pg_attrdef")) {
                    needy = Catalog.expressionOf(needy);
                }
                needs.computeIfAbsent(needy, key -> new TreeSet<>()).add(to.identity());
            }
        }
        return Collections.unmodifiableMap(needs);
    }

    private CatalogObject find(Address address) {
        Address at = address;
        for (int step = 0; step < 5; step++) {
            CatalogObject object = places.get(at);
            if (object != null) {
                return object;
            }
            Address whole = parts.get(new Address(at.catalog(), at.oid(), 0));
            if (whole == null) {
                return null;
            }
            at = whole;
        }
        return null;
    }
}
