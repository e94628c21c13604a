package dev.migrate.rollback;

import java.util.Optional;

/**
 * A way back that was derived, and where it is now.
 *
 * @param id of the migration
 * @param file that it was written to, or would be; empty where there is nothing to write
 * @param section whether it is a section of the migration's own file
 * @param dryRun whether nothing was written
 */
public record WrittenWayBack(String id, Optional<String> file, boolean section, boolean dryRun, Derived derived) {}
