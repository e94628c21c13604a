package dev.migrate.report;

/**
 * The database that a command works on, without its password.
 *
 * @param server version as the server gives it, such as {@code 17.4}
 * @param pooler whether one is in between, in words; empty where there is none
 * @param origin where the user named it, in words
 */
public record TargetFacts(
        String host, int port, String name, String user, String server, String pooler, String origin) {}
