package dev.migrate.verify;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a type as somebody wrote it or the catalog shows it; PostgreSQL knows many by several names.
 *
 * @param base the name that {@code format_type} gives, without modifier
 * @param modifier {@code 10,2} of {@code numeric(10,2)}; empty for none
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE">data types and their aliases</a>
 */
record TypeName(String base, String modifier, boolean array) {
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("varchar", "character varying"),
            Map.entry("char varying", "character varying"),
            Map.entry("char", "character"),
            Map.entry("bpchar", "character"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("int2", "smallint"),
            Map.entry("int8", "bigint"),
            Map.entry("serial", "integer"),
            Map.entry("serial4", "integer"),
            Map.entry("smallserial", "smallint"),
            Map.entry("serial2", "smallint"),
            Map.entry("bigserial", "bigint"),
            Map.entry("serial8", "bigint"),
            Map.entry("bool", "boolean"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("float", "double precision"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timetz", "time with time zone"),
            Map.entry("time", "time without time zone"),
            Map.entry("varbit", "bit varying"));

    /** Types without another name; a value that is no type is never taken for one, whatever its case. */
    private static final Set<String> OTHERS = Set.of(
            "text",
            "uuid",
            "date",
            "interval",
            "json",
            "jsonb",
            "bytea",
            "bit",
            "xml",
            "money",
            "inet",
            "cidr",
            "macaddr",
            "tsvector",
            "tsquery",
            "name",
            "oid",
            "point",
            "citext",
            "vector");

    private static final Pattern FORM = Pattern.compile(
            "(?:pg_catalog\\.)?(_?)([a-z0-9 ]+?) ?(?:\\(([0-9, ]+)\\))?( with(?:out)? time zone)?((?: ?\\[[0-9]*])*)");

    /** Whether both are types, and the second is what the first asks for; no modifier asks for none in particular. */
    static boolean same(String expected, String actual) {
        TypeName wanted = of(expected);
        TypeName found = of(actual);
        return wanted != null
                && found != null
                && wanted.base.equals(found.base)
                && wanted.array == found.array
                && (wanted.modifier.isEmpty() || wanted.modifier.equals(found.modifier));
    }

    /** Null for what is no type that we know. */
    private static TypeName of(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher form = FORM.matcher(plain);
        if (!form.matches()) {
            return null;
        }
        String zone = form.group(4) == null ? "" : form.group(4);
        String written = form.group(2) + zone;
        String base = ALIASES.getOrDefault(written, written);
        if (!OTHERS.contains(base) && !ALIASES.containsValue(base)) {
            return null;
        }
        String modifier = form.group(3) == null ? "" : form.group(3).replace(" ", "");
        return new TypeName(
                base, modifier, !form.group(1).isEmpty() || !form.group(5).isEmpty());
    }
}
