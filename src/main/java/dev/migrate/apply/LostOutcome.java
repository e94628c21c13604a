package dev.migrate.apply;

import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import java.util.List;

/**
 * What is known of a migration whose connection was lost, in words.
 *
 * @param alsoApplied ids of those that were sent behind it and are applied
 */
record LostOutcome(String kept, String fix, List<String> alsoApplied) {
    private static final String AGAIN = "look at the log of the server, then run migrate apply again";

    LostOutcome(String kept, String fix) {
        this(kept, fix, List.of());
    }

    /**
     * Puts it into words.
     *
     * @param id of the migration whose answer is missing
     * @param behind ids of those that were sent behind it without waiting for that answer
     */
    static LostOutcome of(LostSession.Seen seen, String id, List<String> behind) {
        if (seen.stillRunning().isPresent()) {
            return stillRunning(seen.stillRunning().getAsInt());
        }
        if (seen.history().isEmpty()) {
            return new LostOutcome(
                    "The connection was lost, and the database cannot be reached to see what was kept: either all"
                            + " of it with its record, or nothing.",
                    AGAIN);
        }
        LostOutcome outcome = seen.row(id)
                .map(LostOutcome::recorded)
                .orElse(new LostOutcome(
                        "The connection was lost, and nothing of it was kept: the history does not have it.", AGAIN));
        List<String> applied = seen.history().get().rows().stream()
                .filter(row -> row.state() == RecordedState.APPLIED)
                .map(Recorded::id)
                .filter(behind::contains)
                .toList();
        String also = applied.isEmpty() ? "" : " Applied as well, behind it: " + String.join(", ", applied) + ".";
        return new LostOutcome(outcome.kept + also, outcome.fix, applied);
    }

    private static LostOutcome stillRunning(int process) {
        return new LostOutcome(
                "The connection was lost, and process " + process + " of the server still works for it: it may yet be"
                        + " applied, as a whole and with its record, or nothing of it will be kept.",
                "wait until process " + process + " has ended, or end it with select pg_terminate_backend(" + process
                        + "); then run migrate apply again");
    }

    private static LostOutcome recorded(Recorded row) {
        return switch (row.state()) {
            case APPLIED ->
                new LostOutcome(
                        "The connection was lost when its COMMIT had been sent, and the history says that it is applied as a"
                                + " whole.",
                        "nothing is to be mended: run migrate apply again for what is left");
            case RUNNING, FAILED ->
                new LostOutcome(
                        "The connection was lost. The history says that "
                                + (row.statements() == 0 ? "no statement" : "statements 1 to " + row.statements())
                                + " of it are done; the one after that may be done as well.",
                        "look at the log of the server, then run migrate apply again: it looks what became of that"
                                + " statement, and goes on");
            case COVERED, BASELINED, ROLLING_BACK, ROLLED_BACK ->
                new LostOutcome("The connection was lost, and nothing of it was kept.", AGAIN);
        };
    }
}
