package dev.migrate.database;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one question asked after connecting: who is there, and which settings would {@code psql} have got.
 *
 * <p>The driver sends the time zone of this machine and the date style {@code ISO} with its start-up packet, which
 * hides what server, database and role say; a migration that writes {@code '01/02/2024'} or a time without a zone
 * would mean something else than in {@code psql}. Settings of roles and databases are read from
 * {@code pg_db_role_setting}; the server's own time zone can no longer be seen then, but {@code log_timezone}, which
 * {@code initdb} sets to the same value, can.
 */
record SessionStart(ServerFacts facts, List<String> ownSettings) {
    private static final String QUESTION =
            """
            select pg_catalog.current_setting('server_version_num'),
                   pg_catalog.current_setting('server_version'),
                   pg_catalog.current_database(),
                   session_user,
                   pg_catalog.current_setting('default_transaction_read_only'),
                   pg_catalog.pg_is_in_recovery(),
                   pg_catalog.pg_backend_pid(),
                   coalesce(%1$s, pg_catalog.current_setting('log_timezone')),
                   %2$s
            """.formatted(roleOrDatabaseSetting("timezone"), roleOrDatabaseSetting("datestyle"));

    private static final Pattern ZONE_OPTION =
            Pattern.compile("(?:-c\\s*|--)timezone=((?:\\\\.|\\S)+)", Pattern.CASE_INSENSITIVE);

    static SessionStart ask(Session session, Target target) {
        List<String> row = session.rows(QUESTION).get(0);
        boolean standby = row.get(5).equals("t");
        var facts = new ServerFacts(
                Integer.parseInt(row.get(0)),
                row.get(1).split(" ", -1)[0],
                row.get(2),
                row.get(3),
                standby || row.get(4).equals("on"),
                standby,
                Integer.parseInt(row.get(6)));
        String zone = row.get(7);
        Matcher option = ZONE_OPTION.matcher(target.parameters().getOrDefault("options", ""));
        if (option.find()) {
            zone = option.group(1).replaceAll("\\\\(.)", "$1");
        }
        var settings = new ArrayList<String>();
        settings.add("SET TimeZone = " + Identifier.literal(zone));
        if (row.get(8) != null && row.get(8).indexOf(',') >= 0) {
            // The order of day and month only: the driver insists on ISO for what comes back.
            String order = row.get(8).substring(row.get(8).indexOf(',') + 1).strip();
            settings.add("SET DateStyle = " + Identifier.literal("ISO, " + order));
        }
        return new SessionStart(facts, settings);
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
