package dev.migrate.cli;

import dev.migrate.engine.EngineSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a run that changes the database waits, and for whom. */
final class RunOptions {
    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Longest wait of a statement for a lock, such as 5s; default: 5s.")
    private Duration lockTimeout;

    @Option(
            names = "--statement-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Longest time of a statement; 0 for no limit, which is the default.")
    private Duration statementTimeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often a migration that did not get a lock is tried again; default: ${DEFAULT-VALUE}.")
    private int retries = 10;

    @Option(
            names = "--lock-wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for another run to end; default: 60s.")
    private Duration lockWait = Duration.ofSeconds(60);

    /** The settings of the config with what was given laid over them. */
    EngineSettings over(EngineSettings configured) {
        return new EngineSettings(
                lockTimeout == null ? configured.lockTimeout() : lockTimeout,
                statementTimeout == null ? configured.statementTimeout() : statementTimeout,
                configured.role());
    }

    int retries() {
        return retries;
    }

    Duration lockWait() {
        return lockWait;
    }
}
