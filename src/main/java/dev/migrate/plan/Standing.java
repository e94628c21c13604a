package dev.migrate.plan;

import dev.migrate.history.Recorded;
import dev.migrate.migration.Migration;
import java.util.Optional;

/**
 * How one migration stands: its file, its row, and what both together mean. At least one of the two is there.
 *
 * @param renamed whether the row has another id, and was recognised by its checksum, or another file
 */
public record Standing(Optional<Migration> migration, Optional<Recorded> recorded, State state, boolean renamed) {
    public Standing {
        if (migration.isEmpty() && recorded.isEmpty()) {
            throw new IllegalArgumentException("neither a file nor a row");
        }
    }

    public String id() {
        return migration.map(Migration::id).orElseGet(() -> recorded.get().id());
    }

    /** As the user would name it: of a missing one, as it was recorded. */
    public String file() {
        return migration.map(Migration::file).orElseGet(() -> recorded.get().file());
    }

    public boolean unversioned() {
        return migration.map(Migration::unversioned).orElse(false);
    }
}
