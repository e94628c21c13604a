package dev.migrate.cli;

import dev.migrate.database.ServerFacts;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.report.TargetFacts;
import dev.migrate.shadow.EmbeddedServer;
import java.util.Optional;

/**
 * The database of a command, and the server behind it where this run started it.
 *
 * @param origin where it was named, in words
 */
record Database(Target target, String origin, Optional<EmbeddedServer> embedded) implements AutoCloseable {
    TargetFacts facts(Session session) {
        ServerFacts server = session.facts();
        return new TargetFacts(
                target.host(),
                target.port(),
                server.database(),
                server.user(),
                server.versionName(),
                server.pooling().words(),
                origin);
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedServer::close);
    }
}
