package dev.migrate.rollback;

import java.time.Duration;

/**
 * What the user asks of a rollback.
 *
 * @param fromFiles the scripts of the files run, and not those that the history kept
 * @param retries how often a way back is tried again that did not get a lock
 * @param lockWait how long to wait for another run to end
 */
public record RollbackOptions(RollbackSelection selection, boolean fromFiles, int retries, Duration lockWait) {}
