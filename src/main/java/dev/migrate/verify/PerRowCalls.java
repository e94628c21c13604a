package dev.migrate.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the expression of a policy, as PostgreSQL prints it, calls that are evaluated for each row: those that do not
 * stand in a subquery without {@code FROM}, which is an InitPlan and runs once.
 *
 * @see <a href="https://supabase.com/docs/guides/database/postgres/row-level-security#call-functions-with-select">Call
 *     functions with select</a>
 */
final class PerRowCalls {
    /** Strings and quoted names are passed over as a whole. */
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[A-Za-z_][\\w$]*(?:\\.[A-Za-z_][\\w$]*)*|[()]");

    private static final Pattern CALLED = Pattern.compile("auth\\.(?:uid|jwt|role|email)|current_setting");

    private PerRowCalls() {}

    static boolean in(String expression) {
        Deque<Bracket> open = new ArrayDeque<>();
        open.push(new Bracket());
        Matcher token = TOKEN.matcher(expression);
        boolean opened = false;
        while (token.find()) {
            String word = token.group().toLowerCase(Locale.ROOT);
            switch (word) {
                case "(" -> open.push(new Bracket());
                case ")" -> {
                    Bracket closed = open.size() > 1 ? open.pop() : open.peek();
                    open.peek().perRow |= closed.perRow && !closed.once();
                }
                case "select" -> open.peek().select |= opened;
                case "from" -> open.peek().from = true;
                default -> open.peek().perRow |= CALLED.matcher(word).matches();
            }
            opened = word.equals("(");
        }
        return open.stream().anyMatch(bracket -> bracket.perRow);
    }

    /** What stands between two brackets. */
    private static final class Bracket {
        private boolean select;
        private boolean from;
        private boolean perRow;

        boolean once() {
            return select && !from;
        }
    }
}
