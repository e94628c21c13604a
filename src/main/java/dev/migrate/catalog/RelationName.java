package dev.migrate.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a relation as PostgreSQL prints it with an empty search path: {@code public."Order Items"}. */
record RelationName(String schema, String name) {
    private static final String PART = "\"((?:[^\"]|\"\")*)\"|([^\".]+)";
    private static final Pattern QUALIFIED = Pattern.compile("(?:(?:" + PART + ")\\.)?(?:" + PART + ")");

    /** Takes a printed name apart; the schema is empty where none is said. */
    static RelationName parse(String printed) {
        Matcher found = QUALIFIED.matcher(printed);
        if (!found.matches()) {
            return new RelationName("", printed);
        }
        return new RelationName(part(found, 1), part(found, 3));
    }

    private static String part(Matcher found, int group) {
        if (found.group(group) != null) {
            return found.group(group).replace("\"\"", "\"");
        }
        return found.group(group + 1) == null ? "" : found.group(group + 1);
    }

    /** The name of a column as it is printed with that of its table. */
    record Column(RelationName relation, String name) {
        private static final Pattern LAST = Pattern.compile("(.*)\\.(?:" + PART + ")");

        static Column parse(String printed) {
            Matcher found = LAST.matcher(printed);
            return found.matches()
                    ? new Column(RelationName.parse(found.group(1)), part(found, 2))
                    : new Column(new RelationName("", ""), printed);
        }
    }
}
