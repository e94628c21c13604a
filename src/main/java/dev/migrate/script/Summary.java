package dev.migrate.script;

import java.util.Locale;

/** The leading words of a statement in upper case, enough for a person to know it by. */
final class Summary {
    /** Words that stand before the kind of thing that a statement makes, changes or removes. */
    private static final Keywords BEFORE_THE_KIND = new Keywords(
            "or",
            "replace",
            "unique",
            "temp",
            "temporary",
            "local",
            "global",
            "unlogged",
            "recursive",
            "materialized",
            "foreign",
            "data",
            "event",
            "constraint",
            "access",
            "text",
            "search",
            "trusted",
            "procedural",
            "default",
            "large",
            "on");

    private Summary() {}

    static String of(LeadingWords words, boolean transactional) {
        if (words.token(0) != LeadingWords.Token.WORD) {
            return words.isSymbol(0, '(') ? "(…)" : words.written(0, 1);
        }
        return switch (words.verb()) {
            case ALTER -> alter(words, transactional);
            case CREATE, DROP, COMMENT -> kindOfThing(words);
            case REINDEX -> "REINDEX" + reindex(words);
            case COMMIT, ROLLBACK, END, ABORT -> words.upper(words.is(1, "prepared") ? 2 : 1) + chain(words);
            case REFRESH -> words.upper(words.is(3, "concurrently") ? 4 : 3);
            case DISCARD, PREPARE -> words.upper(words.is(1, "transaction") || words.is(1, "all") ? 2 : 1);
            case LOCK, SECURITY, START -> words.upper(2);
            default -> words.upper(1);
        };
    }

    /** {@code AND CHAIN}, which begins the next transaction, behind {@code COMMIT [WORK | TRANSACTION]}. */
    private static String chain(LeadingWords words) {
        int and = words.is(1, "work") || words.is(1, "transaction") ? 2 : 1;
        return words.are(and, "and", "chain") ? " AND CHAIN" : "";
    }

    private static String kindOfThing(LeadingWords words) {
        int end = 1;
        while (words.has(end) && words.is(end, BEFORE_THE_KIND)) {
            end++;
        }
        end++;
        if (words.is(end, "concurrently")
                || words.is(end, "mapping")
                || words.is(end, "class")
                || words.is(end, "family")) {
            end++;
        }
        return words.upper(end);
    }

    private static String alter(LeadingWords words, boolean transactional) {
        String what = kindOfThing(words);
        int action = words.afterName(2);
        if (words.is(1, "type") && words.are(action, "add", "value")) {
            return what + " … ADD VALUE";
        }
        if (words.is(1, "database") && words.are(3, "set", "tablespace")) {
            return what + " … SET TABLESPACE";
        }
        if (words.is(1, "subscription") && words.has(3)) {
            boolean publication = words.is(4, "publication");
            return what + " … " + words.written(3, 4).toUpperCase(Locale.ROOT) + (publication ? " PUBLICATION" : "");
        }
        if (!transactional && words.is(1, "table")) {
            return what + " … DETACH PARTITION CONCURRENTLY";
        }
        return what;
    }

    private static String reindex(LeadingWords words) {
        for (int i = 1; words.has(i); i++) {
            for (String what : new String[] {"index", "table", "schema", "database", "system"}) {
                if (words.is(i, what)) {
                    return " " + what.toUpperCase(Locale.ROOT)
                            + (words.is(i + 1, "concurrently") ? " CONCURRENTLY" : "");
                }
            }
        }
        return "";
    }
}
