package dev.migrate.script;

import java.util.Locale;
import java.util.Set;

/** The leading words of a statement in upper case, enough for a person to know it by. */
final class Summary {
    /** Words that stand before the kind of thing that a statement makes, changes or removes. */
    private static final Set<String> BEFORE_THE_KIND = Set.of(
            "OR",
            "REPLACE",
            "UNIQUE",
            "TEMP",
            "TEMPORARY",
            "LOCAL",
            "GLOBAL",
            "UNLOGGED",
            "RECURSIVE",
            "MATERIALIZED",
            "FOREIGN",
            "DATA",
            "EVENT",
            "CONSTRAINT",
            "ACCESS",
            "TEXT",
            "SEARCH",
            "TRUSTED",
            "PROCEDURAL",
            "DEFAULT",
            "LARGE",
            "USER",
            "ON");

    private Summary() {}

    static String of(LeadingWords words) {
        return switch (words.verb()) {
            case ALTER -> alter(words);
            case CREATE, DROP, COMMENT -> kindOfThing(words);
            case REINDEX -> "REINDEX" + reindex(words);
            case COMMIT, ROLLBACK, END, ABORT -> first(words, words.is(1, "prepared") ? 2 : 1);
            case REFRESH -> first(words, words.is(3, "concurrently") ? 4 : 3);
            case DISCARD, PREPARE -> first(words, words.is(1, "transaction") || words.is(1, "all") ? 2 : 1);
            case LOCK, SECURITY, START -> first(words, 2);
            default -> first(words, 1);
        };
    }

    private static String kindOfThing(LeadingWords words) {
        int end = 1;
        while (words.has(end) && BEFORE_THE_KIND.contains(upper(words, end)) && !isKind(words, end)) {
            end++;
        }
        end++;
        if (words.is(end, "concurrently")
                || words.is(end, "mapping")
                || words.is(end, "class")
                || words.is(end, "family")) {
            end++;
        }
        return first(words, end);
    }

    /** {@code USER} is a kind of its own, but not in {@code USER MAPPING}. */
    private static boolean isKind(LeadingWords words, int index) {
        return words.is(index, "user");
    }

    private static String alter(LeadingWords words) {
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
            return what + " … " + upper(words, 3) + (publication ? " PUBLICATION" : "");
        }
        if (words.is(1, "table") && !TransactionRule.allows(words)) {
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

    /** The first words, up to this number, as long as they are words. */
    private static String first(LeadingWords words, int count) {
        var summary = new StringBuilder(upper(words, 0));
        for (int i = 1; i < count && words.has(i) && words.token(i) == LeadingWords.Token.WORD; i++) {
            summary.append(' ').append(upper(words, i));
        }
        return summary.toString();
    }

    private static String upper(LeadingWords words, int index) {
        return words.written(index, index + 1).toUpperCase(Locale.ROOT);
    }
}
