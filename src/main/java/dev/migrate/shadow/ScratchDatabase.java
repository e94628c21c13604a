package dev.migrate.shadow;

import dev.migrate.database.Session;
import dev.migrate.database.Target;

/** A database that may be filled, changed and broken; gone when this is closed. */
public final class ScratchDatabase implements AutoCloseable {
    private final Shadow shadow;
    private final Target target;

    ScratchDatabase(Shadow shadow, Target target) {
        this.shadow = shadow;
        this.target = target;
    }

    /** Where it is, as the user who made it. */
    public Target target() {
        return target;
    }

    /**
     * Connects to it.
     *
     * @param applicationName shown in {@code pg_stat_activity}
     */
    public Session connect(String applicationName) {
        return Session.open(target, applicationName);
    }

    String name() {
        return target.database();
    }

    /** Drops it, and ends whatever is connected to it. */
    @Override
    public void close() {
        shadow.drop(this);
    }
}
