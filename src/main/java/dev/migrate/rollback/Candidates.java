package dev.migrate.rollback;

import dev.migrate.history.History;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rows of the history that a selection means. */
final class Candidates {
    private static final String LISTS = "migrate status lists them";

    private final List<Recorded> newestFirst;
    private final List<Standing> standings;

    Candidates(History history, List<Standing> standings) {
        this.standings = standings;
        this.newestFirst = history.rows().stream()
                .filter(row -> row.state() != RecordedState.ROLLED_BACK)
                .sorted(Comparator.comparingLong(Recorded::position).reversed())
                .toList();
    }

    /**
     * What was selected.
     *
     * @param rows newest first
     * @param undoneAlready ids that were named and are rolled back already
     */
    record Selected(List<Recorded> rows, List<String> undoneAlready) {}

    /**
     * Finds them.
     *
     * @throws MigrationFailure exit code 2 where the selection names nothing, or something that is not applied
     */
    Selected of(RollbackSelection selection) {
        if (selection.last().isPresent()) {
            return new Selected(last(selection.last().getAsInt()), List.of());
        }
        return selection.to().isPresent()
                ? new Selected(behind(selection.to().get()), List.of())
                : named(selection.ids());
    }

    private List<Recorded> last(int number) {
        List<Recorded> applied = newestFirst.stream().filter(Candidates::counts).toList();
        if (number > applied.size()) {
            throw usage(
                    "--last " + number + ": "
                            + (applied.isEmpty()
                                    ? "nothing is applied in this database"
                                    : "only " + applied.size() + (applied.size() == 1 ? " is" : " are") + " applied"),
                    LISTS);
        }
        return applied.subList(0, number);
    }

    private List<Recorded> behind(String word) {
        Recorded last = applied(Plan.find(standings, word));
        return newestFirst.stream()
                .filter(Candidates::counts)
                .filter(row -> row.position() > last.position())
                .toList();
    }

    private Selected named(List<String> words) {
        var wanted = new ArrayList<Recorded>();
        var already = new ArrayList<String>();
        for (String word : words) {
            Standing standing = Plan.find(standings, word);
            boolean undone = standing.recorded()
                    .filter(row -> row.state() == RecordedState.ROLLED_BACK)
                    .isPresent();
            if (undone) {
                already.add(standing.id());
            } else {
                wanted.add(applied(standing));
            }
        }
        return new Selected(newestFirst.stream().filter(wanted::contains).toList(), already);
    }

    private static Recorded applied(Standing standing) {
        return standing.recorded()
                .filter(row -> row.state() != RecordedState.ROLLED_BACK)
                .orElseThrow(() -> usage(
                        standing.id() + " is not applied: it is "
                                + standing.state().word().replace('_', ' '),
                        LISTS));
    }

    /** One that stopped half way is neither there nor not there: it is told, and not counted. */
    private static boolean counts(Recorded row) {
        return row.state() != RecordedState.RUNNING && row.state() != RecordedState.FAILED;
    }

    private static MigrationFailure usage(String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.of(what, fix));
    }
}
