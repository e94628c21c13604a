package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.NoticeListener;
import dev.migrate.database.Outgoing;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The server that the config names, on which others may have databases too. Ours are told from theirs by their names
 * and by a {@link ScratchMark}, which goes out together with the statement that makes the database.
 */
final class NamedServer implements ScratchServer {
    private final Session session;
    private final ScratchMark mark;
    private final MarkedRoles roles;
    private final Likeness likeness;
    private List<String> ownRoles = List.of();
    private String template = Likeness.TEMPLATE;
    private int made;

    private NamedServer(Session session, ScratchMark mark, Likeness likeness) {
        this.likeness = likeness;
        this.session = session;
        this.mark = mark;
        this.roles = new MarkedRoles(session);
    }

    static NamedServer open(Target target, ShadowRequest request) {
        Session session = Session.open(target, "migrate shadow");
        NamedServer server = null;
        try {
            check(session, request);
            server = new NamedServer(
                    session, ScratchMark.take(session, request.variables()), new Likeness(request.properties()));
            server.begin(request);
            return server;
        } catch (RuntimeException failure) {
            if (server == null) {
                session.close();
            } else {
                server.close();
            }
            throw failure;
        }
    }

    private static void check(Session session, ShadowRequest request) {
        int major = session.facts().major();
        Optional<String> asked = request.settings().version();
        if (asked.isPresent() && !asked.get().equals(Integer.toString(major))) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the server of [shadow] url is a PostgreSQL " + major + ", and [shadow] version asks for "
                                    + asked.get(),
                            "name another server, or leave one of the two out"));
        }
        if (!session.facts().pooling().keepsSession()) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "[shadow] url leads through a pooler, where no databases can be made and dropped",
                            session.withSession()));
        }
    }

    private void begin(ShadowRequest request) {
        ScratchMark.clear(session);
        ownRoles = TargetRoles.make(session, request.roles(), Optional.of(mark), this::refused);
        if (!request.prelude().isEmpty()) {
            String name = newName();
            make(name, template).ifPresent(error -> {
                throw refused(error);
            });
            roles.made(name);
            template = name;
            request.prelude().load(session.target().withDatabase(name));
        }
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public String newName() {
        return mark.name(++made);
    }

    @Override
    public String template() {
        return template;
    }

    @Override
    public Optional<ServerError> make(String name, String of) {
        String statement = "CREATE DATABASE " + Identifier.quoted(name) + " TEMPLATE " + Identifier.quoted(of);
        return likeness.make(of, properties -> make(name, statement, properties));
    }

    private Optional<ServerError> make(String name, String statement, String properties) {
        var errors = new ArrayList<ServerError>();
        session.fly(
                List.of(
                        new Outgoing(statement + properties, 1, NoticeListener.NONE),
                        new Outgoing(mark.onDatabase(name), 1, NoticeListener.NONE)),
                (index, reply) -> reply.error().ifPresent(errors::add));
        return errors.stream().findFirst();
    }

    @Override
    public MigrationFailure refused(ServerError error) {
        return error.is("42501")
                ? new MigrationFailure(
                        ExitCode.NO_CONNECTION,
                        Problem.of(
                                error + "\nwhile making scratch objects on the server of [shadow] url",
                                "let the user of [shadow] url do that: alter role "
                                        + Identifier.quoted(session.facts().user())
                                        + " createdb; to make the roles of the target, and those of a prelude, createrole"
                                        + " too"))
                : session.refused(error);
    }

    @Override
    public ScratchRoles roles() {
        return roles;
    }

    @Override
    public Set<String> standInRoles() {
        return Set.copyOf(ownRoles);
    }

    @Override
    public boolean ours() {
        return false;
    }

    @Override
    public String description() {
        return "the PostgreSQL " + session.facts().major() + " of "
                + session.target().origin();
    }

    @Override
    public void close() {
        if (!template.equals(Likeness.TEMPLATE)) {
            roles.dropping(template);
            session.ask("DROP DATABASE IF EXISTS " + Identifier.quoted(template) + " WITH (FORCE)");
            roles.dropped(template);
        }
        ownRoles.forEach(role -> session.ask("DROP ROLE IF EXISTS " + Identifier.quoted(role)));
        session.close();
    }
}
