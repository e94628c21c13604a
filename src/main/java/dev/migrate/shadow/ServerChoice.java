package dev.migrate.shadow;

import dev.migrate.config.Template;
import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Target;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
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
            return new Installation(withStandIns(request.binaries().home(version)), version, true);
        }
        String path = request.variables().getOrDefault("PATH", "");
        return new InstalledServers(Path.of("/"), path)
                .find(version)
                .orElseThrow(() -> none(version, request.binaries().versions()));
    }

    /** Where they cannot be laid down, a migration that asks for a missing extension is told of it. */
    private static Path withStandIns(Path home) {
        try {
            return StandIns.installation(home);
        } catch (IOException notWritable) {
            return home;
        }
    }

    private static MigrationFailure none(String version, List<String> embedded) {
        String atHand = embedded.isEmpty() ? "none" : String.join(", ", embedded);
        String another = embedded.isEmpty()
                ? ""
                : " or take another version, in which details may differ: [shadow] version = \""
                        + nearest(version, embedded) + "\";";
        return new MigrationFailure(
                ExitCode.USAGE,
                Problem.of(
                        "there is no PostgreSQL " + version
                                + " to make scratch databases on: [shadow] url names none, the"
                                + " embedded ones are others (at hand: " + atHand
                                + "), and none is installed on this machine",
                        "name a server: [shadow] url = \"postgresql://user@host/postgres\";" + another
                                + " or install PostgreSQL " + version + ", with its pg_config on PATH if it is in no"
                                + " usual place"));
    }

    private static String nearest(String version, List<String> embedded) {
        return embedded.stream()
                .min(Comparator.comparingInt(one -> Math.abs(Integer.parseInt(one) - Integer.parseInt(version))))
                .orElseThrow();
    }
}
