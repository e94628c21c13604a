package dev.migrate.keep;

import dev.migrate.engine.ScriptSource;
import dev.migrate.migration.UpScript;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.Tokens;
import dev.migrate.script.Tokens.Token;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a statement could destroy rows that are there, as far as its words tell. What has no such words needs no
 * looking at; what has them is looked at where it runs.
 */
final class DestroyingWords {
    private static final Set<String> HARMLESS = Set.of(
            "create",
            "comment",
            "grant",
            "revoke",
            "set",
            "reset",
            "show",
            "begin",
            "start",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release",
            "analyze",
            "vacuum",
            "reindex",
            "cluster",
            "checkpoint",
            "lock",
            "notify",
            "listen",
            "unlisten",
            "copy",
            "refresh",
            "prepare",
            "deallocate",
            "discard",
            "security",
            "load",
            "import",
            "reassign",
            "close",
            "fetch",
            "declare",
            "move");

    /** Behind {@code DROP}: what takes rows with it. With {@code CASCADE} anything may. */
    private static final Set<String> HOLDING_ROWS = Set.of("table", "schema", "type", "domain", "extension", "owned");

    /** Behind {@code ALTER TABLE … DROP}: what holds no rows. */
    private static final Set<String> HOLDING_NONE = Set.of("constraint", "default", "not", "identity", "expression");

    private static final Set<String> WRITING = Set.of("update", "delete", "merge", "truncate");

    private static final Set<String> BEFORE_NAME = Set.of("from", "into", "only", "table", "if", "exists");

    /** What may stand before a parenthesis and changes no rows: keywords, types, and functions that migrations call. */
    private static final Set<String> HARMLESS_BEFORE_PARENTHESIS = Set.of(
            "from",
            "where",
            "and",
            "or",
            "not",
            "as",
            "on",
            "in",
            "any",
            "all",
            "some",
            "exists",
            "values",
            "over",
            "filter",
            "using",
            "when",
            "then",
            "else",
            "select",
            "by",
            "with",
            "lateral",
            "union",
            "except",
            "intersect",
            "distinct",
            "case",
            "within",
            "row",
            "array",
            "cast",
            "extract",
            "is",
            "having",
            "join",
            "materialized",
            "varchar",
            "char",
            "numeric",
            "decimal",
            "timestamp",
            "timestamptz",
            "time",
            "interval",
            "bit",
            "set_config",
            "setval",
            "nextval",
            "currval",
            "count",
            "max",
            "min",
            "sum",
            "avg",
            "coalesce",
            "nullif",
            "now",
            "version",
            "current_setting",
            "pg_get_serial_sequence",
            "greatest",
            "least",
            "to_regclass",
            "format",
            "array_agg",
            "string_agg",
            "lower",
            "upper",
            "length",
            "md5",
            "concat",
            "round",
            "generate_series",
            "row_number",
            "has_table_privilege",
            "pg_notify",
            "pg_sleep",
            "pg_advisory_xact_lock",
            "jsonb_build_object");

    private DestroyingWords() {}

    /** Whether a script has such a statement; one that cannot be read to its end is told elsewhere. */
    static boolean in(UpScript script) {
        return !statements(script, true).isEmpty();
    }

    /** The names that stand in such statements, in lower case where they have no quotes. */
    static Set<String> names(UpScript script) {
        var names = new HashSet<String>();
        statements(script, false).forEach(text -> collect(text, names));
        return names;
    }

    /** The names of tables that blocks write to or drop, as far as they are written out there. */
    static Set<String> written(UpScript script) {
        var names = new HashSet<String>();
        for (String text : statements(script, false)) {
            for (Token token : Tokens.of(text)) {
                if (token.kind() == Tokens.Kind.STRING) {
                    writtenIn(Tokens.of(token.text()), names);
                }
            }
        }
        return names;
    }

    private static void writtenIn(List<Token> tokens, Set<String> names) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean behind =
                    i > 0 && (tokens.get(i - 1).is("drop") || tokens.get(i - 1).is("alter"));
            boolean verb = holds(List.of(tokens.get(i)), WRITING)
                    || (behind && tokens.get(i).is("table"));
            int name = i + 1;
            while (verb && name < tokens.size() && holds(List.of(tokens.get(name)), BEFORE_NAME)) {
                name++;
            }
            if (verb && name + 2 < tokens.size() && tokens.get(name + 1).isSymbol(".")) {
                name += 2;
            }
            if (verb && name < tokens.size()) {
                names.add(tokens.get(name).text());
            }
        }
    }

    private static void collect(String text, Set<String> names) {
        for (Token token : Tokens.of(text)) {
            switch (token.kind()) {
                case WORD, QUOTED -> names.add(token.text());
                case STRING -> {
                    if (!token.text().equals(text) && !token.text().isEmpty()) {
                        collect(token.text(), names); // the body of a DO block
                    }
                }
                case NUMBER, OPERATOR, SYMBOL -> {}
            }
        }
    }

    private static List<String> statements(UpScript script, boolean oneIsEnough) {
        var found = new java.util.ArrayList<String>();
        try {
            for (ScriptSource.Piece piece : script.script().pieces()) {
                try (ScriptReader reader = piece.open(true)) {
                    for (Item item = reader.next(); item != null; item = reader.next()) {
                        if (item instanceof Statement statement && mayDestroy(statement)) {
                            found.add(statement.text());
                            if (oneIsEnough) {
                                return found;
                            }
                        }
                    }
                }
            }
        } catch (IOException | UnterminatedException unreadable) {
            // Told by whoever runs it.
        }
        return found;
    }

    static boolean mayDestroy(Statement statement) {
        int blank = statement.summary().indexOf(' ');
        String first = (blank < 0 ? statement.summary() : statement.summary().substring(0, blank))
                .toLowerCase(java.util.Locale.ROOT);
        if (HARMLESS.contains(first)) {
            return statement.joined() > 1 && mayDestroy(statement.text());
        }
        return mayDestroy(statement.text());
    }

    static boolean mayDestroy(String text) {
        List<Token> tokens = Tokens.of(text);
        if (tokens.isEmpty()) {
            return false;
        }
        return switch (tokens.get(0).text()) {
            case "drop" ->
                holds(tokens, Set.of("cascade"))
                        || (tokens.size() > 1
                                && HOLDING_ROWS.contains(tokens.get(1).text()));
            case "alter" -> alters(tokens);
            case "insert" -> holds(tokens, WRITING);
            case "select", "with", "values", "table", "explain" -> holds(tokens, WRITING) || calls(tokens);
            case "create", "comment", "grant", "revoke", "set", "copy" ->
                holds(tokens, Set.of("drop", "truncate", "alter"));
            default -> !HARMLESS.contains(tokens.get(0).text());
        };
    }

    private static boolean alters(List<Token> tokens) {
        String what = tokens.size() > 1 ? tokens.get(1).text() : "";
        if (!what.equals("table") && !what.equals("type") && !what.equals("materialized") && !what.equals("foreign")) {
            return false;
        }
        for (int i = 2; i < tokens.size(); i++) {
            boolean last = i + 1 == tokens.size();
            boolean drops = tokens.get(i).is("drop")
                    && !last
                    && !HOLDING_NONE.contains(tokens.get(i + 1).text());
            if (drops || (tokens.get(i).is("type") && retypes(tokens, i))) {
                return true;
            }
        }
        return false;
    }

    /** {@code ALTER [COLUMN] name [SET DATA] TYPE}; not a column of that name. */
    private static boolean retypes(List<Token> tokens, int type) {
        Token twoBefore = tokens.get(type - 2);
        return tokens.get(type - 1).is("data")
                || twoBefore.is("alter")
                || twoBefore.is("column")
                || twoBefore.is("attribute");
    }

    private static boolean holds(List<Token> tokens, Set<String> words) {
        return tokens.stream().anyMatch(token -> token.kind() == Tokens.Kind.WORD && words.contains(token.text()));
    }

    private static boolean calls(List<Token> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            boolean name = tokens.get(i - 1).kind() == Tokens.Kind.QUOTED
                    || (tokens.get(i - 1).kind() == Tokens.Kind.WORD
                            && !HARMLESS_BEFORE_PARENTHESIS.contains(
                                    tokens.get(i - 1).text()));
            if (tokens.get(i).isSymbol("(") && name) {
                return true;
            }
        }
        return false;
    }
}
