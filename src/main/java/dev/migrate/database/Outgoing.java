package dev.migrate.database;

/**
 * A message of a flight.
 *
 * @param sql its statements
 * @param statements how many of them the server will have completed when all went well
 */
public record Outgoing(String sql, int statements, NoticeListener notices) {}
