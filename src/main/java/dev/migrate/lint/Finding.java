package dev.migrate.lint;

/**
 * What a rule says of a statement.
 *
 * @param statement number in the migration, from 1
 * @param line where it begins
 * @param object kind and qualified name: {@code table public.orders}
 * @param message one sentence without a full stop
 */
public record Finding(Rule rule, Severity severity, int statement, int line, String object, String message) {
    /** What to do in its place. */
    public String safer() {
        return rule.safer();
    }
}
