package dev.migrate.cli;

import dev.migrate.config.Settings;
import dev.migrate.config.Template;
import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Target;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.schema.ExistingStructure;
import dev.migrate.shadow.EmbeddedServer;
import dev.migrate.shadow.Prelude;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which database a command works on: the first that options, config and environment name. */
final class DatabaseChoice {
    /** In this order, the direct connection before those through a pooler. */
    private static final List<String> URL_VARIABLES =
            List.of("DATABASE_URL_DIRECT", "DIRECT_URL", "SUPABASE_DB_URL", "DB_URL", "DATABASE_URL");

    private final GlobalOptions options;
    private final Surroundings around;

    DatabaseChoice(GlobalOptions options, Surroundings around) {
        this.options = options;
        this.around = around;
    }

    Database of(Settings settings) {
        Map<String, String> variables = around.variables();
        var urls = new ConnectionUrl(variables);
        if (options.url != null) {
            return remote(urls.target(options.url, "--url"));
        }
        if (options.embedded != null) {
            return embedded(settings);
        }
        Optional<Template> configured = settings.database().url();
        if (configured.isPresent()) {
            Template url = configured.get();
            return remote(urls.target(
                    url.resolve(variables), url.key() + " in " + url.where().file()));
        }
        for (String variable : URL_VARIABLES) {
            String url = variables.getOrDefault(variable, "");
            if (!url.isEmpty()) {
                return remote(urls.target(url, variable));
            }
        }
        return urls.fromEnvironment()
                .map(DatabaseChoice::remote)
                .orElseThrow(() -> new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "no database is named",
                                "give --url postgresql://user@host:5432/name or --embedded, write url in [database] of"
                                        + " migrate.toml, or set one of " + String.join(", ", URL_VARIABLES)
                                        + ", or PGHOST and its family")));
    }

    private static Database remote(Target target) {
        return new Database(target, target.origin(), Optional.empty());
    }

    private Database embedded(Settings settings) {
        Path folder = options.embedded.isEmpty()
                ? settings.directory().resolve(".migrate").resolve("postgres")
                : around.directory().resolve(options.embedded);
        Prelude prelude = Prelude.of(settings, ExistingStructure.read(settings));
        EmbeddedServer server = EmbeddedServer.open(
                folder.toAbsolutePath().normalize(), settings.embedded().version(), around.binaries(), prelude::load);
        return new Database(server.target(), "the embedded server in " + shown(folder), Optional.of(server));
    }

    private String shown(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path here = around.directory().toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
    }
}
