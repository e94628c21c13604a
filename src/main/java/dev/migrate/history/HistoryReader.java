package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads history and log. Never writes, and never makes the tables. */
public final class HistoryReader {
    /** The action of a row of the log from which on the chain counts. */
    static final String RESTATED = "accept";

    /** The present format of the tables; older ones are read as they are. */
    static final int FORMAT = 2;

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

    private static final Set<String> COLUMNS_SINCE_2 =
            Set.of("down_kind", "down_file", "unit_sql", "unit_file", "unit_ids", "runs_after");

    private static final Pattern COMMENT = Pattern.compile("migrate history, format ([0-9]{1,6})\\b.*");

    private static final Set<String> LOG_COLUMNS = Set.of(
            "n", "at", "action", "id", "state", "checksum", "done_by", "tool_version", "detail", "previous", "hash");

    private final Session session;
    private final HistoryTable table;

    public HistoryReader(Session session, HistoryTable table) {
        this.session = session;
        this.table = table;
    }

    /** Whether the tables are there, and as what: the question with which every reading begins. */
    public static String presence(HistoryTable table) {
        return """
                select c.relname, c.relkind, coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), ''),
                       coalesce((select pg_catalog.string_agg(a.attname, ',')
                                   from pg_catalog.pg_attribute a
                                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), ''),
                       pg_catalog.has_table_privilege(c.oid, 'select')
                         and pg_catalog.has_schema_privilege(n.oid, 'usage'),
                       c.relhasrules or exists (select from pg_catalog.pg_trigger t
                                                 where t.tgrelid = c.oid and not t.tgisinternal)
                  from pg_catalog.pg_class c
                  join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = %s
                 where c.relname in (%s, %s)
                """.formatted(literal(table.schema()), literal(table.table()), literal(table.logName()));
    }

    /**
     * The history as it is now, all of it.
     *
     * @throws MigrationFailure where the tables are there but not as this program left them
     */
    public History read() {
        int format = format(session.rows(presence(table)));
        return format > 0 ? content(format, session.results(contentQueries(format))) : History.NONE;
    }

    /**
     * What to ask for the history as it has become since {@code before} was read, where that is to go out with
     * something else; {@link #since} takes the answers.
     */
    public List<String> queriesSince(History before) {
        var queries = new ArrayList<String>();
        queries.add(presence(table));
        if (before.exists()) {
            queries.addAll(contentQueries(before.format()));
        }
        return queries;
    }

    /** The history of the answers to {@link #queriesSince}. */
    public History since(History before, List<List<List<String>>> answers) {
        int format = format(answers.get(0));
        if (format == 0) {
            return History.NONE;
        }
        return content(
                format,
                before.format() == format
                        ? answers.subList(1, answers.size())
                        : session.results(contentQueries(format)));
    }

    private List<String> contentQueries(int format) {
        return List.of(rowsQuery(format), breaksQuery(), "select exists (select from " + table.log() + ")");
    }

    private History content(int format, List<List<List<String>>> answers) {
        return new History(
                format,
                answers.get(0).stream().map(this::recorded).toList(),
                answers.get(2).get(0).get(0).equals("t"),
                answers.get(1).stream().map(row -> row.get(0)).toList());
    }

    private String rowsQuery(int format) {
        return """
                select id, position, version, description, source, file, checksum, state,
                       (extract(epoch from applied_at) * 1000000)::pg_catalog.int8,
                       applied_by, duration_ms, statements, %s, error
                  from %s
                 order by position
                """.formatted(
                format < 2 ? "down_sql is not null" : "down_sql is not null or unit_sql is not null", table.history());
    }

    private Recorded recorded(List<String> row) {
        long micros = Long.parseLong(row.get(8));
        return new Recorded(
                row.get(0),
                Long.parseLong(row.get(1)),
                Optional.ofNullable(row.get(2)),
                row.get(3),
                row.get(4),
                row.get(5),
                row.get(6),
                RecordedState.of(row.get(7))
                        .orElseThrow(() -> damaged("the history " + table + " holds a state that there is not, of "
                                + row.get(0) + ": " + row.get(7))),
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

    /** The texts of several, by their ids; those that are not kept are missing. */
    public Map<String, String> upSql(List<String> ids) {
        var texts = new HashMap<String, String>();
        if (!ids.isEmpty()) {
            String list = ids.stream().map(Identifier::literal).collect(Collectors.joining(", "));
            session.rows("select id, up_sql from " + table.history() + " where up_sql is not null and id in (" + list
                            + ")")
                    .forEach(row -> texts.put(row.get(0), row.get(1)));
        }
        return texts;
    }

    /** The format of the tables that are there; 0 for none. */
    private int format(List<List<String>> presence) {
        Map<String, List<String>> found = new HashMap<>();
        presence.forEach(row -> found.put(row.get(0), row));
        if (found.isEmpty()) {
            return 0;
        }
        List<String> history = found.get(table.table());
        if (history == null) {
            refuseOther(found.get(table.logName()));
            throw damaged("the history " + table + " is missing, and its log " + log() + " is there");
        }
        if (history.get(4).equals("f")) {
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of(
                            session.facts().user() + " may not read the history " + table,
                            "connect as the user that applied the migrations, or grant it usage on the schema and select on the table"));
        }
        int format = format(history.get(2));
        check(history, "the history " + table, columns(format));
        if (!found.containsKey(table.logName())) {
            throw damaged("the log " + log() + " is missing");
        }
        check(found.get(table.logName()), "the log " + log(), LOG_COLUMNS);
        return format;
    }

    private static Set<String> columns(int format) {
        if (format < 2) {
            return COLUMNS;
        }
        var columns = new TreeSet<>(COLUMNS);
        columns.addAll(COLUMNS_SINCE_2);
        return columns;
    }

    /** A table of somebody else, which has the name that our log would have. */
    private void refuseOther(List<String> log) {
        if (!Arrays.asList(log.get(3).split(",", -1)).containsAll(LOG_COLUMNS)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the schema " + table.schema() + " has a " + table.logName() + " that is not of migrate",
                            "name another schema for the history: schema in [history] of migrate.toml"));
        }
    }

    private String log() {
        return table.schema() + "." + table.logName();
    }

    private void check(List<String> row, String what, Set<String> columns) {
        if (!row.get(1).equals("r")) {
            String kind = row.get(1).equals("v") ? "a view" : "something else";
            throw damaged(what + " is " + kind + " and not the table that it was made as");
        }
        if (row.get(5).equals("t")) {
            throw new MigrationFailure(
                    ExitCode.FINDING,
                    Problem.of(
                            what + " has a trigger or a rule, which migrate never makes",
                            "look who made it, and drop it: it would run with the rights of "
                                    + session.facts().user()));
        }
        var missing = new TreeSet<>(columns);
        missing.removeAll(Arrays.asList(row.get(3).split(",", -1)));
        if (!missing.isEmpty()) {
            throw damaged(what + " lacks what it had when it was made: " + String.join(", ", missing));
        }
    }

    private MigrationFailure damaged(String what) {
        return new MigrationFailure(
                ExitCode.FINDING,
                Problem.of(what, "restore the tables of schema " + table.schema() + " from a backup"));
    }

    /** Without the comment they are taken for the oldest: that one lacks nothing which every format has. */
    private int format(String comment) {
        Matcher words = COMMENT.matcher(comment);
        int format = words.matches() ? Integer.parseInt(words.group(1)) : 1;
        if (format > FORMAT) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the history " + table + " was written by a newer migrate (format " + format
                                    + ", this one knows " + FORMAT + ")",
                            "use the newer version"));
        }
        return format;
    }

    /** Asks what was changed by hand in log or history, in words; no row where everything holds together. */
    private String breaksQuery() {
        return """
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
                """.formatted(table.log(), RESTATED, LogHash.of("c"), table.history());
    }
}
