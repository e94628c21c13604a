package dev.migrate.migration;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a comment that says that SQL follows: {@code Rollback script:}.
 *
 * @param sql what stands behind the colon, if it is SQL, else empty
 */
public record Heading(Purpose purpose, String sql) {
    /** What the SQL is for. */
    public enum Purpose {
        ROLLBACK,
        VERIFICATION
    }

    private static final Pattern SHAPE = Pattern.compile(
            "[\\s*=#!-]*(rollback|verification)\\b(\\s+(?:scripts?|quer(?:y|ies)|sql|plan|statements?|steps?|commands?"
                    + "|checks?|migration|instructions|procedure)\\b)?(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NOTHING_MORE = Pattern.compile("[\\s*=#!-]*(\\([^)]*\\))?[\\s*=#!-]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern EXPECTATION =
            Pattern.compile("(expected|expect|should)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> FIRST_WORDS = Set.of(
            "ABORT",
            "ALTER",
            "ANALYZE",
            "BEGIN",
            "CALL",
            "CLUSTER",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DELETE",
            "DO",
            "DROP",
            "END",
            "EXECUTE",
            "EXPLAIN",
            "GRANT",
            "IMPORT",
            "INSERT",
            "LOCK",
            "MERGE",
            "NOTIFY",
            "REASSIGN",
            "REFRESH",
            "REINDEX",
            "RELEASE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "SAVEPOINT",
            "SECURITY",
            "SELECT",
            "SET",
            "SHOW",
            "START",
            "TABLE",
            "TRUNCATE",
            "UPDATE",
            "VACUUM",
            "VALUES",
            "WITH");

    /** The heading that this line is, if it is one; the marks of the comment are taken off. */
    public static Optional<Heading> of(String line) {
        Matcher matcher = SHAPE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Purpose purpose = matcher.group(1).equalsIgnoreCase("rollback") ? Purpose.ROLLBACK : Purpose.VERIFICATION;
        String rest = matcher.group(3);
        int colon = rest.indexOf(':');
        String before = colon < 0 ? rest : rest.substring(0, colon);
        // "Rollback is done by hand" is a sentence; "Rollback", "Rollback (if needed):", "Rollback Script ..." are not.
        if (matcher.group(2) == null && !NOTHING_MORE.matcher(before).matches()) {
            return Optional.empty();
        }
        String sql = colon < 0 ? "" : rest.substring(colon + 1).strip();
        return Optional.of(new Heading(purpose, looksLikeSql(sql) ? sql : ""));
    }

    /** Whether a statement or a comment may begin with this line. */
    static boolean looksLikeSql(String line) {
        String text = line.strip();
        if (text.startsWith("--") || text.startsWith("/*") || text.startsWith("(")) {
            return true;
        }
        Matcher matcher = WORD.matcher(text);
        return matcher.lookingAt() && FIRST_WORDS.contains(matcher.group().toUpperCase(Locale.ROOT));
    }

    static boolean isExpectation(String line) {
        return EXPECTATION.matcher(line.strip()).matches();
    }
}
