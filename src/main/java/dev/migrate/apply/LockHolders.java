package dev.migrate.apply;

import dev.migrate.database.Session;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who stands in the way of a session, in words: process, user, program, what it holds, since when, what it does.
 *
 * <p>The query of another user is shown to members of {@code pg_read_all_stats} only; everybody may know the rest.
 *
 * @see <a href="https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW">
 *     pg_stat_activity</a>
 */
final class LockHolders {
    private static final int SHOWN = 3;
    private static final int QUERY_CHARACTERS = 120;

    private static final String TIME = "pg_catalog.to_char(%s at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')";

    /** Columns of an activity {@code a}, as {@link #told} reads them; a query as one line. */
    private static final String ACTIVITY = """
            a.pid, coalesce(a.usename, ''), coalesce(a.application_name, ''), coalesce(pg_catalog.host(a.client_addr), ''),
            coalesce(a.backend_type, ''), coalesce(a.state, ''), coalesce(%s, ''),
            coalesce(pg_catalog.left(pg_catalog.regexp_replace(a.query, '\\s+', ' ', 'g'), %d), '')""".formatted(TIME.formatted("a.xact_start"), QUERY_CHARACTERS + 1);

    /** Only where the session waits for a lock is the lock table looked at, which others need, too. */
    private static final String BLOCKERS = """
            with waiting as (
                select pid, case when wait_event_type = 'Lock' then pg_catalog.pg_blocking_pids(pid) end as blockers
                  from pg_catalog.pg_stat_activity
                 where pid = %1$d
            ), wanted as (
                select locktype, database, relation, transactionid, virtualxid, classid, objid, objsubid
                  from pg_catalog.pg_locks
                 where pid = %1$d and not granted
            )
            select %2$s,
                   coalesce((select case when h.granted then 'holds ' else 'waits before it for ' end || h.mode || ' on '
                                    || case h.locktype when 'relation' then h.relation::pg_catalog.regclass::pg_catalog.text
                                                       else 'its ' || h.locktype end
                               from pg_catalog.pg_locks h
                               join wanted w on (h.locktype, h.database, h.relation, h.transactionid, h.virtualxid, h.classid,
                                                 h.objid, h.objsubid)
                                     is not distinct from (w.locktype, w.database, w.relation, w.transactionid, w.virtualxid,
                                                           w.classid, w.objid, w.objsubid)
                              where h.pid = b.pid
                              order by h.granted desc, h.mode
                              limit 1), 'is in the way')
              from waiting
             cross join lateral (select distinct b as pid from pg_catalog.unnest(blockers) b) b
              left join pg_catalog.pg_stat_activity a on a.pid = b.pid
             order by b.pid
            """;

    /** Sessions whose transaction is older than the wait was, and that hold a lock on a table of this database. */
    private static final String CANDIDATES = """
            select %s,
                   'has locks on ' || (select pg_catalog.string_agg(distinct l.relation::pg_catalog.regclass::pg_catalog.text, ', ')
                                         from pg_catalog.pg_locks l
                                        where l.pid = a.pid and l.granted and l.locktype = 'relation'
                                          and l.relation >= 16384
                                          and l.database = (select oid from pg_catalog.pg_database
                                                             where datname = pg_catalog.current_database()))
              from pg_catalog.pg_stat_activity a
             where a.datname = pg_catalog.current_database() and a.pid not in (%d, pg_catalog.pg_backend_pid())
               and exists (select from pg_catalog.pg_locks l
                            where l.pid = a.pid and l.granted and l.locktype = 'relation' and l.relation >= 16384
                              and l.database = (select oid from pg_catalog.pg_database
                                                 where datname = pg_catalog.current_database()))
               and (a.xact_start is null or a.xact_start < pg_catalog.clock_timestamp() - interval '%d milliseconds')
             order by a.xact_start
            """;

    private LockHolders() {}

    /**
     * Those for whom a session waits at this moment.
     *
     * @param session another one, to ask with
     * @param process number of the server process that waits
     * @return a sentence about each; empty where it does not wait for a lock
     */
    static List<String> of(Session session, int process) {
        return session.rows(BLOCKERS.formatted(process, ACTIVITY)).stream()
                .map(LockHolders::told)
                .toList();
    }

    /** Those who can have been in the way of a wait that is over. */
    static List<String> candidates(Session session, int process, Duration wait) {
        return session.rows(CANDIDATES.formatted(ACTIVITY, process, wait.toMillis())).stream()
                .map(LockHolders::told)
                .toList();
    }

    /** As one sentence, of at most so many that it can be read. */
    static String joined(List<String> holders) {
        String rest = holders.size() > SHOWN ? "; and " + (holders.size() - SHOWN) + " more" : "";
        return holders.stream().limit(SHOWN).collect(Collectors.joining("; ")) + rest;
    }

    private static String told(List<String> row) {
        if (row.get(0) == null) {
            return "a prepared transaction " + row.get(8) + " (see pg_prepared_xacts)";
        }
        if (row.get(4).startsWith("autovacuum")) {
            return "process " + row.get(0) + ", an autovacuum worker, " + row.get(8);
        }
        String user = row.get(1).isEmpty() ? "unknown" : row.get(1);
        String from = row.get(3).isEmpty() ? "" : ", from " + row.get(3);
        String since = row.get(6).isEmpty() ? "" : ", in a transaction since " + row.get(6) + " UTC";
        return "process " + row.get(0) + " of user " + user + " ("
                + (row.get(2).isEmpty() ? "no application name" : row.get(2)) + from + ") " + row.get(8) + since + ": "
                + doing(row.get(5), row.get(7));
    }

    private static String doing(String state, String query) {
        if (state.isEmpty() || query.equals("<insufficient privilege>")) {
            return "its query is not visible to this user";
        }
        String shown = query.length() > QUERY_CHARACTERS ? query.substring(0, QUERY_CHARACTERS) + "…" : query;
        return state.equals("active") ? shown : state + ", last query: " + shown;
    }
}
