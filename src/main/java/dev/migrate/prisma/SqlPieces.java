package dev.migrate.prisma;

import java.util.ArrayList;
import java.util.List;

/** Finds its way in SQL that PostgreSQL printed: what stands in quotes or brackets is one piece. */
final class SqlPieces {
    private SqlPieces() {}

    /** The end of the piece at a position: behind a quoted text or name, behind a closing bracket, else one on. */
    static int behind(String sql, int start) {
        char c = sql.charAt(start);
        if (c == '"' || c == '\'') {
            int at = start + 1;
            while (at < sql.length()) {
                if (sql.charAt(at++) == c) {
                    if (at >= sql.length() || sql.charAt(at) != c) {
                        return at;
                    }
                    at++;
                }
            }
            return at;
        }
        if (c != '(' && c != '[') {
            return start + 1;
        }
        char closing = c == '(' ? ')' : ']';
        int at = start + 1;
        while (at < sql.length() && sql.charAt(at) != closing) {
            at = behind(sql, at);
        }
        return Math.min(at + 1, sql.length());
    }

    /** Where something stands outside of quotes and brackets, from a position on; -1 where it does not. */
    static int find(String sql, String what, int from) {
        for (int at = from; at < sql.length(); at = behind(sql, at)) {
            if (sql.startsWith(what, at)) {
                return at;
            }
        }
        return -1;
    }

    /** The parts between separators, without space around them. */
    static List<String> split(String sql, char separator) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at < sql.length(); at = behind(sql, at)) {
            if (sql.charAt(at) == separator) {
                parts.add(sql.substring(start, at).strip());
                start = at + 1;
            }
        }
        parts.add(sql.substring(start).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** What is in the brackets that open at a position. */
    static String inside(String sql, int start) {
        return sql.substring(start + 1, behind(sql, start) - 1);
    }

    /** A name without its quotes. */
    static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** The parts of a qualified name, without quotes. */
    static List<String> qualified(String name) {
        return split(name, '.').stream().map(SqlPieces::unquoted).toList();
    }
}
