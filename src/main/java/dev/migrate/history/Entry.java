package dev.migrate.history;

import java.util.Optional;

/**
 * What is recorded of a migration, beside when and by whom.
 *
 * @param upSql text of the file; empty where it is larger than {@link #KEPT_TEXT}
 * @param downSql text of the way back; likewise, or where there is none
 */
public record Entry(
        String id,
        Optional<String> version,
        String description,
        String source,
        String file,
        String checksum,
        Optional<String> upSql,
        Optional<String> downSql) {
    /** Bytes of text that are kept of each script: 1 MiB. */
    public static final int KEPT_TEXT = 1024 * 1024;
}
