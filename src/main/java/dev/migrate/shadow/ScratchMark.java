package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What tells the databases and roles of a run from everything else on a server that others use too: a comment with a
 * number that nobody else has. As long as the run lives it holds an advisory lock on that number, so what is marked
 * and not locked was left by a run that is dead, on whichever machine that was.
 */
final class ScratchMark {
    private static final String NAME = "migrate_shadow_";
    private static final String SAYS = "Scratch object of migrate; may be dropped when that run is over: ";
    private static final Pattern TEXT = Pattern.compile(Pattern.quote(SAYS) + ".* number (-?[0-9]+)", Pattern.DOTALL);

    private final long number;
    private final String text;

    private ScratchMark(long number, String text) {
        this.number = number;
        this.text = text;
    }

    /** A new mark, which lives as long as the session does. */
    static ScratchMark take(Session session, Map<String, String> variables) {
        long number = new SecureRandom().nextLong();
        session.rows("SELECT pg_advisory_lock(" + number + ")");
        String host = variables.getOrDefault("HOSTNAME", variables.getOrDefault("COMPUTERNAME", "an unknown host"));
        return new ScratchMark(
                number,
                SAYS + "process " + ProcessHandle.current().pid() + " on " + host + ", since "
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", number " + number);
    }

    /** The name of a database of this run, which no other database has. */
    String name(int count) {
        return String.format(
                Locale.ROOT, "%s%d_%08x_%d", NAME, ProcessHandle.current().pid(), (int) number, count);
    }

    /** Marks a database that was just made, and never one that says something else of itself. */
    String onDatabase(String name) {
        return """
                DO $mark$
                BEGIN
                    IF pg_catalog.shobj_description((SELECT oid FROM pg_catalog.pg_database WHERE datname = %s),
                            'pg_database') IS NULL THEN
                        COMMENT ON DATABASE %s IS %s;
                    END IF;
                END
                $mark$""".formatted(Identifier.literal(name), Identifier.quoted(name), Identifier.literal(text));
    }

    String onRole(String name) {
        return "COMMENT ON ROLE " + Identifier.quoted(name) + " IS " + Identifier.literal(text);
    }

    /** Drops what runs have left that are dead; what is of another user stays. */
    static void clear(Session session) {
        Set<String> alive = new HashSet<>();
        session.rows("SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory'"
                        + " AND objsubid = 1")
                .forEach(row -> alive.add(row.get(0)));
        for (List<String> row : session.rows("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
                + " WHERE datname LIKE 'migrate\\_shadow\\_%' ORDER BY oid")) {
            if (isLeft(row.get(1), alive)) {
                session.ask("DROP DATABASE IF EXISTS " + Identifier.quoted(row.get(0)) + " WITH (FORCE)");
            }
        }
        for (List<String> row : session.rows("SELECT rolname, shobj_description(oid, 'pg_authid') FROM pg_roles"
                + " WHERE shobj_description(oid, 'pg_authid') IS NOT NULL ORDER BY oid")) {
            if (isLeft(row.get(1), alive)) {
                session.ask("DROP ROLE IF EXISTS " + Identifier.quoted(row.get(0)));
            }
        }
    }

    private static boolean isLeft(String comment, Set<String> alive) {
        if (comment == null) {
            return false;
        }
        var mark = TEXT.matcher(comment);
        return mark.matches() && !alive.contains(mark.group(1));
    }
}
