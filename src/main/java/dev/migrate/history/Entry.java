package dev.migrate.history;

import java.util.List;
import java.util.Optional;

/**
 * What is recorded of a migration, beside when and by whom.
 *
 * @param upSql text of the file; empty where it is larger than {@link #KEPT_TEXT}
 * @param down its own way back
 * @param unit the script that undoes it together with others
 * @param after ids of the migrations that it declares to need
 */
public record Entry(
        String id,
        Optional<String> version,
        String description,
        String source,
        String file,
        String checksum,
        Optional<String> upSql,
        Optional<Down> down,
        Optional<KeptUnit> unit,
        List<String> after) {
    /** Bytes of text that are kept of each script: 1 MiB. */
    public static final int KEPT_TEXT = 1024 * 1024;

    public Entry {
        after = List.copyOf(after);
    }

    /**
     * A way back.
     *
     * @param text empty where it is larger than {@link #KEPT_TEXT}
     * @param kind where it stands: section, file, comment
     * @param file in which it stands
     */
    public record Down(Optional<String> text, String kind, String file) {}
}
