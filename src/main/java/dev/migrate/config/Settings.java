package dev.migrate.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that {@code migrate.toml} says, with defaults for what it does not say and options laid over it.
 *
 * @param directory the folder of the config, or the current one without a config; relative paths start here
 * @param file the config
 * @param environment the name given as {@code --env}
 * @param found a sentence that says which sources were looked for and found, where nobody named any
 * @param verify folders and files of verification queries
 * @param currentSchema the folder that {@code schema write} keeps
 * @param policy in the order of the config, each rule once
 */
public record Settings(
        Path directory,
        Optional<Path> file,
        Optional<String> environment,
        Optional<String> found,
        Sources sources,
        List<Location> verify,
        Optional<Location> currentSchema,
        Optional<Bootstrap> bootstrap,
        List<RollbackPlan> rollbacks,
        Optional<Prisma> prisma,
        Database database,
        History history,
        Shadow shadow,
        Embedded embedded,
        Keep keep,
        NewMigrations newMigrations,
        List<PolicyRule> policy) {
    public Settings {
        directory = directory.toAbsolutePath().normalize();
        Objects.requireNonNull(sources, "sources");
        verify = List.copyOf(verify);
        rollbacks = List.copyOf(rollbacks);
        policy = List.copyOf(policy);
    }

    /** The settings of a project in {@code directory} whose config says no more than its sources. */
    public static Settings of(Path directory, String... sources) {
        List<Location> locations = List.of(sources).stream()
                .map(name -> Location.in(directory, name))
                .toList();
        return new Settings(
                directory,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Sources.of(locations),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Database.DEFAULT,
                History.DEFAULT,
                Shadow.DEFAULT,
                Embedded.DEFAULT,
                Keep.DEFAULT,
                NewMigrations.DEFAULT,
                List.of());
    }

    /** What a path in the config means. */
    public Location locate(String name) {
        return Location.in(directory, name);
    }

    /** The same with other sources. */
    public Settings with(Sources other) {
        return copy(found, other);
    }

    /** The same with a sentence about what was found. */
    Settings with(Optional<String> sentence) {
        return copy(sentence, sources);
    }

    private Settings copy(Optional<String> sentence, Sources other) {
        return new Settings(
                directory,
                file,
                environment,
                sentence,
                other,
                verify,
                currentSchema,
                bootstrap,
                rollbacks,
                prisma,
                database,
                history,
                shadow,
                embedded,
                keep,
                newMigrations,
                policy);
    }

    /**
     * Where migrations come from and in which order.
     *
     * @param folders folders and files, in this order
     * @param fromOptions given as {@code --source}: names in the config that match nothing are then no error
     * @param archive folders of migrations that are never run
     * @param optional ids and globs
     */
    public record Sources(
            List<Location> folders,
            boolean fromOptions,
            Order order,
            List<Location> archive,
            List<Name> optional,
            List<After> after) {
        public Sources {
            folders = List.copyOf(folders);
            Objects.requireNonNull(order, "order");
            archive = List.copyOf(archive);
            optional = List.copyOf(optional);
            after = List.copyOf(after);
        }

        /** These, by version. */
        public static Sources of(List<Location> folders) {
            return new Sources(folders, false, Order.BY_VERSION, List.of(), List.of(), List.of());
        }
    }

    /** One line of {@code [after]}: {@code migration} runs behind each of {@code behind}. */
    public record After(Name migration, List<Name> behind) {
        public After {
            behind = List.copyOf(behind);
        }
    }

    /**
     * The file from which a fresh database starts.
     *
     * @param covers folders, ids, globs, or {@code <= VERSION}
     */
    public record Bootstrap(Location file, List<Name> covers) {
        public Bootstrap {
            covers = List.copyOf(covers);
        }
    }

    /** One script that undoes several migrations, as a unit. */
    public record RollbackPlan(Location file, List<Name> undoes) {
        public RollbackPlan {
            undoes = List.copyOf(undoes);
        }
    }

    /** The Prisma schema that {@code verify} compares. */
    public record Prisma(Location schema) {}

    /**
     * The target.
     *
     * @param url of the chosen {@code [env.NAME]}, else of {@code [database]}; its variables are filled in when needed
     * @param role for {@code SET ROLE} before migrating
     */
    public record Database(
            Optional<Template> url, LockTimeout lockTimeout, StatementTimeout statementTimeout, Optional<String> role) {
        static final Database DEFAULT =
                new Database(Optional.empty(), LockTimeout.DEFAULT, StatementTimeout.DEFAULT, Optional.empty());
    }

    /**
     * Where the history is kept.
     *
     * @param supabase mirror to {@code supabase_migrations.schema_migrations}
     */
    public record History(String schema, String table, boolean supabase) {
        static final History DEFAULT = new History("migrate", "history", false);
    }

    /**
     * The scratch server.
     *
     * @param version major version; empty: the target's
     * @param prelude what the platform provides before migration one: a built-in name, or a file
     * @param existing structure that was there before the first migration: a file, or a word that stands for one
     * @param url a server to make scratch databases on, in place of the embedded one; its variables are filled in when
     *     needed
     */
    public record Shadow(
            Optional<String> version, Optional<String> prelude, Optional<String> existing, Optional<Template> url) {
        /** Whether what was there before the first migration is to be had from the target itself. */
        public boolean existingIsTarget() {
            return existing.equals(Optional.of("target"));
        }

        static final Shadow DEFAULT =
                new Shadow(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The server that {@code --embedded} starts.
     *
     * @param version major version
     */
    public record Embedded(String version) {
        static final Embedded DEFAULT = new Embedded("17");
    }

    /**
     * What becomes of what a migration destroys.
     *
     * @param drops whether it is kept
     * @param maxRows most rows that a run keeps without being told to
     * @param maxBytes most bytes, likewise
     * @param expires how long it is kept, as an interval of PostgreSQL
     */
    public record Keep(boolean drops, long maxRows, long maxBytes, String expires) {
        public static final Keep DEFAULT = new Keep(true, 1_000_000, 1L << 30, "30 days");
    }

    /**
     * What {@code migrate new} makes.
     *
     * @param template the file that new migrations are copied from
     */
    public record NewMigrations(Optional<Location> template) {
        public static final NewMigrations DEFAULT = new NewMigrations(Optional.empty());
    }
}
