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
 * @param holds whether it leads back, the rows that were there among what is given back
 * @param notes in what it leads elsewhere, or what was not tried; sentences without a full stop
 */
public record WayBackVerdict(Verdict verdict, boolean holds, List<String> notes) {
    public WayBackVerdict {
        notes = List.copyOf(notes);
    }

    static WayBackVerdict none() {
        return new WayBackVerdict(Verdict.NO_WAY_BACK, false, List.of());
    }

    static WayBackVerdict unproven(String why) {
        return new WayBackVerdict(Verdict.UNPROVEN, false, List.of(why));
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
        notes.addAll(proven.notes());
        return new WayBackVerdict(proven.verdict(), holds(proven), notes);
    }

    private static boolean holds(Proven proven) {
        return (proven.verdict() == Verdict.LEADS_BACK_EXACTLY || proven.verdict() == Verdict.LEADS_BACK_BUT)
                && proven.data().stream().noneMatch(DataLoss::weighs);
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
