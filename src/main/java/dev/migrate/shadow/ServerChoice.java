package dev.migrate.shadow;

import dev.migrate.config.Template;
import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Target;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which server scratch databases are made on: the one that the config names, an embedded one, an installed one. */
final class ServerChoice {
    private ServerChoice() {}

    static ScratchServer open(ShadowRequest request) {
        Optional<Template> url = request.settings().url();
        if (url.isPresent()) {
            Target target = new ConnectionUrl(request.variables())
                    .target(
                            url.get().resolve(request.variables()),
                            url.get().key() + " in " + url.get().where().file());
            return NamedServer.open(target, request);
        }
        Installation installation = installation(request);
        try {
            return CachedServer.open(installation, request);
        } catch (IOException error) {
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    List.of(Problem.of(
                            "no scratch server can be started, of " + installation.description() + ": "
                                    + Folders.reason(error),
                            "make room in " + request.cache()
                                    + ", or name another folder with MIGRATE_CACHE, or a server with url in [shadow]")),
                    error);
        }
    }

    private static Installation installation(ShadowRequest request) {
        String version = request.version();
        if (request.binaries().versions().contains(version)) {
            return new Installation(request.binaries().home(version), version, true);
        }
        String path = request.variables().getOrDefault("PATH", "");
        return new InstalledServers(Path.of("/"), path)
                .find(version)
                .orElseThrow(() -> new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "there is no PostgreSQL " + version
                                        + " to make scratch databases on: neither url in [shadow] names a server, nor is"
                                        + " it among the embedded ones (at hand: "
                                        + String.join(", ", request.binaries().versions())
                                        + "), nor is it installed on this machine",
                                "name a server: [shadow] url = \"postgresql://user@host/postgres\"; or choose an"
                                        + " embedded one, the nearest to the target: [shadow] version = \"17\"; or"
                                        + " install PostgreSQL " + version + " and have its pg_config on PATH")));
    }
}
