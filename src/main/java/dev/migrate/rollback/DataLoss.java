package dev.migrate.rollback;

import dev.migrate.problem.Place;
import java.util.Optional;

/**
 * What happened to generated rows on the way there and back.
 *
 * @param kind of it
 * @param table qualified; empty where a script failed
 * @param message one sentence without a full stop
 * @param where in a script that failed
 */
public record DataLoss(Kind kind, String table, String message, Optional<Place> where) {
    /** Its kinds. */
    public enum Kind {
        /** The way back takes or changes rows that were there before the migration, and that this left as they were. */
        LOST_BY_DOWN,
        /** The migration does, and its way back does not give them back. */
        LOST_BY_UP,
        /** The way back fails where tables hold rows, and not where they are empty. */
        DOWN_FAILS,
        /** The migration does. It may hold for the rows of the target all the same. */
        UP_FAILS
    }

    /** Whether it makes the proof fail: what the migration itself destroys is its purpose, or for {@code apply} to keep. */
    public boolean weighs() {
        return kind == Kind.LOST_BY_DOWN || kind == Kind.DOWN_FAILS;
    }
}
