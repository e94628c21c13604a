package dev.migrate.script;

/**
 * Which statements PostgreSQL refuses in a transaction block (SQLSTATE 25001), as far as their words tell.
 *
 * <p>The places in PostgreSQL's source are the calls of {@code PreventInTransactionBlock}, for versions 15 to 18. What
 * depends on the catalog ({@code REINDEX TABLE}, {@code CLUSTER} of a partitioned table) or on the body of a routine
 * ({@code CALL}, {@code DO}) counts as allowed; what depends on the state of a subscription counts as refused.
 */
final class TransactionRule {
    private TransactionRule() {}

    static boolean allows(LeadingWords words) {
        return switch (words.verb()) {
            case VACUUM -> false;
            case CREATE -> allowsCreate(words);
            case DROP -> allowsDrop(words);
            case ALTER -> allowsAlter(words);
            case REINDEX -> allowsReindex(words);
            case CLUSTER -> hasTable(words);
            case REPACK -> hasTable(words) && !option(words, 1, "concurrently", false);
            case DISCARD -> !words.is(1, "all");
            case COMMIT, ROLLBACK -> !words.is(1, "prepared");
            default -> true;
        };
    }

    private static boolean allowsCreate(LeadingWords words) {
        int index = words.is(1, "unique") ? 2 : 1;
        if (words.are(index, "index", "concurrently") || words.is(1, "database") || words.is(1, "tablespace")) {
            return false;
        }
        if (words.is(1, "subscription")) {
            int options = lastOptions(words);
            return !option(words, options, "create_slot", true) || !option(words, options, "connect", true);
        }
        return true;
    }

    /** {@code DROP SUBSCRIPTION} is refused where the subscription has a slot, which only the catalog knows. */
    private static boolean allowsDrop(LeadingWords words) {
        return !(words.are(1, "index", "concurrently")
                || words.is(1, "database")
                || words.is(1, "tablespace")
                || words.is(1, "subscription"));
    }

    private static boolean allowsAlter(LeadingWords words) {
        if (words.is(1, "system")) {
            return false;
        }
        if (words.is(1, "database")) {
            int next = words.is(3, "set") || words.is(3, "with") ? 4 : 3;
            return !words.is(next, "tablespace");
        }
        if (words.is(1, "table")) {
            return !detachesConcurrently(words);
        }
        return !words.is(1, "subscription") || allowsAlterSubscription(words);
    }

    private static boolean detachesConcurrently(LeadingWords words) {
        int name = words.are(2, "if", "exists") ? 4 : 2;
        boolean only = words.is(name, "only");
        if (only) {
            name++;
        }
        boolean parenthesis = only && words.isSymbol(name, '(');
        int next = words.afterName(parenthesis ? name + 1 : name);
        if (parenthesis || words.isSymbol(next, '*')) {
            next++;
        }
        return words.are(next, "detach", "partition") && words.is(words.afterName(next + 2), "concurrently");
    }

    private static boolean allowsAlterSubscription(LeadingWords words) {
        int action = 3;
        if (words.are(action, "refresh", "publication")) {
            return false;
        }
        if (words.is(action, "set") && words.isSymbol(action + 1, '(')) {
            boolean failover = optionIndex(words, action + 1, "failover") > 0;
            return !failover && option(words, action + 1, "two_phase", true);
        }
        boolean publications = words.is(action, "set") || words.is(action, "add") || words.is(action, "drop");
        if (publications && words.is(action + 1, "publication")) {
            return !option(words, lastOptions(words), "refresh", true);
        }
        return true;
    }

    private static boolean allowsReindex(LeadingWords words) {
        int what = afterOptions(words, 1);
        boolean wide = words.is(what, "schema") || words.is(what, "database") || words.is(what, "system");
        return !wide && !words.is(what + 1, "concurrently") && !option(words, 1, "concurrently", false);
    }

    /** {@code CLUSTER} and its successor {@code REPACK} are refused where they are to work on every table. */
    private static boolean hasTable(LeadingWords words) {
        int next = words.is(1, "verbose") ? 2 : afterOptions(words, 1);
        return words.has(next);
    }

    /** Behind the list in parentheses that may begin at the index. */
    private static int afterOptions(LeadingWords words, int open) {
        if (!words.isSymbol(open, '(')) {
            return open;
        }
        int depth = 0;
        for (int i = open; words.has(i); i++) {
            if (words.isSymbol(i, '(')) {
                depth++;
            } else if (words.isSymbol(i, ')') && --depth == 0) {
                return i + 1;
            }
        }
        return words.count();
    }

    /** Index of the list behind {@code WITH}, or 0: a name before it cannot be WITH, which is reserved. */
    private static int lastOptions(LeadingWords words) {
        for (int i = 2; words.has(i); i++) {
            if (words.is(i, "with") && words.isSymbol(i + 1, '(')) {
                return i + 1;
            }
        }
        return 0;
    }

    /**
     * The value of a yes-or-no option in a list; an option that is named without a value is on.
     *
     * @see <a href="https://www.postgresql.org/docs/current/sql-reindex.html">REINDEX</a> and defGetBoolean() in
     *     PostgreSQL's src/backend/commands/define.c
     */
    private static boolean option(LeadingWords words, int open, String name, boolean otherwise) {
        int index = optionIndex(words, open, name);
        if (index == 0) {
            return otherwise;
        }
        int value = words.isSymbol(index + 1, '=') ? index + 2 : index + 1;
        String bare = words.bare(value);
        return !(bare.equals("off") || bare.equals("false") || bare.equals("0"));
    }

    /** Index of the name of an option in the list that begins at the index, or 0; the last one counts. */
    private static int optionIndex(LeadingWords words, int open, String name) {
        int found = 0;
        if (open > 0 && words.isSymbol(open, '(')) {
            int end = afterOptions(words, open);
            for (int i = open + 1; i < end; i++) {
                boolean begins = i == open + 1 || words.isSymbol(i - 1, ',');
                if (begins && words.bare(i).equals(name)) {
                    found = i;
                }
            }
        }
        return found;
    }
}
