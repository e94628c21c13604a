package dev.migrate.preview;

import dev.migrate.catalog.Difference;
import dev.migrate.rollback.DataLoss;
import dev.migrate.rollback.Proven;
import dev.migrate.rollback.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the way back of a migration leads.
 *
 * @param notes in what it leads elsewhere, or what was not tried; sentences without a full stop
 */
public record WayBackVerdict(Verdict verdict, List<String> notes) {
    public WayBackVerdict {
        notes = List.copyOf(notes);
    }

    static WayBackVerdict none() {
        return new WayBackVerdict(Verdict.NO_WAY_BACK, List.of());
    }

    static WayBackVerdict unproven(String why) {
        return new WayBackVerdict(Verdict.UNPROVEN, List.of(why));
    }

    static WayBackVerdict of(Proven proven) {
        var notes = new ArrayList<String>();
        if (proven.ids().size() > 1) {
            notes.add("as a unit with the others of " + String.join(", ", proven.ids()));
        }
        proven.differences().stream().map(Difference::sentence).forEach(notes::add);
        proven.again().stream()
                .map(difference -> "applied again behind it: " + difference.sentence())
                .forEach(notes::add);
        proven.failure().ifPresent(failure -> notes.add(failed(proven) + failure.where() + ": " + failure.error()));
        proven.data().stream()
                .map(loss -> (loss.table().isEmpty() ? "" : loss.table() + ": ") + loss.message())
                .forEach(notes::add);
        proven.data().stream()
                .map(DataLoss::error)
                .forEach(error -> error.ifPresent(said -> notes.add(said.message())));
        notes.addAll(proven.notes());
        return new WayBackVerdict(proven.verdict(), notes);
    }

    private static String failed(Proven proven) {
        return switch (proven.refused()) {
            case UP -> "what is before it does not run on the scratch server: ";
            case DOWN -> "";
            case UP_AGAIN -> "it cannot be applied again behind its way back: ";
            case NONE -> "";
        };
    }
}
