package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A scratch PostgreSQL server of one run; scratch databases come and go on it.
 *
 * <p>Roles belong to the server and not to a database. Those that a script makes in a scratch database are dropped with
 * it, so a script that makes roles can run in one scratch database after the other, but not in two that are there at
 * once: for that, open a second server.
 */
public final class Shadow implements AutoCloseable {
    /** object_in_use. */
    private static final String IN_USE = "55006";

    private static final long PATIENCE_SECONDS = 5;

    private final ScratchServer server;
    private final List<ScratchDatabase> open = new ArrayList<>();

    Shadow(ScratchServer server) {
        this.server = server;
    }

    /**
     * Starts a server, or connects to the one that the config names.
     *
     * @throws dev.migrate.problem.MigrationFailure exit code 2 where there is no such server, 4 where it cannot be
     *     started or reached, 1 where it refuses the prelude
     */
    public static Shadow open(ShadowRequest request) {
        return new Shadow(ServerChoice.open(request));
    }

    /** A database with the prelude in it. */
    public synchronized ScratchDatabase create() {
        ScratchDatabase made = make(server.template());
        server.roles().made(made.name());
        return made;
    }

    /** A database with nothing in it; the roles of the prelude are there. */
    public synchronized ScratchDatabase empty() {
        ScratchDatabase made = make(Likeness.TEMPLATE);
        server.roles().made(made.name());
        return made;
    }

    /**
     * A database with all that another one holds. PostgreSQL copies none to which somebody is connected; a session
     * that was closed a moment ago is waited for.
     *
     * @throws IllegalStateException where one is still connected
     */
    public synchronized ScratchDatabase copy(ScratchDatabase of) {
        waitForEndOfSessions(of);
        ScratchDatabase made = make(of.name());
        server.roles().copied(of.name(), made.name());
        return made;
    }

    /**
     * Takes away a role that is there only because the target has it, so that a script can make it.
     *
     * @return whether it was such a role, and nothing depended on it
     */
    public synchronized boolean giveWay(String role) {
        return server.standInRoles().contains(role)
                && server.session().ask("DROP ROLE " + Identifier.quoted(role)).ok();
    }

    /** Which server this is, in words. */
    public String description() {
        return server.description();
    }

    /** The major version that runs. */
    public int majorVersion() {
        return server.session().facts().major();
    }

    private ScratchDatabase make(String template) {
        String name = server.newName();
        server.make(name, template).ifPresent(error -> {
            throw server.refused(error);
        });
        var made = new ScratchDatabase(this, server.session().target().withDatabase(name));
        open.add(made);
        return made;
    }

    private void waitForEndOfSessions(ScratchDatabase database) {
        String who = "SELECT application_name, pid FROM pg_stat_activity WHERE datname = "
                + Identifier.literal(database.name()) + " ORDER BY pid";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<List<String>> connected = server.session().rows(who);
        while (!connected.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the scratch database " + database.name()
                        + " cannot be copied while somebody is connected to it: " + connected);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            connected = server.session().rows(who);
        }
    }

    synchronized void drop(ScratchDatabase database) {
        if (open.remove(database)) {
            server.roles().dropping(database.name());
            Reply reply = dropOnce(database);
            if (reply.error().filter(error -> error.is(IN_USE)).isPresent()) {
                release(database);
                reply = dropOnce(database);
            }
            reply.error().ifPresent(error -> {
                throw server.refused(error);
            });
            server.roles().dropped(database.name());
        }
    }

    private Reply dropOnce(ScratchDatabase database) {
        return server.session().ask("DROP DATABASE IF EXISTS " + Identifier.quoted(database.name()) + " WITH (FORCE)");
    }

    /** What keeps a database from being dropped although nobody is connected to it: its subscriptions. */
    private void release(ScratchDatabase database) {
        try (Session session = database.connect("migrate shadow")) {
            var subscriptions = session.rows("SELECT subname FROM pg_subscription JOIN pg_database ON"
                    + " pg_database.oid = subdbid WHERE datname = current_database()");
            for (List<String> subscription : subscriptions) {
                String name = Identifier.quoted(subscription.get(0));
                session.ask("ALTER SUBSCRIPTION " + name + " DISABLE");
                session.ask("ALTER SUBSCRIPTION " + name + " SET (slot_name = NONE)");
                session.ask("DROP SUBSCRIPTION " + name);
            }
        }
    }

    /** Drops all scratch databases, and ends a server that is ours. */
    @Override
    public synchronized void close() {
        try (server) {
            if (!server.ours()) {
                List.copyOf(open).forEach(this::drop);
            }
        }
        open.clear();
    }
}
