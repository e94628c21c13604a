package dev.migrate.cli;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.rehearse.FreshScripts;
import dev.migrate.rehearse.Rebuilds;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.report.Report;
import dev.migrate.schema.SchemaComparison.Side;
import dev.migrate.schema.SchemaFolder;
import dev.migrate.schema.SchemaLoader;
import dev.migrate.shadow.Shadow;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Structures by the words that a user has for them. What is opened for them is closed with this. */
final class SchemaSides implements AutoCloseable {
    private static final String TARGET = "target";
    private static final String FILES = "files";
    private static final String CURRENT_SCHEMA = "current_schema";

    private final Workplace workplace;
    private final Settings settings;
    private final Report report;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Rebuilds rebuilds;
    private Session first;

    SchemaSides(Workplace workplace, Settings settings, Report report) {
        this.workplace = workplace;
        this.settings = settings;
        this.report = report;
        this.rebuilds = new Rebuilds(this::open, scope(), settings.database().role());
    }

    CatalogScope scope() {
        return CatalogScope.of(settings.history().schema());
    }

    /** The scratch server; of the major version of the first database that was connected to. */
    Shadow shadow() {
        return rebuilds.shadow();
    }

    /** Connects to those of them that are databases, so that a scratch server is made like them. */
    void connect(List<String> words) {
        words.stream().filter(word -> word.equals(TARGET) || isUrl(word)).forEach(this::session);
    }

    /**
     * The structure that a word stands for.
     *
     * @throws MigrationFailure exit code 2 where there is no such thing, or its files do not load
     */
    Side side(String word) {
        if (word.equals(TARGET) || isUrl(word)) {
            return database(word);
        }
        if (word.equals(FILES)) {
            return files();
        }
        Location location = word.equals(CURRENT_SCHEMA)
                ? SchemaFolder.current(settings)
                : Location.in(workplace.around().directory(), word);
        if (!Files.isRegularFile(location.path()) && !SchemaFolder.exists(location)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            word.equals(CURRENT_SCHEMA)
                                    ? "there are no SQL files in " + location.name()
                                    : "there is no SQL file and no folder of such files " + word,
                            word.equals(CURRENT_SCHEMA)
                                    ? "migrate schema write makes them"
                                    : "name target, files, current_schema, a URL, or a file or folder of SQL"));
        }
        return loaded(word, location);
    }

    private static boolean isUrl(String word) {
        return word.contains("://") || word.startsWith("jdbc:");
    }

    private Side database(String word) {
        Session session = session(word);
        Catalog catalog = new CatalogReader(session, scope()).readWithDependencies();
        String name = isUrl(word)
                ? session.facts().database() + " on " + session.target().host()
                : word;
        return new Side(name, catalog, List.of(), Optional.empty());
    }

    private Session session(String word) {
        Session session = sessions.computeIfAbsent(word, this::opened);
        first = first == null ? session : first;
        return session;
    }

    private Session opened(String word) {
        if (isUrl(word)) {
            Session session = Session.open(
                    new ConnectionUrl(workplace.around().variables()).target(word, "the command line"),
                    "migrate " + Version.NUMBER);
            opened.push(session);
            return session;
        }
        Database database = new DatabaseChoice(workplace.options(), workplace.around()).of(settings);
        opened.push(database);
        Session session = workplace.connect(database, settings);
        opened.push(session);
        report.target(database.facts(session));
        return session;
    }

    private Side files() {
        List<UpScript> scripts = FreshScripts.of(Workplace.inventory(settings));
        Rebuilds.Rebuilt rebuilt = rebuilds.of(scripts);
        stopped(rebuilt.replay());
        return new Side(
                FILES,
                rebuilt.catalog(),
                notes(rebuilt.replay()),
                Optional.of((expected, actual) ->
                        loader().differences(expected, actual, scripts, SchemaLoader.Ground.EXISTING)));
    }

    private Side loaded(String word, Location location) {
        SchemaFolder folder = SchemaFolder.read(location);
        SchemaLoader.Loaded loaded = loader().load(folder.scripts());
        stopped(loaded.replay());
        return new Side(
                word,
                loaded.catalog(),
                notes(loaded.replay()),
                Optional.of((expected, actual) ->
                        loader().differences(expected, actual, folder.scripts(), loaded.ground())));
    }

    /**
     * The differences between two databases that no scripts made. A scratch server only tells spellings apart: where there
     * is none, they stay differences, and it is said.
     */
    List<Difference> ofDatabases(Catalog expected, Catalog actual) {
        try {
            return loader().differences(expected, actual);
        } catch (MigrationFailure noServer) {
            report.warning("what only is spelled otherwise is told as different, for there is no scratch server: "
                    + noServer.problems().get(0).what());
            return Comparison.of(expected, actual);
        }
    }

    SchemaLoader loader() {
        return new SchemaLoader(this::shadow, settings, scope());
    }

    private static void stopped(ReplayResult replay) {
        replay.failure().ifPresent(failure -> {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.at(
                            failure.where(),
                            "does not run on a scratch database: " + failure.error(),
                            "correct the file; what was there before it belongs into [shadow] prelude or existing"));
        });
    }

    private static List<String> notes(ReplayResult replay) {
        var notes = new ArrayList<String>();
        replay.adaptations().forEach(adaptation -> notes.add(adaptation.toString()));
        if (!replay.standIns().isEmpty()) {
            notes.add("only stood in for: extension " + String.join(", ", replay.standIns()));
        }
        return notes;
    }

    private Shadow open() {
        return workplace.shadow(settings, like());
    }

    /** A database that the scratch server is to be like; none where nobody names one. */
    private Optional<Session> like() {
        if (first != null || settings.shadow().version().isPresent()) {
            return Optional.ofNullable(first);
        }
        try {
            return Optional.of(session(TARGET));
        } catch (MigrationFailure nobodyNamesOne) {
            if (nobodyNamesOne.exitCode() != ExitCode.USAGE) {
                throw nobodyNamesOne;
            }
            report.warning("no database is named: the scratch server is a PostgreSQL "
                    + settings.embedded().version() + ", as [embedded] version says");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        opened.push(rebuilds);
        var failures = new ArrayList<Exception>();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0) instanceof RuntimeException plain
                    ? plain
                    : new IllegalStateException(failures.get(0));
        }
    }
}
