package dev.migrate.testing;

import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.problem.MigrationFailure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

final class Connections {
    private Connections() {}

    /** A container listens before its server does. */
    static void waitFor(Target target) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Session session = Session.open(target, "test")) {
                session.rows("select 1");
                return;
            } catch (MigrationFailure notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }
}
