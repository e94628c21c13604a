package dev.migrate.script;

import java.util.Arrays;
import java.util.Locale;

/**
 * The first words of statements whose further words matter to us, and how many of these are to be kept.
 *
 * <p>Everything else, such as the rows of a dump in {@code INSERT} form, is passed over as fast as possible.
 */
enum Verb {
    ABORT(6),
    ALTER(4),
    BEGIN(1),
    CLUSTER(64),
    COMMENT(8),
    COMMIT(6),
    COPY(1),
    CREATE(6),
    DISCARD(2),
    DROP(8),
    END(6),
    IMPORT(3),
    LOCK(2),
    PREPARE(2),
    REASSIGN(2),
    REFRESH(4),
    REINDEX(64),
    RELEASE(2),
    REPACK(64),
    RESET(2),
    ROLLBACK(6),
    SECURITY(2),
    SET(8),
    START(2),
    TRUNCATE(2),
    VACUUM(1),
    OTHER(1);

    private static final Verb[][] BY_LETTER = new Verb[26][0];

    static {
        for (Verb verb : values()) {
            if (verb != OTHER) {
                int letter = verb.spelling.charAt(0) - 'a';
                Verb[] sooner = BY_LETTER[letter];
                Verb[] all = Arrays.copyOf(sooner, sooner.length + 1);
                all[sooner.length] = verb;
                BY_LETTER[letter] = all;
            }
        }
    }

    /** Enough for {@code ALTER TABLE IF EXISTS ONLY a.b.c * DETACH PARTITION a.b.c CONCURRENTLY}. */
    private static final int LONGER = 24;

    private final String spelling = name().toLowerCase(Locale.ROOT);
    private final int tokens;

    Verb(int tokens) {
        this.tokens = tokens;
    }

    /** How many tokens of such a statement are looked at, this one included, if nothing is known of the second. */
    int tokens() {
        return tokens;
    }

    /** How many tokens are looked at where the second one is known. */
    int tokens(LeadingWords words) {
        if (this != CREATE && this != ALTER) {
            return tokens;
        }
        if (words.is(1, "subscription")) {
            return LeadingWords.MOST;
        }
        boolean longer = this == CREATE
                ? words.is(1, "index") || words.is(1, "unique")
                : words.is(1, "table") || words.is(1, "type") || words.is(1, "database");
        return longer ? LONGER : tokens;
    }

    static Verb of(byte[] bytes, int from, int to) {
        int letter = Bytes.lower(bytes[from]) - 'a';
        if (letter >= 0 && letter < BY_LETTER.length) {
            for (Verb verb : BY_LETTER[letter]) {
                if (LeadingWords.same(bytes, from, to, verb.spelling)) {
                    return verb;
                }
            }
        }
        return OTHER;
    }
}
