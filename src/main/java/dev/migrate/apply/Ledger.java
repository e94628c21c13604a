package dev.migrate.apply;

import dev.migrate.history.Entry;
import dev.migrate.history.KeptUnit;
import dev.migrate.migration.DownScript;
import dev.migrate.migration.Migration;
import dev.migrate.migration.Project;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.migration.Version;
import dev.migrate.plan.Inventory;
import dev.migrate.problem.MigrationFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the history is to hold of migrations: their names, and the texts of both ways. */
record Ledger(Inventory inventory) {
    Entry entry(Migration migration) {
        try {
            return new Entry(
                    migration.id(),
                    migration.version().map(Version::toString),
                    migration.description(),
                    migration.source(),
                    migration.file(),
                    migration.checksum().toString(),
                    migration.text(Entry.KEPT_TEXT),
                    down(migration),
                    unit(migration),
                    List.copyOf(inventory.after().getOrDefault(migration.id(), Set.of())));
        } catch (IOException unreadable) {
            throw unreadable(migration, unreadable);
        }
    }

    private static Optional<Entry.Down> down(Migration migration) throws IOException {
        Optional<DownScript> down = migration.down();
        return down.isEmpty()
                ? Optional.empty()
                : Optional.of(new Entry.Down(
                        down.get().text(), down.get().kind(), down.get().where().file()));
    }

    /** Of several that name it, the first, as in the config. */
    private Optional<KeptUnit> unit(Migration migration) {
        for (Project.RollbackUnit unit : inventory.rollbacks()) {
            if (unit.undoes().contains(migration.id())) {
                try {
                    return Optional.of(new KeptUnit(unit.file(), unit.script().text(Entry.KEPT_TEXT), unit.undoes()));
                } catch (IOException unreadable) {
                    throw UnreadableFile.of(unit.file(), unreadable);
                }
            }
        }
        return Optional.empty();
    }

    static MigrationFailure unreadable(Migration migration, IOException error) {
        return UnreadableFile.of(migration.file(), error);
    }
}
