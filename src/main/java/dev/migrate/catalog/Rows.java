package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
            List.of(Attribute.COMMENT, Attribute.GRANTS, Attribute.SECURITY_LABELS, Attribute.DEPENDS_ON_EXTENSIONS);

    /** What hangs on the sequence of an identity column, or on the index of a constraint, is told with the whole. */
    private static final Map<ObjectKind, Map<Attribute, Attribute>> OF_PART = Map.of(
            ObjectKind.COLUMN,
            Map.of(
                    Attribute.COMMENT, Attribute.IDENTITY_SEQUENCE_COMMENT,
                    Attribute.GRANTS, Attribute.IDENTITY_SEQUENCE_GRANTS,
                    Attribute.SECURITY_LABELS, Attribute.IDENTITY_SEQUENCE_LABELS),
            ObjectKind.CONSTRAINT,
            Map.of(Attribute.COMMENT, Attribute.INDEX_COMMENT));

    private static final String PART_SEQUENCE = "identity_sequence_oid";
    private static final String PART_INDEX = "index_oid";

    /** Never null of an object that is still there: PostgreSQL prints the current state, not that of the snapshot. */
    private static final Set<Attribute> ALWAYS_SAID = Set.of(Attribute.DEFINITION, Attribute.QUERY);

    private final int majorVersion;
    private final TreeMap<Identity, CatalogObject> objects = new TreeMap<>();
    private final Map<Address, CatalogObject> places = new HashMap<>();
    private final Map<String, Map<String, String>> names = new HashMap<>();
    private final Map<Address, Address> parts = new HashMap<>();
    private final List<Address[]> dependencies = new ArrayList<>();
    private final Set<Address> members = new HashSet<>();
    private final Map<Address, CatalogObject> wholes = new HashMap<>();
    private final Map<Identity, String> unreadable = new TreeMap<>();
    private Layout layout;
    private boolean vanished;

    Rows(int majorVersion) {
        this.majorVersion = majorVersion;
    }

    /** A row of the query of that name. */
    void row(String query, List<String> columns, List<String> values) {
        switch (query) {
            case "members" -> members.add(address(values));
            case "comments" -> attach(values, Attribute.COMMENT, values.get(3));
            case "security labels" -> attach(values, Attribute.SECURITY_LABELS, values.get(3));
            case "extensions needed" -> attach(values, Attribute.DEPENDS_ON_EXTENSIONS, values.get(3));
            case "grants" -> attach(values, Attribute.GRANTS, grant(values).toString());
            case "member grants" -> attach(values, Attribute.MEMBER_GRANTS, values.get(3));
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

    private void attach(List<String> row, Attribute attribute, String value) {
        Address at = address(row);
        CatalogObject object = places.get(at);
        if (object != null) {
            attach(object, attribute, value);
        } else if (wholes.containsKey(at)) {
            CatalogObject whole = wholes.get(at);
            Attribute ofPart = OF_PART.get(whole.kind()).get(attribute);
            if (ofPart != null) {
                attach(whole, ofPart, value);
            }
        }
    }

    private static void attach(CatalogObject object, Attribute attribute, String value) {
        if (attribute.list()) {
            var all = new ArrayList<>(object.list(attribute));
            all.add(value);
            object.set(attribute, List.copyOf(all));
        } else {
            object.set(attribute, value);
        }
    }

    /** Whether a column of a query says where an object stands, not how it is. */
    static boolean place(String column) {
        return Layout.PLACE.contains(column);
    }

    /** Whether something was dropped while it was read. */
    boolean vanished() {
        return vanished;
    }

    /** Records that the server cannot print an object. */
    void unreadable(String query, List<String> columns, List<String> row, String why) {
        Layout at = Layout.of(query, columns);
        if (!member(at, row)) {
            unreadable.put(identity(at, row), why);
        }
    }

    /** Where the columns of a query go; the same for all of its rows. */
    private static final class Layout {
        private static final Set<String> PLACE =
                Set.of("oid", "sub", "parent", PART_SEQUENCE, PART_INDEX, "schema", "relation", "name", "arguments");

        private final String query;
        private final ObjectKind kind;
        private final Attribute[] attributes;
        private final int[] positions;
        private final int oid;
        private final int sub;
        private final int parent;
        private final int sequence;
        private final int index;
        private final int schema;
        private final int relation;
        private final int name;
        private final int arguments;

        private Layout(
                String query,
                ObjectKind kind,
                List<Attribute> attributes,
                List<Integer> positions,
                List<String> columns) {
            this.query = query;
            this.kind = kind;
            this.attributes = attributes.toArray(new Attribute[0]);
            this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
            this.oid = columns.indexOf("oid");
            this.sub = columns.indexOf("sub");
            this.parent = columns.indexOf("parent");
            this.sequence = columns.indexOf(PART_SEQUENCE);
            this.index = columns.indexOf(PART_INDEX);
            this.schema = columns.indexOf("schema");
            this.relation = columns.indexOf("relation");
            this.name = columns.indexOf("name");
            this.arguments = columns.indexOf("arguments");
        }

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
            return new Layout(query, kind, attributes, positions, columns);
        }

        String place(int at, List<String> values) {
            return at < 0 || values.get(at) == null ? "" : values.get(at);
        }

        long number(int at, List<String> values) {
            return at < 0 || values.get(at) == null ? 0 : Long.parseLong(values.get(at));
        }
    }

    private void object(String query, List<String> columns, List<String> row) {
        if (layout == null || !layout.query.equals(query)) {
            layout = Layout.of(query, columns);
        }
        if (member(layout, row)) {
            return;
        }
        var values = new Object[layout.attributes.length];
        for (int i = 0; i < layout.positions.length; i++) {
            String text = row.get(layout.positions[i]);
            values[i] = text != null && layout.attributes[i].list()
                    ? elements(text)
                    : shared(layout.attributes[i].name(), text);
            vanished |= text == null && ALWAYS_SAID.contains(layout.attributes[i]);
        }
        var object = new CatalogObject(identity(layout, row), layout.attributes, values);
        if (layout.kind == ObjectKind.COLUMN) {
            part(layout.number(layout.sequence, row), object);
        } else if (layout.kind == ObjectKind.CONSTRAINT) {
            part(layout.number(layout.index, row), object);
        }
        objects.put(object.identity(), object);
        places.put(place(layout, row), object);
    }

    private void part(long relation, CatalogObject whole) {
        if (relation != 0) {
            wholes.put(new Address("pg_class", relation, 0), whole);
        }
    }

    /** The numbers of columns as their ranks among the living ones: dropped ones leave holes. */
    private void rankColumns() {
        var columns = new ArrayList<CatalogObject>();
        for (CatalogObject column : objects.values()) {
            if (column.kind() == ObjectKind.COLUMN) {
                if (!columns.isEmpty() && !sameRelation(columns.get(0), column)) {
                    rank(columns);
                    columns.clear();
                }
                columns.add(column);
            }
        }
        rank(columns);
    }

    private static boolean sameRelation(CatalogObject one, CatalogObject other) {
        return one.identity().relation().equals(other.identity().relation())
                && one.identity().schema().equals(other.identity().schema());
    }

    private void rank(List<CatalogObject> columns) {
        columns.sort(Comparator.comparingInt(
                column -> Integer.parseInt(column.text(Attribute.POSITION).orElseThrow())));
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).set(Attribute.POSITION, shared(Attribute.POSITION.name(), Integer.toString(i + 1)));
        }
    }

    private static Address place(Layout layout, List<String> row) {
        return new Address(layout.kind.systemCatalog(), layout.number(layout.oid, row), layout.number(layout.sub, row));
    }

    /** Whether it belongs to an extension or hangs from what does. */
    private boolean member(Layout layout, List<String> row) {
        Address place = place(layout, row);
        String whole = layout.kind == ObjectKind.DOMAIN_CONSTRAINT ? "pg_type" : "pg_class";
        long parent = layout.number(layout.parent, row);
        return (parent != 0 && members.contains(new Address(whole, parent, 0)))
                || members.contains(new Address(place.catalog(), place.oid(), 0));
    }

    private Identity identity(Layout layout, List<String> row) {
        return new Identity(
                layout.kind,
                shared("schema", layout.place(layout.schema, row)),
                shared("relation", layout.place(layout.relation, row)),
                layout.place(layout.name, row),
                layout.place(layout.arguments, row));
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

    /**
     * What was read.
     *
     * @param user who read it
     */
    Catalog catalog(String user) {
        rankColumns();
        return new Catalog(majorVersion, usualOwner(user), objects, needs(), unreadable);
    }

    /** The same with the rows of the objects. */
    LocatedCatalog located(String user) {
        var at = new HashMap<Identity, String>();
        places.forEach((place, object) -> at.put(object.identity(), place.toString()));
        return new LocatedCatalog(catalog(user), at);
    }

    private String usualOwner(String user) {
        var owned = new TreeMap<String, Integer>();
        for (CatalogObject object : objects.values()) {
            if (object.kind() == ObjectKind.COLUMN) {
                continue;
            }
            object.text(Attribute.OWNER)
                    .filter(owner -> !owner.equals("pg_database_owner"))
                    .ifPresent(owner -> owned.merge(owner, 2, Integer::sum));
        }
        owned.merge(user, 1, Integer::sum);
        return Collections.max(owned.entrySet(), Map.Entry.comparingByValue()).getKey();
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
