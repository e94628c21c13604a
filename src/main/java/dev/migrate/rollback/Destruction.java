package dev.migrate.rollback;

import java.util.List;

/** What a way back may destroy: what the user is asked about. */
@FunctionalInterface
public interface Destruction {
    /** A few words for each thing; none where nothing can be lost. */
    List<String> of(RollbackStep step);
}
