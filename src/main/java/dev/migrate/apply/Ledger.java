package dev.migrate.apply;

import dev.migrate.history.Entry;
import dev.migrate.migration.DownScript;
import dev.migrate.migration.Migration;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.migration.Version;
import dev.migrate.problem.MigrationFailure;
import java.io.IOException;
import java.util.Optional;

/** What the history is to hold of a migration: its names, and the texts of both ways. */
final class Ledger {
    private Ledger() {}

    static Entry entry(Migration migration) {
        try {
            Optional<DownScript> down = migration.down();
            return new Entry(
                    migration.id(),
                    migration.version().map(Version::toString),
                    migration.description(),
                    migration.source(),
                    migration.file(),
                    migration.checksum().toString(),
                    migration.text(Entry.KEPT_TEXT),
                    down.isPresent() ? down.get().text() : Optional.empty());
        } catch (IOException unreadable) {
            throw unreadable(migration, unreadable);
        }
    }

    static MigrationFailure unreadable(Migration migration, IOException error) {
        return UnreadableFile.of(migration.file(), error);
    }
}
