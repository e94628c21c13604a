package dev.migrate.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How scripts are run.
 *
 * @param lockTimeout longest wait of a statement for a lock; zero waits for ever
 * @param statementTimeout longest time of a statement; zero means no limit
 * @param role set before anything runs ({@code SET ROLE}); empty keeps the user that logged in
 */
public record EngineSettings(Duration lockTimeout, Duration statementTimeout, Optional<String> role) {}
