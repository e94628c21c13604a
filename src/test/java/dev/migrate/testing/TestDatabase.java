package dev.migrate.testing;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A new database on the test server, dropped at the end. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    public TestDatabase() {
        this("template0");
    }

    /** A copy of another database. */
    public TestDatabase(String template) {
        name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        onServer("create database " + name + " template " + template);
    }

    public String name() {
        return name;
    }

    public Target target() {
        return TestServer.superuser().withDatabase(name);
    }

    /** The superuser's URL, with its password. */
    public String url() {
        return url("postgres", TestPasswords.of(TestServer.superuser()));
    }

    /** The URL of another user. */
    public String url(String user, String password) {
        Target target = target();
        return "postgresql://" + user + ":" + password + "@" + target.hosts() + "/" + name + "?sslmode=disable";
    }

    public Session session() {
        return Session.open(target(), "test");
    }

    /** Runs SQL as the superuser; each statement of the message in one transaction. */
    public void execute(String sql) {
        try (Session session = session()) {
            answered(session, sql);
        }
    }

    public List<List<String>> rows(String sql) {
        try (Session session = session()) {
            return answered(session, sql).rows();
        }
    }

    /** The single value of a query. */
    public String value(String sql) {
        return rows(sql).get(0).get(0);
    }

    /** The first column of a query. */
    public List<String> column(String sql) {
        return rows(sql).stream().map(row -> row.get(0)).toList();
    }

    public boolean hasTable(String table) {
        return value("select to_regclass('" + table + "') is not null").equals("t");
    }

    /** Tables of schema public, in order. */
    public String tables() {
        return column(
                        "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
                                + " order by relname")
                .stream()
                .collect(Collectors.joining(" "));
    }

    /** {@code id state} of each row of the history, in the order of recording. */
    public List<String> history() {
        return column("select id || ' ' || state from migrate.history order by position");
    }

    private static void onServer(String sql) {
        try (Session session = Session.open(TestServer.superuser(), "test")) {
            answered(session, sql);
        }
    }

    private static Reply answered(Session session, String sql) {
        Reply reply = session.ask(sql);
        reply.error().ifPresent(error -> {
            throw new AssertionError(error.toString());
        });
        return reply;
    }

    @Override
    public void close() {
        onServer("drop database if exists " + name + " with (force)");
    }
}
