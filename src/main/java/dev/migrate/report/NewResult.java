package dev.migrate.report;

import dev.migrate.rollback.WrittenWayBack;
import java.util.Optional;

/**
 * A migration that was made.
 *
 * @param file relative to the project
 * @param here the same file as it is called where the user is
 * @param rollback the file that holds what undoes it, or is to hold it
 * @param derived where that was derived at once
 */
public record NewResult(
        String id, String file, String here, Optional<String> rollback, Optional<WrittenWayBack> derived) {}
