package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.rehearse.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the object of a Catalog that a server means by its own words for it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-OBJECT">pg_identify_object</a>
 */
public final class ObjectNames {
    private static final String ON = " on ";

    private final Map<String, List<Identity>> objects = new HashMap<>();

    /** Knows the objects of some Catalogs. */
    public ObjectNames(Catalog... catalogs) {
        for (Catalog catalog : catalogs) {
            for (Identity identity : catalog.objects().keySet()) {
                List<Identity> same = objects.computeIfAbsent(key(identity), key -> new ArrayList<>());
                if (!same.contains(identity)) {
                    same.add(identity);
                }
            }
        }
    }

    /** The object that was touched; empty for one that no Catalog holds, such as the index of a primary key. */
    public Optional<Identity> of(Observation.Touch touch) {
        return touch.identity().flatMap(identity -> of(touch.objectType(), identity));
    }

    /**
     * The object of a type and an identity.
     *
     * @param type as the server says it: {@code table column}
     * @param identity likewise: {@code public.orders.note}, {@code reads on public.orders}
     */
    Optional<Identity> of(String type, String identity) {
        List<Identity> named = objects.getOrDefault(key(type, identity), List.of());
        if (named.size() < 2) {
            return named.stream().findFirst();
        }
        String arguments = argumentsOf(identity);
        return named.stream()
                .filter(one -> sameArguments(one.arguments(), arguments))
                .findFirst();
    }

    private static String key(Identity identity) {
        return switch (identity.kind()) {
            case COLUMN -> key("column", identity.schema(), identity.relation(), identity.name());
            case CONSTRAINT, DOMAIN_CONSTRAINT ->
                key("constraint", identity.name(), identity.schema(), identity.relation());
            case TRIGGER, RULE, POLICY ->
                key(identity.kind().word(), identity.name(), identity.schema(), identity.relation());
            case PUBLICATION_TABLE ->
                key("publication relation", identity.schema(), identity.relation(), identity.name());
            case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX -> key("relation", identity.schema(), identity.name());
            case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE -> key("type", identity.schema(), identity.name());
            case FUNCTION, PROCEDURE, AGGREGATE -> key("routine", identity.schema(), identity.name());
            default ->
                identity.schema().isEmpty()
                        ? key(identity.kind().word(), identity.name())
                        : key(identity.kind().word(), identity.schema(), identity.name());
        };
    }

    private static String key(String type, String identity) {
        int arguments = type.equals("cast") ? -1 : openingOf(identity);
        String name = arguments < 0 ? identity : identity.substring(0, arguments);
        String kind = kind(type);
        var all = new ArrayList<String>();
        String rest = name;
        int on = outsideQuotes(name, ON);
        if (on >= 0) {
            all.addAll(parts(name.substring(0, on)));
            rest = name.substring(on + ON.length());
        }
        int using = outsideQuotes(rest, " USING ");
        all.addAll(parts(using < 0 ? rest : rest.substring(0, using)));
        return key(kind, all.toArray(new String[0]));
    }

    private static String kind(String type) {
        return switch (type) {
            case "table column",
                    "view column",
                    "materialized view column",
                    "foreign table column",
                    "column",
                    "composite type column" -> "column";
            case "table constraint", "domain constraint" -> "constraint";
            case "table", "foreign table", "view", "materialized view", "sequence", "index" -> "relation";
            case "type", "domain", "composite type" -> "type";
            case "function", "procedure", "aggregate" -> "routine";
            case "statistics object" -> ObjectKind.STATISTICS.word();
            case "foreign-data wrapper" -> ObjectKind.FOREIGN_DATA_WRAPPER.word();
            default -> type;
        };
    }

    private static String key(String kind, String... names) {
        return kind + '\0' + String.join("\0", names);
    }

    /** The names of a qualified identifier, without quotes. */
    static List<String> parts(String qualified) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < qualified.length(); i++) {
            char c = qualified.charAt(i);
            if (c == '"' && quoted && i + 1 < qualified.length() && qualified.charAt(i + 1) == '"') {
                part.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static int openingOf(String identity) {
        return outsideQuotes(identity, "(");
    }

    private static int outsideQuotes(String text, String wanted) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                quoted = !quoted;
            } else if (!quoted && text.startsWith(wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    private static String argumentsOf(String identity) {
        int open = openingOf(identity);
        return open < 0 || !identity.endsWith(")") ? "" : identity.substring(open + 1, identity.length() - 1);
    }

    /** Whether arguments with their names, as a Catalog has them, have these types, as an identity has them. */
    private static boolean sameArguments(String named, String types) {
        List<String> have = split(named).stream()
                .filter(argument -> !argument.toUpperCase(Locale.ROOT).startsWith("OUT "))
                .toList();
        List<String> want = split(types);
        if (have.size() != want.size()) {
            return false;
        }
        for (int i = 0; i < have.size(); i++) {
            String type = want.get(i).replace("pg_catalog.", "");
            String argument = have.get(i).replace("pg_catalog.", "");
            if (!argument.equals(type) && !argument.endsWith(" " + type)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> split(String arguments) {
        var all = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                all.add(arguments.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (!arguments.isBlank()) {
            all.add(arguments.substring(from).strip());
        }
        return all;
    }
}
