package dev.migrate.database;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.GT;

/**
 * Connects with TLS as libpq's {@code sslmode} says, and stricter where the driver, or libpq itself, would go on with
 * less than was asked for without a word:
 *
 * <ul>
 *   <li>{@code prefer} goes on in plain text only where the server says that it has no TLS, not where TLS fails;
 *   <li>{@code prefer} and {@code require} check the certificate of the server where there is a root certificate;
 *   <li>{@code sslrootcert=system} means {@code verify-full}.
 * </ul>
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION">SSL mode descriptions</a>
 */
final class Encryption {
    private static final String PREFER = "prefer";

    /** The driver writes names in certificates to standard error as they are; held, for loggers are forgotten. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    private static final AtomicLong ATTEMPTS = new AtomicLong();

    private Encryption() {}

    /**
     * Connects.
     *
     * @param hosts {@code host:port}, one or several with commas
     * @param properties of the driver
     * @throws MigrationFailure exit code 2 where the settings contradict each other
     */
    static PgConnection connect(String hosts, String database, Properties properties) throws SQLException {
        DRIVER_LOG.setLevel(Level.OFF);
        boolean root = trust(properties);
        client(properties);
        String mode = PGProperty.SSL_MODE.getOrDefault(properties);
        if (mode == null || mode.equals(PREFER)) {
            return preferred(hosts, database, properties, root ? "verify-ca" : "require");
        }
        if (mode.equals("require") && root) {
            PGProperty.SSL_MODE.set(properties, "verify-ca");
        }
        return driver(hosts, database, properties);
    }

    /** With TLS where the server has it: asked for with {@code mode} first, for what fails then is a failure. */
    private static PgConnection preferred(String hosts, String database, Properties properties, String mode)
            throws SQLException {
        boolean chosen = PGProperty.TARGET_SERVER_TYPE.isPresent(properties)
                || PGProperty.LOAD_BALANCE_HOSTS.isPresent(properties);
        SQLException failed = null;
        for (String host : chosen ? List.of(hosts) : List.of(hosts.split(",", -1))) {
            try {
                // Without a certificate to check, one connection does: the driver goes on with it in plain text where
                // the server says that it has no TLS.
                boolean one = mode.equals("require") && !chosen;
                PGProperty.SSL_MODE.set(properties, one ? PREFER : mode);
                return one ? onOneSocket(host, database, properties) : driver(host, database, properties);
            } catch (SQLException error) {
                failed = error;
            }
            if (!hasNoTls(failed)) {
                continue;
            }
            try {
                PGProperty.SSL_MODE.set(properties, "disable");
                return driver(host, database, properties);
            } catch (SQLException error) {
                failed = error;
            }
        }
        throw failed;
    }

    private static PgConnection onOneSocket(String host, String database, Properties properties) throws SQLException {
        String attempt = Long.toString(ATTEMPTS.incrementAndGet());
        PGProperty.SOCKET_FACTORY.set(properties, OneSocketFactory.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(properties, attempt);
        OneSocketFactory.begin(attempt);
        try {
            return driver(host, database, properties);
        } finally {
            OneSocketFactory.end(attempt);
        }
    }

    /** The driver says it in the language of the machine. */
    static boolean hasNoTls(SQLException error) {
        return GT.tr("The server does not support SSL.").equals(error.getMessage());
    }

    /** Whether there is a certificate to check the server's with, as libpq looks for it. */
    private static boolean trust(Properties properties) {
        String named = PGProperty.SSL_ROOT_CERT.getOrDefault(properties);
        if (!"system".equals(named)) {
            return (named != null && !named.isEmpty()) || Files.exists(folder().resolve("root.crt"));
        }
        String mode = PGProperty.SSL_MODE.getOrDefault(properties);
        if (mode != null && !mode.equals("verify-full")) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "sslrootcert=system with sslmode=" + mode + ": anybody can have a certificate that"
                                    + " this machine trusts, for a name of their own",
                            "write sslmode=verify-full, or leave sslmode out"));
        }
        properties.remove(PGProperty.SSL_ROOT_CERT.getName());
        PGProperty.SSL_MODE.set(properties, "verify-full");
        PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
        return true;
    }

    /** libpq's default for the key of the client; the driver has another, which counts where it is there. */
    private static void client(Properties properties) {
        Path key = folder().resolve("postgresql.key");
        if (!PGProperty.SSL_KEY.isPresent(properties)
                && Files.exists(key)
                && !Files.exists(folder().resolve("postgresql.pk8"))) {
            PGProperty.SSL_KEY.set(properties, key.toString());
        }
    }

    private static Path folder() {
        String windows = java.io.File.separatorChar == '\\' ? System.getenv("APPDATA") : null;
        return windows != null
                ? Path.of(windows, "postgresql")
                : Path.of(System.getProperty("user.home"), ".postgresql");
    }

    private static PgConnection driver(String hosts, String database, Properties properties) throws SQLException {
        var connection = (PgConnection)
                new Driver().connect("jdbc:postgresql://" + hosts + "/" + Percent.encoded(database), properties);
        if (connection == null) {
            throw new IllegalStateException("the driver does not know the form of its own URL");
        }
        return connection;
    }
}
