package dev.migrate.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one message sent after connecting: who is there, which settings would {@code psql} have got, and what the caller
 * will want to know first.
 *
 * <p>The driver sends the time zone of this machine and the date style {@code ISO} with its start-up packet, which
 * hides what server, database and role say; a migration that writes {@code '01/02/2024'} or a time without a zone
 * would mean something else than in {@code psql}. Settings of roles and databases are read from
 * {@code pg_db_role_setting}; the server's own time zone can no longer be seen then, but {@code log_timezone}, which
 * {@code initdb} sets to the same value, can.
 */
record SessionStart(ServerFacts facts, List<String> ownSettings, List<List<List<String>>> ahead) {
    private static final String QUESTION =
            """
            select pg_catalog.current_setting('server_version_num'),
                   pg_catalog.current_setting('server_version'),
                   pg_catalog.current_database(),
                   session_user,
                   pg_catalog.current_setting('default_transaction_read_only'),
                   pg_catalog.pg_is_in_recovery(),
                   pg_catalog.pg_backend_pid(),
                   pg_catalog.current_setting('server_encoding'),
                   coalesce(%1$s, pg_catalog.current_setting('log_timezone')),
                   %2$s
            """.formatted(roleOrDatabaseSetting("timezone"), roleOrDatabaseSetting("datestyle"));

    /**
     * Asks.
     *
     * @param key process id that came with the key for cancelling
     */
    static SessionStart ask(Session session, Target target, int key, String applicationName, List<String> ahead) {
        var questions = new ArrayList<String>(ahead);
        questions.add(0, QUESTION);
        List<List<List<String>>> answers = session.results(questions);
        List<String> row = answers.get(0).get(0);
        boolean standby = row.get(5).equals("t");
        int process = Integer.parseInt(row.get(6));
        Pooling pooling = PoolerObservation.of(session, target, key, process);
        var facts = new ServerFacts(
                Integer.parseInt(row.get(0)),
                row.get(1).split(" ", -1)[0],
                row.get(2),
                row.get(3),
                standby || row.get(4).equals("on"),
                standby,
                row.get(7),
                process,
                pooling);
        String options = target.parameters().getOrDefault("options", "");
        var settings = new ArrayList<String>();
        if (pooling.mode() != Pooling.Mode.DIRECT) {
            // Not sent at start-up to the server process that the pooler gave us, so RESET ALL takes it away.
            settings.add("SET application_name = " + Identifier.literal(applicationName));
        }
        // Where the pooler started the session, and we do not keep it, RESET ALL gives what psql would have got.
        boolean hidden = pooling.keepsSession();
        option(options, "timezone")
                .or(() -> hidden ? Optional.of(row.get(8)) : Optional.empty())
                .ifPresent(zone -> settings.add("SET TimeZone = " + Identifier.literal(zone)));
        option(options, "datestyle")
                .or(() -> hidden ? Optional.ofNullable(row.get(9)) : Optional.empty())
                .flatMap(SessionStart::dateOrder)
                .ifPresent(order -> settings.add("SET DateStyle = " + Identifier.literal("ISO, " + order)));
        return new SessionStart(facts, settings, answers.subList(1, answers.size()));
    }

    /** A setting in the options of the start-up packet, {@code -c name=value}; the last one counts. */
    private static Optional<String> option(String options, String name) {
        Matcher option = Pattern.compile("(?:-c\\s*|--)" + name + "=((?:\\\\.|[^\\s\\\\])+)", Pattern.CASE_INSENSITIVE)
                .matcher(options);
        return option.results()
                .reduce((before, last) -> last)
                .map(found -> found.group(1).replaceAll("\\\\(.)", "$1"));
    }

    /**
     * The order of day and month only: the driver insists on ISO for what comes back.
     *
     * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT">8.5.2</a>
     */
    private static Optional<String> dateOrder(String style) {
        String order = null;
        for (String word : style.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (word.equals("dmy") || word.startsWith("euro") || (word.equals("german") && order == null)) {
                order = "DMY";
            } else if (word.equals("mdy") || word.equals("us") || word.startsWith("noneuro")) {
                order = "MDY";
            } else if (word.equals("ymd")) {
                order = "YMD";
            }
        }
        return Optional.ofNullable(order);
    }

    /** As PostgreSQL ranks them: this role in this database, this role, this database, all. */
    private static String roleOrDatabaseSetting(String name) {
        return """
                (select pg_catalog.substr(c, pg_catalog.length('%1$s') + 2)
                   from pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c
                  where pg_catalog.lower(c) like '%1$s=%%'
                    and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
                    and s.setrole in (0, (select oid from pg_catalog.pg_roles where rolname = session_user))
                  order by s.setrole <> 0 desc, s.setdatabase <> 0 desc
                  limit 1)""".formatted(name);
    }
}
