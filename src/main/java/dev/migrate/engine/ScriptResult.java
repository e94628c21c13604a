package dev.migrate.engine;

import java.util.Optional;

/**
 * How a script ended.
 *
 * @param statements of the script that ran
 * @param failure why it stopped; empty where it ran to its end and everything is committed
 */
public record ScriptResult(int statements, Optional<ScriptFailure> failure) {
    public boolean ok() {
        return failure.isEmpty();
    }
}
