package dev.migrate.keep;

import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a database keeps: looked at, given back and thrown away by hand. */
public final class Kept {
    private final Session session;
    private final Optional<String> role;

    /**
     * On one database.
     *
     * @param role that owns what is kept, as {@code [database] role} says it
     */
    public Kept(Session session, Optional<String> role) {
        this.session = session;
        this.role = role;
    }

    /** All of it, oldest first, with the lines that are left of what was purged. */
    public List<KeptEntry> list() {
        return KeptContents.of(session).entries();
    }

    /**
     * The entries with these numbers.
     *
     * @throws MigrationFailure exit code 2 where there is none
     */
    public List<KeptEntry> named(List<Long> ids) {
        List<KeptEntry> all = list();
        List<Long> unknown = ids.stream()
                .filter(id -> all.stream().noneMatch(entry -> entry.id() == id))
                .toList();
        if (!unknown.isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "nothing is kept under the number "
                                    + unknown.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                            "migrate kept lists the numbers"));
        }
        return all.stream().filter(entry -> ids.contains(entry.id())).toList();
    }

    /** What is kept beyond its time. */
    public List<KeptEntry> expired() {
        List<Long> over = ids("select id from migrate_kept.contents where state <> 'purged' and expires_at < now()");
        return list().stream().filter(entry -> over.contains(entry.id())).toList();
    }

    private List<Long> ids(String sql) {
        return list().isEmpty()
                ? List.of()
                : session.rows(sql).stream()
                        .map(row -> Long.parseLong(row.get(0)))
                        .toList();
    }

    /**
     * Gives entries back, into the tables as they are now, all or none.
     *
     * @return what was given back and what was not, in words
     * @throws MigrationFailure exit code 3 where one was given back or purged before, 1 where the database refuses
     */
    public List<String> restore(List<KeptEntry> entries) {
        List<KeptEntry> gone = entries.stream().filter(entry -> !entry.kept()).toList();
        if (!gone.isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.FINDING,
                    gone.stream()
                            .map(entry -> Problem.of(
                                    entry.id() + " (" + entry.tableName() + ") is " + entry.state() + " already",
                                    entry.state().equals("restored")
                                            ? "its copy is still in " + entry.copy() + ", to be looked at with SQL"
                                            : "nothing of it is left"))
                            .toList());
        }
        GiveBack giveBack = GiveBack.ofEntries(session, entries, role);
        giveBack.giveAlone(session).ifPresent(failure -> {
            throw refused(failure, "nothing was given back, and all of it is still kept");
        });
        return java.util.stream.Stream.concat(giveBack.news().stream(), giveBack.notGiven().stream())
                .toList();
    }

    /**
     * Throws copies away; a line in the contents stays.
     *
     * @return what was thrown away, in words
     */
    public List<String> purge(List<KeptEntry> entries) {
        var said = new ArrayList<String>();
        new OwnTransaction(session, role)
                .run("purging what was kept", own -> {
                    for (KeptEntry entry : entries) {
                        if (!entry.state().equals("purged")) {
                            own.ask("drop table if exists " + entry.copy());
                            own.ask("update migrate_kept.contents set state = 'purged', settled_at = now() where id = "
                                    + entry.id());
                            said.add("purged " + entry.id() + ": " + entry.rows()
                                    + (entry.rows() == 1 ? " row" : " rows") + " of " + entry.tableName());
                        }
                    }
                })
                .ifPresent(failure -> {
                    throw refused(failure, "nothing was purged");
                });
        return said;
    }

    private MigrationFailure refused(ScriptFailure failure, String left) {
        MigrationFailure refused = session.refused(failure.error());
        return new MigrationFailure(
                refused.exitCode(),
                refused.problems().stream()
                        .map(problem -> Problem.of(problem.what() + "\n" + left, problem.fix()))
                        .toList(),
                refused);
    }
}
