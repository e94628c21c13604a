package dev.migrate.rollback;

import dev.migrate.apply.Status;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.database.Session;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.RecordedState;
import dev.migrate.migration.Migration;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.FreshScripts;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes the way back of a migration that has none. The target is only read. */
public final class WayBackWriter {
    private final Session target;
    private final HistoryTable table;
    private final Inventory inventory;
    private final Optional<String> role;
    private final Supplier<Shadow> shadow;

    /**
     * Writes nothing yet.
     *
     * @param role that the scripts run under, as {@code [database] role} says it
     * @param shadow starts a scratch server
     */
    public WayBackWriter(
            Session target, HistoryTable table, Inventory inventory, Optional<String> role, Supplier<Shadow> shadow) {
        this.target = target;
        this.table = table;
        this.inventory = inventory;
        this.role = role;
        this.shadow = shadow;
    }

    /**
     * Derives it, and writes it.
     *
     * @param word what the user calls the migration
     * @param force whether a file with another way back may be replaced
     * @param dryRun whether nothing is written
     * @throws MigrationFailure exit code 2 where there is no such migration, or it has a way back already; 1 where it does
     *     not run on a scratch database
     */
    public WrittenWayBack write(String word, boolean force, boolean dryRun) {
        List<Standing> standings = Status.of(target, table, inventory).standings();
        Standing standing = Plan.find(standings, word);
        Migration migration = standing.migration()
                .orElseThrow(() -> new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "the file of " + standing.id() + " is gone, so that there is no place for its way back",
                                "bring the file back, or undo it by a new migration")));
        boolean applied = standing.recorded()
                .filter(row -> row.state() != RecordedState.ROLLED_BACK)
                .isPresent();
        DownPlace place = DownPlace.of(migration, applied, inventory.ordered(), force);
        Derived derived = derive(standing, standings);
        if (derived.statements().isEmpty()) {
            return new WrittenWayBack(migration.id(), Optional.empty(), false, dryRun, derived);
        }
        if (!dryRun) {
            place.write(derived.text());
        }
        return new WrittenWayBack(migration.id(), Optional.of(place.file()), place.section(), dryRun, derived);
    }

    private Derived derive(Standing standing, List<Standing> standings) {
        List<UpScript> all = scripts(standing, standings);
        String row = standing.recorded().map(recorded -> recorded.id()).orElse(standing.id());
        var earlier = new ArrayList<UpScript>();
        for (UpScript script : all) {
            if (script.id().equals(standing.id()) || script.id().equals(row)) {
                return derive(earlier, script);
            }
            earlier.add(script);
        }
        throw new MigrationFailure(
                ExitCode.USAGE,
                Problem.of(
                        standing.id() + " does not run on a fresh database: it is "
                                + standing.state().word().replace('_', ' '),
                        "write its way back by hand"));
    }

    /** What is applied, in the order of the history; of what is not, what would run before it on a fresh database. */
    private List<UpScript> scripts(Standing standing, List<Standing> standings) {
        boolean inEffect =
                standing.recorded().filter(row -> row.state().inEffect()).isPresent();
        return inEffect
                ? AppliedScripts.of(standings, inventory, new HistoryReader(target, table), true)
                        .scripts()
                : FreshScripts.of(inventory);
    }

    private Derived derive(List<UpScript> earlier, UpScript migration) {
        try (Shadow server = shadow.get();
                ScratchDatabase database = server.create();
                Session session = database.connect("migrate shadow")) {
            return Derivation.of(session, CatalogScope.of(table.schema()), role, server::giveWay, earlier, migration);
        }
    }
}
