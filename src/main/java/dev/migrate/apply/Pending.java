package dev.migrate.apply;

import dev.migrate.engine.ScriptShape;
import dev.migrate.migration.MigrationScript;
import dev.migrate.plan.Step;

/** A step whose script was read to its end and can be run. */
public record Pending(Step step, ScriptShape shape) {
    MigrationScript script() {
        return MigrationScript.of(step.migration());
    }

    ReadyScript ready() {
        return new ReadyScript(script(), shape);
    }
}
