package dev.migrate.database;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What host names and error messages tell of poolers: those of Supabase and Neon by their hosts, PgBouncer and Supavisor
 * by what they say.
 *
 * @see <a href="https://supabase.com/docs/guides/database/connecting-to-postgres">Supabase: hosts and ports</a>
 * @see <a href="https://neon.com/docs/connect/connection-pooling">Neon: the host of the pooler</a>
 */
final class KnownPoolers {
    private static final int SUPABASE_TRANSACTION_PORT = 6543;

    private static final Pattern SUPABASE_DIRECT = Pattern.compile("db\\.([a-z0-9]+)\\.supabase\\.(?:co|com|net)");
    private static final Pattern SUPABASE_POOLER = Pattern.compile(".*\\.pooler\\.supabase\\.(?:co|com|net)");
    private static final Pattern NEON_POOLER = Pattern.compile("([^.]+)-pooler(\\..*\\.neon\\.(?:tech|build))");

    private KnownPoolers() {}

    /** The pooler that the target names; empty where its host says nothing. */
    static Optional<Pooling> named(Target target) {
        boolean supabase = SUPABASE_POOLER.matcher(target.host()).matches();
        boolean sixtyFive = target.port() == SUPABASE_TRANSACTION_PORT;
        if (sixtyFive && (supabase || SUPABASE_DIRECT.matcher(target.host()).matches())) {
            return Optional.of(Pooling.known(Pooling.Mode.TRANSACTION, "port 6543 of Supabase"));
        }
        if (supabase) {
            return Optional.of(Pooling.known(Pooling.Mode.SESSION, "port 5432 of Supabase's pooler"));
        }
        return NEON_POOLER.matcher(target.host()).matches()
                ? Optional.of(Pooling.known(Pooling.Mode.TRANSACTION, "the host of Neon's pooler"))
                : Optional.empty();
    }

    /** What to connect to where a session is needed. */
    static String withSession(Target target) {
        Matcher neon = NEON_POOLER.matcher(target.host());
        if (neon.matches()) {
            return "connect without the pooler: " + url(target, neon.group(1) + neon.group(2), target.port());
        }
        if (target.port() == SUPABASE_TRANSACTION_PORT && named(target).isPresent()) {
            boolean pooler = SUPABASE_POOLER.matcher(target.host()).matches();
            return (pooler ? "use the session pooler: " : "connect without the pooler: ")
                    + url(target, target.host(), 5432);
        }
        return "connect to the server itself, or to a pool in session mode";
    }

    private static String url(Target target, String host, int port) {
        return "postgresql://" + target.user() + ":…@" + host + ":" + port + "/" + target.database();
    }

    /** What to do where the direct host of a Supabase project cannot be reached; empty for any other host. */
    static Optional<String> unreachable(Target target) {
        Matcher direct = SUPABASE_DIRECT.matcher(target.host());
        if (!direct.matches()) {
            return Optional.empty();
        }
        String mode = target.port() == SUPABASE_TRANSACTION_PORT
                ? " (port 6543 is a pooler in transaction mode, in which not every migration can run)"
                : "";
        return Optional.of(
                "this host of Supabase has an IPv6 address only; where there is no IPv6, use the session pooler:"
                        + " postgresql://postgres." + direct.group(1)
                        + ":…@aws-0-<region>.pooler.supabase.com:5432/postgres" + mode
                        + "; the button Connect of the project's dashboard shows it with its region");
    }

    /** What to do about an error that a pooler raises and PostgreSQL does not; empty for any other. */
    static Optional<String> advice(String message) {
        if (message.contains("unsupported startup parameter")) {
            return Optional.of("PgBouncer passes on a few settings only: take this one out of the URL (options,"
                    + " currentSchema), PGOPTIONS, PGTZ or PGDATESTYLE, or name it in ignore_startup_parameters of"
                    + " pgbouncer.ini, which drops it");
        }
        if (message.contains("no more connections allowed") || message.contains("max clients")) {
            return Optional.of(
                    "the pooler has no room for another client: try again when some are gone, raise its limit"
                            + " (max_client_conn of PgBouncer, the pool size of Supabase), or connect to the server itself");
        }
        if (message.contains("query_wait_timeout")) {
            return Optional.of("all server connections of the pool were in use for too long: try again, raise its size"
                    + " (default_pool_size of PgBouncer), or connect to the server itself");
        }
        if (message.contains("transaction blocks not allowed in statement pooling mode")) {
            return Optional.of(
                    "the pooler is in statement mode, which has no transactions: connect to the server itself,"
                            + " or to a pool in session or transaction mode");
        }
        if (message.contains("server conn crashed")
                || message.contains("server login")
                || message.contains("cannot connect to server")
                || message.contains("bouncer config error")) {
            return Optional.of(
                    "the pooler lost the server or cannot reach it: look at the logs of both, then run it again");
        }
        if (message.contains("Tenant or user not found")) {
            return Optional.of(
                    "for Supabase's pooler the user is postgres.<ref>, and the host has to be of the project's"
                            + " region: copy the URL from the project's dashboard");
        }
        return Optional.empty();
    }
}
