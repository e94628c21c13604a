package dev.migrate.database;

/** Hears of every message to the server, for somebody who looks for what went wrong. */
@FunctionalInterface
public interface MessageTrace {
    /**
     * A message was answered.
     *
     * @param sql as it was sent; may be long, and holds what the migration holds
     * @param milliseconds until the server was ready again
     */
    void answered(String sql, Reply reply, long milliseconds);
}
