package dev.migrate.apply;

import java.util.List;

/**
 * What a run did before a migration that stopped it.
 *
 * @param applied how many migrations are applied and stay
 * @param unsure ids of those whose commit was answered, but which the server may have lost when it stopped
 * @param forgotten whether it has lost them, so the history says
 */
record Earlier(int applied, List<String> unsure, boolean forgotten) {
    static Earlier applied(int count) {
        return new Earlier(count, List.of(), false);
    }

    /** In words, with a space before them. */
    String words() {
        String stay = switch (applied) {
            case 0 -> "";
            case 1 -> " The migration before it was applied and stays.";
            default -> " The " + applied + " migrations before it were applied and stay.";
        };
        return stay + doubt();
    }

    /** What of it is not sure, in words, with a space before them. */
    String doubt() {
        if (unsure.isEmpty()) {
            return "";
        }
        String ids = String.join(", ", unsure);
        return forgotten
                ? " Committed before it, and lost with the crash of the server: " + ids + "."
                : " Committed before it, but perhaps not on the disk of the server yet: " + ids + ".";
    }
}
