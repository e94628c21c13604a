package dev.migrate.cli;

import dev.migrate.apply.Interruption;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.DatabaseDdl;
import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.database.Pooling;
import dev.migrate.database.Session;
import dev.migrate.engine.EngineSettings;
import dev.migrate.history.Author;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.keep.Keep;
import dev.migrate.lint.Policy;
import dev.migrate.migration.Project;
import dev.migrate.migration.ProjectReader;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.RunOrder;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.report.Console;
import dev.migrate.report.JsonReport;
import dev.migrate.report.Report;
import dev.migrate.report.TextReport;
import dev.migrate.report.Verbosity;
import dev.migrate.schema.ExistingStructure;
import dev.migrate.shadow.Prelude;
import dev.migrate.shadow.Shadow;
import dev.migrate.shadow.ShadowRequest;
import dev.migrate.verify.Checks;
import dev.migrate.verify.Evidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Builds what a command needs from options and surroundings. */
final class Workplace {
    private final GlobalOptions options;
    private final Surroundings around;
    private final Interruption interruption;

    Workplace(GlobalOptions options, Surroundings around, Interruption interruption) {
        this.options = options;
        this.around = around;
        this.interruption = interruption;
    }

    Surroundings around() {
        return around;
    }

    Interruption interruption() {
        return interruption;
    }

    GlobalOptions options() {
        return options;
    }

    Settings settings() {
        return settings(List.copyOf(options.sources));
    }

    /** With other sources than the options name; empty for those of the config. */
    Settings settings(List<String> sources) {
        Settings settings = SettingsReader.read(new SettingsReader.Request(
                around.directory(),
                Optional.ofNullable(options.config).map(Path::of),
                Optional.ofNullable(options.env),
                sources,
                around.variables()));
        if (!settings.policy().isEmpty()) {
            Policy.check(settings.policy(), Checks.rules());
        }
        return settings;
    }

    /** The files, in the order in which they run. */
    static Inventory inventory(Settings settings) {
        return inventory(ProjectReader.read(settings));
    }

    private static Inventory inventory(Project project) {
        return new Inventory(
                RunOrder.of(project).stream()
                        .filter(migration -> !project.isBootstrap(migration))
                        .toList(),
                RunOrder.ofArchive(project),
                project.bootstrap().map(Project.Bootstrap::migration),
                project.bootstrap().map(Project.Bootstrap::covers).orElse(List.of()),
                project.after(),
                project.rollbacks());
    }

    private static Inventory inventory(Settings settings, Files need, Report report) {
        try {
            Project project = ProjectReader.read(settings);
            project.passedOver()
                    .forEach(
                            file -> report.warning(
                                    file + " is called after a way back, and what it would undo is not here:"
                                            + " it is passed over. To run it, give it another name; to roll back with it, name it in [[rollback]]"));
            return inventory(project);
        } catch (MigrationFailure unreadable) {
            if (need == Files.NEEDED) {
                throw unreadable;
            }
            report.warning("the files cannot be read, and the history alone is used: "
                    + unreadable.problems().stream()
                            .map(problem ->
                                    problem.where().map(place -> place + ": ").orElse("") + problem.what())
                            .collect(Collectors.joining("; ")));
            return Inventory.NONE;
        }
    }

    HistoryTable history(Settings settings) {
        return new HistoryTable(
                settings.history().schema(),
                settings.history().table(),
                settings.history().supabase());
    }

    Author author(Settings settings) {
        return new Author(Account.name(around.variables()), Version.NUMBER, GitCommit.of(settings.directory()));
    }

    EngineSettings engine(Settings settings) {
        return new EngineSettings(
                settings.database().lockTimeout().atMost(),
                settings.database().statementTimeout().atMost(),
                settings.database().role());
    }

    /**
     * Reads the files and connects, both at once. Where both fail, the files are told: who corrects them needs no
     * database.
     */
    OpenProject open(Report report) {
        return open(report, Files.NEEDED);
    }

    /** What a command that works on the history does where there are no files. */
    enum Files {
        /** It does not run without them. */
        NEEDED,
        /** It says so, and goes by the history alone. */
        WELCOME
    }

    OpenProject open(Report report, Files need) {
        return open(settings(), report, need);
    }

    OpenProject open(Settings settings, Report report, Files need) {
        settings.found().ifPresent(report::found);
        CompletableFuture<Inventory> files =
                CompletableFuture.supplyAsync(() -> inventory(settings, need, report), Workplace::start);
        if (options.embedded != null) {
            read(files); // no server is made for files that cannot be run
        }
        Database database = null;
        Session session = null;
        try {
            database = new DatabaseChoice(options, around).of(settings);
            session = connect(database, settings);
            Inventory inventory = read(files);
            report.target(database.facts(session));
            warnOfPooler(session, report);
            return new OpenProject(settings, inventory, database, session);
        } catch (RuntimeException failure) {
            if (session != null) {
                session.close();
            }
            if (database != null) {
                database.close();
            }
            read(files);
            throw failure;
        }
    }

    private static void start(Runnable reading) {
        var thread = new Thread(reading, "read the files");
        thread.setDaemon(true);
        thread.start();
    }

    private static Inventory read(CompletableFuture<Inventory> files) {
        try {
            return files.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    Session connect(Database database, Settings settings) {
        Session session = Session.open(
                database.target(), "migrate " + Version.NUMBER, List.of(HistoryReader.presence(history(settings))));
        if (options.verbose) {
            session.trace(MessageLog.to(around.err()));
        }
        return session;
    }

    /** What does not hold is told before anything relies on it. */
    private static void warnOfPooler(Session session, Report report) {
        Pooling pooling = session.facts().pooling();
        String known = pooling.sure() ? "" : ", or so it is taken to be (" + pooling.evidence() + ")";
        switch (pooling.mode()) {
            case DIRECT, SESSION -> {}
            case TRANSACTION ->
                report.warning("the pooler is in transaction mode" + known
                        + ": each migration is one transaction, and a file that cannot be one is refused; for such files, "
                        + session.withSession());
            case STATEMENT ->
                report.warning("the pooler is in statement mode: no migration can be applied through it; "
                        + session.withSession());
        }
    }

    /** What sees to it that nothing is lost; starts a scratch server where there is something to look at. */
    Keep keep(Settings settings, Session target, Keep.Choice choice) {
        return new Keep(
                settings.keep(),
                choice,
                CatalogScope.of(settings.history().schema()),
                settings.database().role(),
                () -> shadow(settings, target));
    }

    /** What the checks look at, on the target and on a scratch server that is like it. */
    Evidence evidence(OpenProject project) {
        Settings settings = project.settings();
        return new Evidence(
                settings,
                project.inventory(),
                history(settings),
                project.session(),
                () -> shadow(settings, project.session()));
    }

    /** Starts a scratch server that is like the target. */
    Shadow shadow(Settings settings, Session target) {
        return shadow(settings, Optional.of(target));
    }

    /** Starts a scratch server that is like a database, or where there is none like the embedded one. */
    Shadow shadow(Settings settings, Optional<Session> like) {
        return shadow(settings, like, Prelude.of(settings, ExistingStructure.read(settings)));
    }

    /** The same with what the platform provides, and nothing of the user's. */
    Shadow platform(Settings settings, Session target) {
        return shadow(settings, Optional.of(target), Prelude.platform(settings));
    }

    private Shadow shadow(Settings settings, Optional<Session> like, Prelude prelude) {
        List<String> roles =
                like.map(target -> target.rows("select rolname from pg_catalog.pg_roles")).orElse(List.of()).stream()
                        .map(row -> row.get(0))
                        .toList();
        return Shadow.open(new ShadowRequest(
                settings.shadow(),
                like.map(target -> Integer.toString(target.facts().major()))
                        .orElse(settings.embedded().version()),
                around.binaries(),
                CacheFolder.of(around.variables()),
                around.variables(),
                prelude,
                roles,
                like.map(target -> DatabaseDdl.options(CatalogReader.database(target)))
                        .orElse("")));
    }

    Console console() {
        boolean color = switch (options.color) {
            case always -> true;
            case never -> false;
            case auto -> around.terminal() && !around.variables().containsKey("NO_COLOR");
        };
        return new Console(around.out(), around.err(), color, around.terminal() && !options.quiet);
    }

    /** The report that the options ask for. */
    Report report() {
        Verbosity verbosity = options.quiet ? Verbosity.QUIET : options.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
        var text = new TextReport(console(), folders(), verbosity);
        if (options.format == GlobalOptions.Format.text) {
            return text;
        }
        // What would be a result for people is a message here.
        var aside = new Console(around.err(), around.err(), console().color(), false);
        return new JsonReport(around.out(), new TextReport(aside, folders(), verbosity));
    }

    /** To which the names of files in messages are relative: the project, and for {@code --config} where we are. */
    private List<Path> folders() {
        Path here = around.directory();
        return List.of(
                SettingsReader.directory(
                        here, Optional.ofNullable(options.config).map(Path::of)),
                here);
    }
}
