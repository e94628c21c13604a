package dev.migrate.cli;

import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.plan.Inventory;

/** What a command works on: the files as they were read, and the database that they are for. */
record OpenProject(Settings settings, Inventory inventory, Database database, Session session)
        implements AutoCloseable {
    @Override
    public void close() {
        session.close();
        database.close();
    }
}
