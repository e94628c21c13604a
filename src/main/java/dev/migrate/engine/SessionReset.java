package dev.migrate.engine;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Statements of our own around a script: the way in, the way to write a record whatever the script has set, and the
 * way back to a session in which nothing of the script is left.
 */
final class SessionReset {
    /** What is being done while nothing of a script is to be left. */
    static final String CLEANING = "cleaning the session";

    private static final String UNLOCK = "SELECT pg_catalog.pg_advisory_unlock_all()";

    /** Those that a pooler has prepared for its other clients through the protocol stay. */
    private static final String DEALLOCATE_OURS = "DO 'DECLARE p pg_catalog.text; BEGIN"
            + " FOR p IN SELECT name FROM pg_catalog.pg_prepared_statements WHERE from_sql"
            + " LOOP EXECUTE ''DEALLOCATE '' || pg_catalog.quote_ident(p); END LOOP; END'";

    private static final Pattern CHANGES_DEFAULTS =
            Pattern.compile("\\bALTER\\s+(?:DATABASE|ROLE|USER)\\b", Pattern.CASE_INSENSITIVE);

    /**
     * The settings that a session would begin with if it began now, as {@code ALTER DATABASE … SET} and {@code ALTER
     * ROLE … SET} left them: those of the role in the database count first, then those of the role, of the database, of
     * all. What the client asked for at the start, what the driver needs, and what only a new session or a superuser may
     * have, stays. The path is put back with them, for it is one of them or what it was.
     *
     * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-db-role-setting.html">pg_db_role_setting</a>
     */
    private static final List<String> DEFAULTS_OF_NOW = List.of("SET search_path = pg_catalog, pg_temp", """
            SELECT set_config(name, value, false) FROM (
             SELECT DISTINCT ON (lower(d.name)) d.name, d.value FROM (
              SELECT split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value,
               (s.setdatabase <> 0)::int + 2 * (s.setrole <> 0)::int AS rank
              FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) c
              WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
              AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = session_user))
              UNION ALL SELECT name, reset_val, -1 FROM pg_settings WHERE name = 'search_path') d
             LEFT JOIN pg_settings p ON lower(p.name) = lower(d.name)
             WHERE p.name = 'search_path' OR (p.name IS NULL AND strpos(d.name, '.') > 0)
             OR (p.source <> 'client' AND p.name NOT IN ('DateStyle', 'client_encoding')
              AND p.setting IS DISTINCT FROM d.value
              AND (p.context = 'user' OR p.context = 'superuser' AND current_setting('is_superuser') = 'on'))
             ORDER BY lower(d.name), d.rank DESC) defaults""");

    private final Session session;
    private final EngineSettings settings;
    private final boolean keepsSession;
    private boolean started;
    private boolean defaultsChanged;

    SessionReset(Session session, EngineSettings settings) {
        this.session = session;
        this.settings = settings;
        this.keepsSession = session.facts().pooling().keepsSession();
    }

    /**
     * The settings of {@link #start} for the first message of the session, and nothing for the others. Behind a pooler
     * that keeps no session, what others may have left in the one that we get is taken away before each message.
     */
    List<String> once() {
        List<String> statements = due();
        established();
        return statements;
    }

    /** The same, for a message of which nobody knows yet whether it goes out. */
    List<String> due() {
        if (!keepsSession) {
            return bare();
        }
        return started ? List.of() : start();
    }

    /** The message with {@link #due} goes out, as the next. */
    void established() {
        started = true;
    }

    /** Behind a pooler that keeps no session: the settings of {@link #start} for the transaction that was begun. */
    List<String> local() {
        return keepsSession
                ? List.of()
                : start().stream()
                        .map(set -> set.replaceFirst("^SET ", "SET LOCAL "))
                        .toList();
    }

    /** What the session has without us, as far as the driver can do with it. None of it takes a snapshot. */
    private static List<String> bare() {
        return List.of(
                "SET SESSION AUTHORIZATION DEFAULT",
                "RESET ALL",
                "SET DateStyle = 'ISO'",
                "SET client_encoding = 'UTF8'");
    }

    /** Looks at a statement of a script before it is sent: what it may change for sessions to come counts for ours too. */
    void notice(Statement statement) {
        // Only these, for a look at the rows of every INSERT takes as long as sending them.
        boolean may =
                statement.summary().startsWith("ALTER") || statement.summary().startsWith("DO");
        defaultsChanged |= may && CHANGES_DEFAULTS.matcher(statement.text()).find();
    }

    /** Settings that hold for the session from its beginning. */
    List<String> start() {
        var statements = new ArrayList<>(session.ownSettings());
        if (defaultsChanged && keepsSession) {
            statements.addAll(DEFAULTS_OF_NOW);
        }
        settings.role().ifPresent(role -> statements.add("SET ROLE " + Identifier.quoted(role)));
        statements.add("SET lock_timeout = " + settings.lockTimeout().toMillis());
        statements.add("SET statement_timeout = " + settings.statementTimeout().toMillis());
        return statements;
    }

    /**
     * Inside a transaction, before SQL of our own: whatever role and search_path the script has set, ours count until
     * the transaction ends, and the script's come back then.
     *
     * @see <a href="https://www.postgresql.org/docs/current/sql-set.html">SET LOCAL after SET</a>
     */
    List<String> ownWork() {
        Optional<String> role = settings.role();
        return List.of(
                "SET LOCAL SESSION AUTHORIZATION DEFAULT",
                role.map(name -> "SET LOCAL ROLE " + Identifier.quoted(name)).orElse("SET LOCAL ROLE NONE"),
                "SET LOCAL search_path = pg_catalog, pg_temp");
    }

    /**
     * Before the last SQL of our own in a transaction: deferred triggers and constraints of the script have to see its
     * role and its settings, not ours.
     */
    List<String> deferred() {
        return List.of("SET CONSTRAINTS ALL IMMEDIATE");
    }

    /**
     * Behind a message in which the script set another date style or encoding: the driver closes a connection on which
     * dates do not come as ISO and text not as UTF-8. Between day and month the script's order stays; and whatever
     * encoding a script names, what is sent of it is UTF-8.
     */
    List<String> driver() {
        return List.of(
                "SELECT pg_catalog.set_config('DateStyle', pg_catalog.concat('ISO, ', pg_catalog.split_part("
                        + "pg_catalog.current_setting('DateStyle'), ', ', 2)), false)",
                "SET client_encoding = 'UTF8'");
    }

    /**
     * Before COMMIT behind a pooler that keeps no session, where nobody finds it again afterwards: what
     * {@link #afterwards} does.
     */
    List<String> beforeCommit() {
        return keepsSession ? List.of() : afterwards();
    }

    /** Behind COMMIT, where the session is still ours. */
    List<String> behindCommit() {
        return keepsSession ? afterwards() : List.of();
    }

    /**
     * What {@code DISCARD ALL} does and the seed of {@code random()}, which it forgets, and then, where the session is
     * kept, the settings of {@link #start}: as single statements, because {@code DISCARD ALL} must be a message of its
     * own, and because the advisory lock of this run has to stay held.
     *
     * @see <a href="https://www.postgresql.org/docs/current/sql-discard.html">DISCARD ALL</a>
     */
    List<String> afterwards() {
        return discard(session.advisoryLock()
                .key()
                // The transaction's own hold on the lock bridges the moment in which the session has none.
                .map(key -> "SELECT pg_catalog.pg_advisory_xact_lock(" + key + "), pg_catalog.pg_advisory_unlock_all(),"
                        + " pg_catalog.pg_advisory_lock(" + key + ")")
                .orElse(UNLOCK));
    }

    /** The same at the end of a run, whose lock is given back with everything else. */
    List<String> farewell() {
        return discard(UNLOCK);
    }

    /** Ends what is open and leaves nothing of it; false where that could not be done. */
    boolean clean() {
        var back = new Message();
        if (session.state() != TransactionState.IDLE) {
            back.own("rolling back", List.of("ROLLBACK"));
        }
        return session.ask(back.own(CLEANING, afterwards()).text()).ok();
    }

    private List<String> discard(String locks) {
        var statements = new ArrayList<String>();
        statements.add("CLOSE ALL");
        if (keepsSession) {
            statements.add("SET SESSION AUTHORIZATION DEFAULT");
            statements.add("RESET ALL");
            statements.add("DEALLOCATE ALL");
        } else {
            statements.addAll(bare());
            statements.add(DEALLOCATE_OURS);
        }
        statements.add("UNLISTEN *");
        // No statement takes a seed back, so random() gets another that nobody can foresee from a script's setseed().
        statements.add(
                locks + ", pg_catalog.setseed(" + ThreadLocalRandom.current().nextDouble() + ")");
        statements.add("DISCARD PLANS");
        statements.add("DISCARD TEMP");
        statements.add("DISCARD SEQUENCES");
        if (keepsSession) {
            statements.addAll(start());
        }
        return statements;
    }
}
