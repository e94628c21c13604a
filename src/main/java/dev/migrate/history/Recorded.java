package dev.migrate.history;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of the history.
 *
 * @param position order in which rows were recorded
 * @param version as it stands in the id; empty where it has none
 * @param appliedAt of the end; of a run that did not end, of its beginning
 * @param durationMs in milliseconds
 * @param statements of the file; of a run that did not end, those that are done
 * @param hasDown whether the text of a way back is kept
 */
public record Recorded(
        String id,
        long position,
        Optional<String> version,
        String description,
        String source,
        String file,
        String checksum,
        RecordedState state,
        Instant appliedAt,
        String appliedBy,
        long durationMs,
        int statements,
        boolean hasDown,
        Optional<String> error) {}
