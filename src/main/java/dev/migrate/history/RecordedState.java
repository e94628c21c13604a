package dev.migrate.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a row of the history says of its migration. */
public enum RecordedState {
    APPLIED,
    /** Stood for by the bootstrap file; never run. */
    COVERED,
    /** Recorded without being run, for a database that had it already. */
    BASELINED,
    /** Begun statement by statement, and not ended: by a run that still goes on, or one that was killed. */
    RUNNING,
    /** Begun statement by statement, and stopped by an error. */
    FAILED,
    /** Being undone statement by statement: not all of its way back is done, nor is all of the migration there. */
    ROLLING_BACK,
    ROLLED_BACK;

    /** As it stands in the table and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the migration's effects are in the database, as far as the history knows. */
    public boolean inEffect() {
        return this == APPLIED || this == COVERED || this == BASELINED;
    }

    /** The state of that word; empty where somebody wrote a word that there is not. */
    static Optional<RecordedState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
