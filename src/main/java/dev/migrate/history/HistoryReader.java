package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Session;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads history and log. Never writes, and never makes the tables. */
public final class HistoryReader {
    /** The action of a row of the log from which on the chain counts. */
    static final String RESTATED = "accept";

    private static final int FORMAT = 1;
    private static final Set<String> COLUMNS = Set.of(
            "id",
            "position",
            "version",
            "description",
            "source",
            "file",
            "checksum",
            "state",
            "applied_at",
            "applied_by",
            "duration_ms",
            "statements",
            "tool_version",
            "commit_id",
            "up_sql",
            "down_sql",
            "error");

    private final Session session;
    private final HistoryTable table;

    public HistoryReader(Session session, HistoryTable table) {
        this.session = session;
        this.table = table;
    }

    /**
     * The history as it is now, all of it.
     *
     * @throws MigrationFailure where the tables are there but not as this program left them
     */
    public History read() {
        if (!exists()) {
            return History.NONE;
        }
        var rows = new ArrayList<Recorded>();
        for (List<String> row : session.rows("""
                select id, position, version, description, source, file, checksum, state,
                       (extract(epoch from applied_at) * 1000000)::pg_catalog.int8,
                       applied_by, duration_ms, statements, down_sql is not null, error
                  from %s
                 order by position
                """.formatted(table.history()))) {
            rows.add(recorded(row));
        }
        return new History(true, rows, breaks());
    }

    private static Recorded recorded(List<String> row) {
        long micros = Long.parseLong(row.get(8));
        return new Recorded(
                row.get(0),
                Long.parseLong(row.get(1)),
                Optional.ofNullable(row.get(2)),
                row.get(3),
                row.get(4),
                row.get(5),
                row.get(6),
                RecordedState.of(row.get(7)),
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000),
                row.get(9),
                Long.parseLong(row.get(10)),
                Integer.parseInt(row.get(11)),
                row.get(12).equals("t"),
                Optional.ofNullable(row.get(13)));
    }

    /** The text of a migration as it was when it was applied. */
    public Optional<String> upSql(String id) {
        return session.rows("select up_sql from " + table.history() + " where id = " + literal(id)).stream()
                .findFirst()
                .map(row -> row.get(0));
    }

    private boolean exists() {
        List<String> row = session.rows(
                        """
                        select c.oid, pg_catalog.obj_description(c.oid, 'pg_class'),
                               (select pg_catalog.string_agg(a.attname, ',')
                                  from pg_catalog.pg_attribute a
                                 where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
                               pg_catalog.has_table_privilege(c.oid, 'select'),
                               (select count(*)
                                  from pg_catalog.pg_class l
                                 where l.relnamespace = c.relnamespace and l.relname = %3$s)
                          from (select 1) one
                          left join (pg_catalog.pg_class c
                                     join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = %1$s)
                            on c.relname = %2$s
                        """.formatted(literal(table.schema()), literal(table.table()), literal(table.logName())))
                .get(0);
        if (row.get(0) == null) {
            return false;
        }
        if (row.get(3).equals("f")) {
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of(
                            session.facts().user() + " may not read the history " + table,
                            "connect as the user that applied the migrations, or grant it usage on the schema and select on the table"));
        }
        check(row.get(1), row.get(2), row.get(4).equals("1"));
        return true;
    }

    private void check(String comment, String columns, boolean log) {
        var missing = new TreeSet<>(COLUMNS);
        missing.removeAll(Arrays.asList(columns.split(",", -1)));
        if (!missing.isEmpty() || !log) {
            String what = missing.isEmpty()
                    ? "the log " + table.schema() + "." + table.logName() + " is missing"
                    : "the history " + table + " lacks what it had when it was made: " + String.join(", ", missing);
            throw new MigrationFailure(
                    ExitCode.FINDING,
                    Problem.of(
                            what,
                            "restore the tables of schema " + table.schema()
                                    + " from a backup, or name another table in [history] and record what is there with migrate baseline"));
        }
        String digits = comment == null ? "" : comment.replaceAll("^migrate history, format ([0-9]+).*$", "$1");
        if (digits.matches("[0-9]{1,6}") && Integer.parseInt(digits) > FORMAT) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the history " + table + " was written by a newer migrate (format " + digits
                                    + ", this one knows " + FORMAT + ")",
                            "use the newer version"));
        }
    }

    /** What was changed by hand in log or history, in words; empty where everything holds together. */
    private List<String> breaks() {
        var found = new ArrayList<String>();
        for (List<String> row : session.rows("""
                with start as (
                    select coalesce(max(n), 0) as n from %1$s where action = '%2$s'
                ), chain as (
                    select l.*, pg_catalog.lag(l.hash) over (order by l.n) as before, pg_catalog.lag(l.n) over (order by l.n) as n_before
                      from %1$s l, start
                     where l.n >= start.n - 1
                ), last as (
                    select distinct on (id) id, state, checksum from %1$s order by id, n desc
                )
                (select 'row ' || c.n || ' of the log (' || c.action || ' ' || c.id || ') was changed'
                   from chain c, start
                  where c.n >= start.n and c.hash is distinct from %3$s
                  order by c.n)
                union all
                (select case when c.n_before is null then 'the log begins with row ' || c.n else 'rows of the log between '
                             || c.n_before || ' and ' || c.n || ' are missing or were changed' end
                   from chain c, start
                  where c.n > start.n
                    and (c.n <> coalesce(c.n_before, 0) + 1 or c.previous is distinct from coalesce(c.before, ''))
                  order by c.n)
                union all
                (select case when h.id is null then 'the row of ' || l.id || ' was taken out of the history'
                             when l.id is null then 'the row of ' || h.id || ' was put into the history by hand'
                             else 'the row of ' || h.id || ' was changed in the history' end
                   from %4$s h
                   full join (select * from last where id <> '' and state not in ('pending', 'renamed')) l on l.id = h.id
                  where h.id is null or l.id is null or h.state <> l.state or h.checksum <> l.checksum
                  order by coalesce(h.id, l.id))
                limit 20
                """.formatted(table.log(), RESTATED, LogHash.of("c"), table.history()))) {
            found.add(row.get(0));
        }
        return found;
    }
}
