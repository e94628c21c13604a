package dev.migrate.apply;

import dev.migrate.engine.ScriptShape;
import dev.migrate.engine.ScriptSource;

/** A script that was read to its end and can be run. */
public record ReadyScript(ScriptSource source, ScriptShape shape) {}
