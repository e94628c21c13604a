package dev.migrate.rehearse;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The databases that scripts make of nothing but the prelude, one scratch database for each list of scripts. The server
 * is started when the first is asked for; what was made once is not made again.
 */
public final class Rebuilds implements AutoCloseable {
    private final Supplier<Shadow> source;
    private final CatalogScope scope;
    private final Optional<String> role;
    private final Map<List<UpScript>, Rebuilt> made = new HashMap<>();
    private Shadow shadow;

    /**
     * Makes none yet.
     *
     * @param source starts the server
     * @param scope which schemas count
     * @param role that the scripts run under, as {@code [database] role} says it
     */
    public Rebuilds(Supplier<Shadow> source, CatalogScope scope, Optional<String> role) {
        this.source = source;
        this.scope = scope;
        this.role = role;
    }

    /**
     * What the scripts make, in their order.
     *
     * @param replay how far they ran
     * @param catalog of what they made, with its dependencies
     * @param milliseconds that it took, without the start of the server
     */
    public record Rebuilt(ReplayResult replay, Catalog catalog, long milliseconds) {}

    /** The structure that these scripts make. */
    public synchronized Rebuilt of(List<UpScript> scripts) {
        return made.computeIfAbsent(List.copyOf(scripts), this::rebuild);
    }

    /** What a session says of a database that these scripts made. */
    public synchronized <T> T on(List<UpScript> scripts, Function<Session, T> question) {
        Shadow server = shadow();
        try (ScratchDatabase database = server.create();
                Session session = database.connect("migrate shadow")) {
            new Replay(session, role).besides(server::giveWay).run(scripts);
            return question.apply(session);
        }
    }

    /** Which statement of these scripts made and changed what. Takes longer than {@link #of}: each runs on its own. */
    public synchronized Observation observed(List<UpScript> scripts) {
        try (ScratchDatabase database = shadow().create();
                Session session = database.connect("migrate shadow");
                Observer observer = Observer.install(session)) {
            new Replay(session, role, observer).besides(shadow()::giveWay).run(scripts);
            return observer.observation();
        }
    }

    private Rebuilt rebuild(List<UpScript> scripts) {
        Shadow server = shadow();
        long start = System.nanoTime();
        try (ScratchDatabase database = server.create();
                Session session = database.connect("migrate shadow")) {
            ReplayResult replay =
                    new Replay(session, role).besides(server::giveWay).run(scripts);
            Catalog catalog = new CatalogReader(session, scope).readWithDependencies();
            return new Rebuilt(replay, catalog, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    /** The server, started by now. */
    public synchronized Shadow shadow() {
        if (shadow == null) {
            shadow = source.get();
        }
        return shadow;
    }

    @Override
    public synchronized void close() {
        if (shadow != null) {
            shadow.close();
        }
    }
}
