package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.DdlOptions;
import dev.migrate.catalog.DdlText;
import dev.migrate.catalog.DdlWriter;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Settling;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.Observation;
import dev.migrate.rehearse.Observer;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.shadow.Prelude;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Loads schema files into scratch databases.
 *
 * <p>They stand for all that is the user's: they are loaded into a database with what the platform provides. Where that
 * fails, and the config tells of what was {@code existing} before the first migration, they are taken for what was
 * made on top of that.
 */
public final class SchemaLoader {
    private final Supplier<Shadow> shadow;
    private final Settings settings;
    private final CatalogScope scope;

    /**
     * Loads nothing yet.
     *
     * @param shadow the server to make databases on; asked when the first is needed
     */
    public SchemaLoader(Supplier<Shadow> shadow, Settings settings, CatalogScope scope) {
        this.shadow = shadow;
        this.settings = settings;
        this.scope = scope;
    }

    /** What is there before the files are loaded. */
    public enum Ground {
        PLATFORM,
        EXISTING
    }

    /**
     * What came of loading files.
     *
     * @param replay how far they ran
     * @param before the structure that was there before them
     * @param catalog the structure with them
     * @param observation which statement touched what; empty where nobody asked
     */
    public record Loaded(
            Ground ground, ReplayResult replay, Catalog before, Catalog catalog, Optional<Observation> observation) {}

    /** Loads them, into what they load into. */
    public Loaded load(List<UpScript> scripts) {
        return load(scripts, false);
    }

    /** The same, and which statement does what. */
    public Loaded observe(List<UpScript> scripts) {
        return load(scripts, true);
    }

    private Loaded load(List<UpScript> scripts, boolean observed) {
        Loaded loaded = load(scripts, Ground.PLATFORM, observed);
        if (loaded.replay().ok() || settings.shadow().existing().isEmpty()) {
            return loaded;
        }
        Loaded onExisting = load(scripts, Ground.EXISTING, observed);
        return onExisting.replay().ok() || further(onExisting, loaded) ? onExisting : loaded;
    }

    private static boolean further(Loaded one, Loaded other) {
        Place first = one.replay().failure().orElseThrow().where();
        Place second = other.replay().failure().orElseThrow().where();
        int files = Integer.compare(
                one.replay().done().size(), other.replay().done().size());
        return files > 0 || (files == 0 && first.line() > second.line());
    }

    /** Loads them into a database that holds this. */
    public Loaded load(List<UpScript> scripts, Ground ground, boolean observed) {
        try (ScratchDatabase database = database(ground);
                Session session = database.connect("migrate schema")) {
            var reader = new CatalogReader(session, scope);
            Catalog before = reader.read();
            if (!observed) {
                ReplayResult result = replay(session, Optional.empty()).run(scripts);
                return new Loaded(ground, result, before, reader.readWithDependencies(), Optional.empty());
            }
            try (Observer observer = Observer.install(session)) {
                ReplayResult result = replay(session, Optional.of(observer)).run(scripts);
                Observation seen = observer.observation();
                observer.remove();
                return new Loaded(ground, result, before, reader.readWithDependencies(), Optional.of(seen));
            }
        }
    }

    private Replay replay(Session session, Optional<Observer> observer) {
        Optional<String> role = settings.database().role();
        Replay replay = observer.map(one -> new Replay(session, role, one)).orElseGet(() -> new Replay(session, role));
        return replay.besides(shadow.get()::giveWay);
    }

    /**
     * In what two structures differ; what is only spelled otherwise is known as that.
     *
     * @param scripts that make one of them, on this ground
     */
    public List<Difference> differences(Catalog expected, Catalog actual, List<UpScript> scripts, Ground ground) {
        return Settling.between(expected, actual, question -> {
            try (ScratchDatabase database = database(ground);
                    Session session = database.connect("migrate schema")) {
                replay(session, Optional.empty()).run(scripts);
                return question.apply(session);
            }
        });
    }

    /**
     * In what the structures of two databases differ; what is only spelled otherwise is known as that, where what is
     * expected can be made in a scratch database.
     *
     * @param expected read with its dependencies
     */
    public List<Difference> differences(Catalog expected, Catalog actual) {
        return Settling.between(expected, actual, question -> {
            try (ScratchDatabase database = database(Ground.PLATFORM);
                    Session session = database.connect("migrate schema")) {
                Catalog provided = new CatalogReader(session, scope).read();
                session.ask(DdlText.HEADER);
                // What cannot be made stays the difference that it is, and so does what needs it.
                DdlWriter.write(expected, provided, DdlOptions.STRUCTURE)
                        .forEach(statement -> session.ask(statement.sql()));
                return question.apply(session);
            }
        });
    }

    private ScratchDatabase database(Ground ground) {
        if (ground == Ground.EXISTING || settings.shadow().existing().isEmpty()) {
            return shadow.get().create();
        }
        ScratchDatabase database = shadow.get().empty();
        try {
            Prelude.platform(settings).load(database.target());
            return database;
        } catch (RuntimeException refused) {
            database.close();
            throw refused;
        }
    }
}
