package dev.migrate.config;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.TomlTable;

/** Config, environment and options in, {@link Settings} out. */
public final class SettingsReader {
    /** What may stand directly in {@code [env.NAME]}, as a short form of {@code [env.NAME.database]}. */
    private static final List<String> DATABASE_KEYS = List.of("url", "lock_timeout", "statement_timeout", "role");

    private static final Map<String, Order> ORDERS = choices("version", Order.BY_VERSION, "source", Order.BY_SOURCE);
    private static final Map<String, Boolean> KEEPING = choices("auto", true, "off", false);
    private static final Map<String, PolicyRule.Level> LEVELS = levels();

    private SettingsReader() {}

    /**
     * What the command line says about settings.
     *
     * @param directory the current one, from which a config is looked for and where {@code sources} start
     * @param config given as {@code --config}; empty: the nearest
     * @param environment given as {@code --env}
     * @param sources given as {@code --source}; empty: those of the config
     * @param variables of the process, for <code>${NAME}</code>
     */
    public record Request(
            Path directory,
            Optional<Path> config,
            Optional<String> environment,
            List<String> sources,
            Map<String, String> variables) {
        public Request {
            sources = List.copyOf(sources);
            variables = Map.copyOf(variables);
        }

        /** Nothing asked: the nearest config, or none. */
        public static Request in(Path directory) {
            return new Request(directory, Optional.empty(), Optional.empty(), List.of(), System.getenv());
        }
    }

    /**
     * Reads the config, or finds out what there is without one.
     *
     * @throws MigrationFailure with everything that is wrong in the config
     */
    public static Settings read(Request request) {
        Optional<ConfigFile> config = request.config().isPresent()
                ? Optional.of(
                        ConfigFile.read(request.directory(), request.config().get()))
                : ConfigFile.nearest(request.directory());
        Settings settings = config.map(file -> read(file, request)).orElseGet(() -> withoutConfig(request));
        if (!request.sources().isEmpty()) {
            return settings.with(chosen(settings.sources(), request));
        }
        return settings.sources().folders().isEmpty() ? Discovery.in(settings) : settings;
    }

    /** Where relative names start: the folder of the config, or the current one where there is none. */
    public static Path directory(Path current, Optional<Path> config) {
        Path named = config.map(path ->
                        current.resolve(path).toAbsolutePath().normalize().getParent())
                .orElse(null);
        return named != null ? named : ConfigFile.folder(current).orElse(current);
    }

    private static Settings withoutConfig(Request request) {
        if (request.environment().isPresent()) {
            String name = request.environment().get();
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "there is no migrate.toml here or above, so there is no environment \"" + name + "\"",
                            "write a migrate.toml with [env." + name + "], or leave out --env"));
        }
        return Settings.of(request.directory());
    }

    private static Settings.Sources chosen(Settings.Sources configured, Request request) {
        if (request.sources().stream().anyMatch(String::isBlank)) {
            throw new MigrationFailure(
                    ExitCode.USAGE, Problem.of("a --source names no path", "name a folder or a file, or leave it out"));
        }
        List<Location> folders = request.sources().stream()
                .map(name -> Location.in(request.directory(), name))
                .toList();
        return new Settings.Sources(
                folders, true, configured.order(), configured.archive(), configured.optional(), configured.after());
    }

    private static Settings read(ConfigFile file, Request request) {
        Reading reading = new Reading(file.name(), file.directory());
        TomlTable all = file.content();
        var base = new TableReader.Layer(all, "", false);
        Map<String, TableReader.Layer> environments = environments(all, reading);
        // First without variables: what is wrong in an environment that is not chosen is wrong today.
        settings(file, request, List.of(base), reading);
        environments.values().forEach(layer -> settings(file, request, List.of(layer, base), reading));
        List<TableReader.Layer> layers = new ArrayList<>();
        request.environment().ifPresent(name -> layers.add(chosen(name, environments, reading)));
        layers.add(base);
        reading.resolveWith(request.variables());
        Settings settings = settings(file, request, layers, reading);
        if (!reading.problems().isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, reading.problems());
        }
        return settings;
    }

    private static Map<String, TableReader.Layer> environments(TomlTable all, Reading reading) {
        TableReader tables = new TableReader(reading, "", List.of(new TableReader.Layer(all, "", false))).table("env");
        Map<String, TableReader.Layer> environments = new LinkedHashMap<>();
        for (Name name : tables.keys()) {
            tables.table(name.text()).layer().ifPresent(layer -> environments.put(name.text(), layer));
        }
        return environments;
    }

    private static TableReader.Layer chosen(String name, Map<String, TableReader.Layer> environments, Reading reading) {
        TableReader.Layer chosen = environments.get(name);
        if (chosen == null) {
            List<Problem> problems = new ArrayList<>(reading.problems());
            problems.add(Problem.of(
                    "there is no environment \"" + name + "\" in the config",
                    environments.isEmpty()
                            ? "write [env." + name + "], or leave out --env"
                            : "known are " + String.join(", ", environments.keySet())));
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
        return chosen;
    }

    private static Settings settings(
            ConfigFile file, Request request, List<TableReader.Layer> layers, Reading reading) {
        TableReader top = new TableReader(reading, "", layers);
        Settings settings = new Settings(
                file.directory(),
                Optional.of(file.path()),
                request.environment(),
                Optional.empty(),
                sources(top),
                top.locations("verify").orElse(List.of()),
                top.location("current_schema"),
                bootstrap(top.table("bootstrap"), reading),
                rollbacks(top, reading),
                prisma(top.table("prisma")),
                database(top, layers),
                history(top.table("history")),
                shadow(top.table("shadow")),
                embedded(top.table("embedded")),
                keep(top.table("keep")),
                newMigrations(top.table("new")),
                policy(top.table("policy")));
        top.allow("env", layers.get(layers.size() - 1));
        top.done();
        return settings;
    }

    private static Settings.Sources sources(TableReader top) {
        return new Settings.Sources(
                top.locations("sources").orElse(List.of()),
                false,
                order(top),
                top.locations("archive").orElse(List.of()),
                top.names("optional").orElse(List.of()),
                after(top.table("after")));
    }

    private static Order order(TableReader top) {
        if (top.holdsList("order")) {
            return top.names("order").<Order>map(Order.Listed::new).orElse(Order.BY_VERSION);
        }
        return top.choice("order", ORDERS, ", or a list of ids and globs").orElse(Order.BY_VERSION);
    }

    private static List<Settings.After> after(TableReader table) {
        return table.keys().stream()
                .map(key -> new Settings.After(key, table.names(key.text()).orElse(List.of())))
                .toList();
    }

    private static Optional<Settings.Bootstrap> bootstrap(TableReader table, Reading reading) {
        Optional<Location> file = table.location("file");
        List<Name> covers = table.names("covers").orElse(List.of());
        table.done();
        if (file.isEmpty() && table.isWritten() && !table.holds("file")) {
            missing(table, "file", "[bootstrap]", reading);
        }
        return file.map(location -> new Settings.Bootstrap(location, covers));
    }

    private static List<Settings.RollbackPlan> rollbacks(TableReader top, Reading reading) {
        List<Settings.RollbackPlan> plans = new ArrayList<>();
        for (TableReader table : top.tables("rollback")) {
            Optional<Location> file = table.location("file");
            Optional<List<Name>> undoes = table.names("undoes");
            table.done();
            for (String key : List.of("file", "undoes")) {
                if (!table.holds(key)) {
                    missing(table, key, "[[rollback]]", reading);
                }
            }
            if (file.isPresent() && undoes.isPresent()) {
                plans.add(new Settings.RollbackPlan(file.get(), undoes.get()));
            }
        }
        return plans;
    }

    private static void missing(TableReader table, String key, String name, Reading reading) {
        Place where = table.place().orElseGet(() -> reading.place(null));
        reading.problem(where, name + " says no \"" + key + "\"", "add " + key + " to " + name);
    }

    private static Optional<Settings.Prisma> prisma(TableReader table) {
        Optional<Location> schema = table.location("schema");
        table.done();
        return schema.map(Settings.Prisma::new);
    }

    private static Settings.Database database(TableReader top, List<TableReader.Layer> layers) {
        List<TableReader.Layer> direct = new ArrayList<>();
        for (TableReader.Layer layer : layers.subList(0, layers.size() - 1)) {
            direct.add(new TableReader.Layer(layer.table(), layer.path(), true));
            DATABASE_KEYS.forEach(key -> top.allow(key, layer));
        }
        TableReader table = top.table("database", direct);
        Settings.Database database = new Settings.Database(
                table.template("url"),
                table.duration("lock_timeout").map(LockTimeout::new).orElse(LockTimeout.DEFAULT),
                table.duration("statement_timeout").map(StatementTimeout::new).orElse(StatementTimeout.DEFAULT),
                table.identifier("role"));
        table.done();
        return database;
    }

    private static Settings.History history(TableReader table) {
        Settings.History history = new Settings.History(
                table.identifier("schema").orElse(Settings.History.DEFAULT.schema()),
                table.identifier("table").orElse(Settings.History.DEFAULT.table()),
                table.flag("supabase").orElse(Settings.History.DEFAULT.supabase()));
        table.done();
        return history;
    }

    private static Settings.Shadow shadow(TableReader table) {
        Settings.Shadow shadow = new Settings.Shadow(
                table.majorVersion("version"), table.text("prelude"), table.text("existing"), table.template("url"));
        table.done();
        return shadow;
    }

    private static Settings.Embedded embedded(TableReader table) {
        var embedded = new Settings.Embedded(table.majorVersion("version").orElse(Settings.Embedded.DEFAULT.version()));
        table.done();
        return embedded;
    }

    private static Settings.Keep keep(TableReader table) {
        var keep = new Settings.Keep(
                table.choice("drops", KEEPING).orElse(Settings.Keep.DEFAULT.drops()),
                table.number("max_rows").orElse(Settings.Keep.DEFAULT.maxRows()),
                table.bytes("max_bytes").orElse(Settings.Keep.DEFAULT.maxBytes()),
                table.days("expires").orElse(Settings.Keep.DEFAULT.expires()));
        table.done();
        return keep;
    }

    private static Settings.NewMigrations newMigrations(TableReader table) {
        Optional<Location> template = table.location("template");
        table.done();
        return new Settings.NewMigrations(template);
    }

    private static List<PolicyRule> policy(TableReader table) {
        List<PolicyRule> rules = new ArrayList<>();
        for (Name rule : table.keys()) {
            table.choice(rule.text(), LEVELS).ifPresent(level -> rules.add(new PolicyRule(rule, level)));
        }
        return rules;
    }

    private static Map<String, PolicyRule.Level> levels() {
        Map<String, PolicyRule.Level> levels = new LinkedHashMap<>();
        levels.put("error", PolicyRule.Level.ERROR);
        levels.put("warn", PolicyRule.Level.WARNING);
        levels.put("off", PolicyRule.Level.OFF);
        return levels;
    }

    private static <T> Map<String, T> choices(String first, T one, String second, T other) {
        Map<String, T> choices = new LinkedHashMap<>();
        choices.put(first, one);
        choices.put(second, other);
        return choices;
    }
}
