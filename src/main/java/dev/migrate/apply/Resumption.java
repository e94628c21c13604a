package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.Recorded;
import dev.migrate.migration.Migration;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.SqlText;
import java.io.IOException;
import java.util.Optional;

/** Where a migration goes on that an earlier run began statement by statement and did not end. */
final class Resumption {
    private final Session session;
    private final HistoryTable table;

    Resumption(Session session, HistoryTable table) {
        this.session = session;
        this.table = table;
    }

    /**
     * Makes sure that the statements which are done are still those of the file.
     *
     * @throws MigrationFailure exit code 3 where one of these was edited since: what is in the database is not what
     *     the file says then, and only the user can know what to do
     */
    void check(Step step) {
        int done = step.done();
        Migration migration = step.migration();
        Recorded row = step.replaces().orElse(null);
        if (done == 0
                || row == null
                || row.checksum().equals(migration.checksum().toString())) {
            return;
        }
        try {
            Optional<String> before = new HistoryReader(session, table).upSql(row.id());
            Optional<String> now = migration.text(dev.migrate.history.Entry.KEPT_TEXT);
            if (before.isPresent() && now.isPresent() && SqlText.sameBeginning(before.get(), now.get(), done)) {
                return;
            }
        } catch (IOException unreadable) {
            throw Ledger.unreadable(migration, unreadable);
        }
        throw new MigrationFailure(
                ExitCode.FINDING,
                Problem.at(
                        Place.of(migration.file()),
                        "its first " + done + " statements are done, and they were edited since",
                        "bring these statements back to what they were, or undo by hand what they did and forget the run: migrate repair "
                                + migration.id() + " --forget --reason \"…\""));
    }
}
