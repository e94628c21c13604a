package dev.migrate.database;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;

/** Opens connections, and says what to do when one is refused. */
final class Connector {
    /** Seconds until a server that does not answer is given up. */
    private static final String CONNECT_TIMEOUT = "10";

    private Connector() {}

    static Session open(Target target, String applicationName, List<String> ahead) {
        try {
            return new Session(target, connect(target, applicationName), applicationName, ahead);
        } catch (SQLException error) {
            throw new MigrationFailure(ExitCode.NO_CONNECTION, List.of(explained(target, error)), error);
        }
    }

    static PgConnection connect(Target target, String applicationName) throws SQLException {
        var properties = new Properties();
        PGProperty.USER.set(properties, target.user());
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT);
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        // Lets the driver send the application name with the start-up packet; 15 is the oldest server supported.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        // The driver asks for GSS encryption only where there is a ticket, but looks for one at every start.
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Errors then carry the text of the statement's values only where the server put them there.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        target.parameters().forEach(properties::setProperty);
        target.password().ifPresent(password -> PGProperty.PASSWORD.set(properties, password.reveal()));
        String hosts = target.hosts();
        if (hosts.startsWith("/")) {
            Path socket = UnixSocket.in(target.host(), Integer.toString(target.port()));
            PGProperty.SOCKET_FACTORY.set(properties, UnixSocketFactory.class.getName());
            PGProperty.SOCKET_FACTORY_ARG.set(properties, socket.toString());
            PGProperty.SSL_MODE.set(properties, "disable"); // as libpq: nobody listens in between
            hosts = "localhost:" + target.port(); // what ~/.pgpass says for it
        }
        return Encryption.connect(hosts, target.database(), properties);
    }

    private static Problem explained(Target target, SQLException error) {
        String what = "no connection to " + target + " (from " + target.origin() + "): " + message(target, error);
        String fix = KnownPoolers.advice(String.valueOf(error.getMessage())).orElseGet(() -> fix(target, error, what));
        return Problem.of(what, fix);
    }

    private static String fix(Target target, SQLException error, String what) {
        return switch (error.getSQLState() == null ? "" : error.getSQLState()) {
            case "28P01" -> "check the password: in the URL, PGPASSWORD, or ~/.pgpass";
            case "28000" ->
                what.contains(", SSL encryption")
                        ? "the server does not take this user over TLS: sslmode=disable goes in plain text, if that is right"
                        : "check the user and what pg_hba.conf of the server allows it (and sslmode, if it asks for TLS)";
            case "3D000" -> "create the database, or correct its name in the URL";
            case "53300" -> "wait until connections are free, or raise max_connections of the server";
            case "57P03" -> "the server is starting up or shutting down: try again in a moment";
            case "08001", "08006", "08004" -> unreachable(target, error);
            default -> "correct the URL, or look at the log of the server";
        };
    }

    private static String unreachable(Target target, SQLException error) {
        Optional<String> supabase = KnownPoolers.unreachable(target);
        if (supabase.isPresent()) {
            return supabase.get();
        }
        if (root(error) instanceof UnknownHostException) {
            return "correct the host name, or look whether this machine can resolve it";
        }
        Optional<String> tls = tls(error);
        if (tls.isPresent()) {
            return tls.get();
        }
        String text = String.valueOf(error.getMessage());
        if (text.contains("password") || text.contains("authentication")) {
            return "give the password: in the URL, PGPASSWORD, or ~/.pgpass";
        }
        return "check host and port, that the server runs, and that it accepts connections from here";
    }

    /** What to do where TLS is the trouble; nothing went out in plain text then. */
    private static Optional<String> tls(SQLException error) {
        if (Encryption.hasNoTls(error)) {
            return Optional.of("the server does not speak TLS as asked: check sslmode");
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException || cause instanceof SSLException) {
                return Optional.of("check sslrootcert, the dates of the server's certificate, and sslcert and sslkey"
                        + " if it asks for one of yours; nothing was sent in plain text");
            }
        }
        String text = String.valueOf(error.getMessage());
        if (text.contains("HostnameVerifier")) {
            return Optional.of("connect by a name that the server's certificate holds; sslmode=verify-ca does not look"
                    + " at the name");
        }
        return text.contains("SSL") || text.contains("certificate")
                ? Optional.of("check sslmode, sslrootcert, sslcert and sslkey; nothing was sent in plain text")
                : Optional.empty();
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String message(Target target, SQLException error) {
        Throwable root = root(error);
        if (root instanceof UnknownHostException) {
            return "the host name " + target.host() + " is not known";
        }
        if (error.getCause() instanceof IOException socket && target.hosts().startsWith("/")) {
            return socket.getMessage(); // the driver speaks of a host and a port
        }
        String said = ServerError.of(error).message();
        return root == error || said.contains(String.valueOf(root.getMessage()))
                ? said
                : said + " (" + root.getMessage() + ")";
    }
}
