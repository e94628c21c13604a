package dev.migrate.database;

/** Quotes names and text for SQL of our own: the only way in which either gets into a statement. */
public final class Identifier {
    private Identifier() {}

    /**
     * A name as a quoted identifier, which means exactly this name whatever it holds.
     *
     * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS">4.1.1</a>
     */
    public static String quoted(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a name that PostgreSQL can have: \"" + name + "\"");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Text as a literal, or {@code NULL}. An escape literal where there is a backslash, so that the value of
     * {@code standard_conforming_strings} that a migration may have left does not matter.
     */
    public static String literal(String text) {
        if (text == null) {
            return "NULL";
        }
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
