package dev.migrate.apply;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.history.History;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.Unchanged;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Work of our own on the history: makes its tables, brings them to the present format, and writes to them. */
public final class HistoryTables {
    private final Session session;
    private final Engine engine;
    private final HistoryTable table;
    private final HistoryWriter writer;
    private final RunLock lock;

    public HistoryTables(Session session, Engine engine, HistoryTable table, HistoryWriter writer, RunLock lock) {
        this.session = session;
        this.engine = engine;
        this.table = table;
        this.writer = writer;
        this.lock = lock;
    }

    /**
     * Makes sure that the tables are there and as this release writes them; the first thing that a run writes.
     *
     * @param history as it was read
     * @throws MigrationFailure exit code 4 where this user may not do it
     */
    public void prepare(History history) {
        if (session.facts().readOnly()) {
            throw readOnly();
        }
        if (!history.exists()) {
            make(
                    "creating the history " + table,
                    List.of(new Unchanged(table).missing()),
                    writer.create(),
                    "cannot be made",
                    grantCreate());
        }
        if (history.outdated()) {
            make(
                    "bringing the history " + table + " to the present format",
                    List.of(),
                    writer.upgrade(),
                    "is of an older format, and cannot be brought to the present one",
                    "migrate apply, or migrate rollback, once");
        }
        if (table.supabase()) {
            make(
                    "creating the list that Supabase reads",
                    List.of(),
                    writer.createMirror(),
                    "cannot be made",
                    grantCreate());
        }
    }

    private String grantCreate() {
        return "grant create on database " + Identifier.quoted(session.facts().database()) + " to "
                + Identifier.quoted(session.facts().user());
    }

    private MigrationFailure readOnly() {
        boolean standby = session.facts().standby();
        return new MigrationFailure(
                ExitCode.NO_CONNECTION,
                Problem.of(
                        "transactions are read-only here: "
                                + (standby ? "the server is a standby" : "default_transaction_read_only is on"),
                        standby
                                ? "connect to the primary server"
                                : "connect to the primary server, or set default_transaction_read_only = off for this"
                                        + " user or database"));
    }

    /**
     * A transaction of our own, behind what it begins with.
     *
     * @param guards statements that look whether the history is still what it was
     * @throws HistoryMoved where it is not
     */
    public Reply write(String doing, List<String> guards, List<String> statements) {
        var all = new ArrayList<>(lock.within(guards));
        all.addAll(statements);
        Reply reply = engine.own(doing, all);
        reply.error().ifPresent(error -> lock.lookInto(error, true, guards));
        return reply;
    }

    private void make(String doing, List<String> guards, List<String> statements, String refused, String ask) {
        Reply reply = write(doing, guards, statements);
        reply.error().ifPresent(error -> {
            if (!error.is("42501")) {
                throw session.refused(error);
            }
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of("the history " + table + " " + refused + ": " + error, "let its owner run: " + ask));
        });
    }
}
