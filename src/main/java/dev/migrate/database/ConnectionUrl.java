package dev.migrate.database;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a connection URL in libpq's form ({@code postgresql://}, {@code postgres://}) or the driver's
 * ({@code jdbc:postgresql://}), and fills what it leaves open from libpq's environment variables.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">connection URIs</a>
 * @see <a href="https://www.postgresql.org/docs/current/libpq-envars.html">environment variables</a>
 */
public final class ConnectionUrl {
    private static final Pattern SCHEME = Pattern.compile("(?:jdbc:)?(postgresql|postgres)://(.*)", Pattern.DOTALL);

    /** libpq's names (and the driver's own spelling in lower case) for what the driver calls otherwise. */
    private static final Map<String, String> DRIVER_NAME = Map.ofEntries(
            Map.entry("sslmode", "sslmode"),
            Map.entry("sslrootcert", "sslrootcert"),
            Map.entry("sslcert", "sslcert"),
            Map.entry("sslkey", "sslkey"),
            Map.entry("sslpassword", "sslpassword"),
            Map.entry("sslfactory", "sslfactory"),
            Map.entry("sslnegotiation", "sslNegotiation"),
            Map.entry("channel_binding", "channelBinding"),
            Map.entry("channelbinding", "channelBinding"),
            Map.entry("gssencmode", "gssEncMode"),
            Map.entry("krbsrvname", "kerberosServerName"),
            Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("connecttimeout", "connectTimeout"),
            Map.entry("logintimeout", "loginTimeout"),
            Map.entry("sockettimeout", "socketTimeout"),
            Map.entry("application_name", "ApplicationName"),
            Map.entry("applicationname", "ApplicationName"),
            Map.entry("target_session_attrs", "targetServerType"),
            Map.entry("targetservertype", "targetServerType"),
            Map.entry("load_balance_hosts", "loadBalanceHosts"),
            Map.entry("loadbalancehosts", "loadBalanceHosts"),
            Map.entry("keepalives", "tcpKeepAlive"),
            Map.entry("tcpkeepalive", "tcpKeepAlive"),
            Map.entry("options", "options"),
            Map.entry("currentschema", "currentSchema"));

    /** Of other tools or of libpq, without a meaning here: a URL that is shared with an application has them. */
    private static final Set<String> PASSED_OVER = Set.of(
            "pgbouncer",
            "connection_limit",
            "pool_timeout",
            "schema",
            "sslaccept",
            "statement_cache_size",
            "socket_timeout",
            "prepared_statements",
            "preparethreshold",
            "supa",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "fallback_application_name",
            "requirepeer",
            "passfile",
            "client_encoding",
            "sslcompression",
            "sslsni",
            "ssl_min_protocol_version",
            "ssl_max_protocol_version",
            "require_auth");

    private static final Map<String, String> SESSION_ATTRIBUTES = Map.of(
            "any",
            "any",
            "read-write",
            "primary",
            "primary",
            "primary",
            "read-only",
            "secondary",
            "standby",
            "secondary",
            "prefer-standby",
            "preferSecondary");

    private final Map<String, String> environment;

    public ConnectionUrl(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The database that a URL names.
     *
     * @param origin where the URL stands, for messages; the URL itself is never shown, for it may hold a password
     * @throws MigrationFailure exit code 2 where it is no such URL
     */
    public Target target(String url, String origin) {
        var matcher = SCHEME.matcher(url.strip());
        if (!matcher.matches()) {
            throw refused(
                    "the database URL of " + origin + " is not one that PostgreSQL has",
                    "write postgresql://user@host:5432/database (postgres:// and jdbc:postgresql:// are the same)");
        }
        String rest = matcher.group(2);
        int question = rest.indexOf('?');
        var query = question < 0 ? Map.<String, String>of() : parameters(rest.substring(question + 1), origin);
        String authority = question < 0 ? rest : rest.substring(0, question);
        int slash = authority.indexOf('/');
        String database = slash < 0 ? "" : decoded(authority.substring(slash + 1), origin);
        authority = slash < 0 ? authority : authority.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String login = at < 0 ? "" : authority.substring(0, at);
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon), origin);
        String password = colon < 0 ? "" : decoded(login.substring(colon + 1), origin);

        var settings = new LinkedHashMap<>(query);
        String hosts = orElse(authority.substring(at + 1), settings.remove("host"));
        String port = settings.remove("port");
        user = orElse(user, settings.remove("user"));
        password = orElse(password, settings.remove("password"));
        database = orElse(database, settings.remove("dbname"));
        return complete(decoded(hosts, origin), port, database, user, password, settings, origin);
    }

    /** The database that libpq's own variables name; empty where none of them is set. */
    public Optional<Target> fromEnvironment() {
        boolean named = List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE").stream()
                .anyMatch(environment::containsKey);
        return named ? Optional.of(complete("", null, "", "", "", Map.of(), "the PG… variables")) : Optional.empty();
    }

    private Target complete(
            String hosts,
            String port,
            String database,
            String user,
            String password,
            Map<String, String> settings,
            String origin) {
        String host = orElse(hosts, environment.get("PGHOSTADDR"), environment.get("PGHOST"), "localhost");
        String defaultPort = orElse(port == null ? "" : port, environment.get("PGPORT"), "5432");
        String login = orElse(user, environment.get("PGUSER"), System.getProperty("user.name"));
        var withPorts = new ArrayList<String>();
        for (String one : host.split(",", -1)) {
            withPorts.add(withPort(one.isEmpty() ? "localhost" : one, defaultPort, origin));
        }
        var parameters = new LinkedHashMap<String, String>();
        fromVariable(parameters, "PGSSLMODE", "sslmode");
        fromVariable(parameters, "PGSSLROOTCERT", "sslrootcert");
        fromVariable(parameters, "PGSSLCERT", "sslcert");
        fromVariable(parameters, "PGSSLKEY", "sslkey");
        fromVariable(parameters, "PGCHANNELBINDING", "channelBinding");
        fromVariable(parameters, "PGOPTIONS", "options");
        fromVariable(parameters, "PGCONNECT_TIMEOUT", "connectTimeout");
        settings.forEach((name, value) -> parameters.put(driverName(name, origin), driverValue(name, value)));
        parameters.remove("");
        String secret = orElse(password, environment.get("PGPASSWORD"));
        return new Target(
                String.join(",", withPorts),
                orElse(database, environment.get("PGDATABASE"), login),
                login,
                secret.isEmpty() ? Optional.empty() : Optional.of(new Secret(secret)),
                parameters,
                origin);
    }

    private static String withPort(String host, String defaultPort, String origin) {
        if (host.startsWith("/")) {
            throw refused(
                    "the host of " + origin + " is the folder of a Unix socket, which this program does not speak",
                    "name the TCP address of the server, such as localhost");
        }
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']') && (host.indexOf(':') == colon || host.startsWith("["));
        String port = hasPort ? host.substring(colon + 1) : defaultPort;
        String name = hasPort ? host.substring(0, colon) : host;
        if (port.isEmpty()) {
            port = defaultPort;
        }
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw refused("the port of " + origin + " is not a number from 1 to 65535: " + port, "correct the port");
        }
        if (name.indexOf(':') >= 0 && !name.startsWith("[")) {
            name = "[" + name + "]";
        }
        return name + ":" + port;
    }

    private static String driverName(String name, String origin) {
        String key = name.toLowerCase(java.util.Locale.ROOT);
        if (PASSED_OVER.contains(key)) {
            return "";
        }
        String driver = DRIVER_NAME.get(key);
        if (driver == null) {
            throw refused(
                    "the database URL of " + origin + " has an unknown parameter: " + name,
                    "remove it, or correct its name (libpq's names: sslmode, sslrootcert, connect_timeout, options, …)");
        }
        return driver;
    }

    private static String driverValue(String name, String value) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "target_session_attrs" -> SESSION_ATTRIBUTES.getOrDefault(value, value);
            case "keepalives" -> value.equals("0") ? "false" : "true";
            case "load_balance_hosts" -> value.equals("random") ? "true" : "false";
            default -> value;
        };
    }

    private void fromVariable(Map<String, String> parameters, String variable, String name) {
        String value = environment.get(variable);
        if (value != null && !value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static Map<String, String> parameters(String query, String origin) {
        var found = new LinkedHashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw refused("the database URL of " + origin + " has a parameter without a value", "write name=value");
            }
            found.put(decoded(pair.substring(0, equals), origin), decoded(pair.substring(equals + 1), origin));
        }
        return found;
    }

    /** Percent-decoding as libpq does it: a plus sign is a plus sign. */
    private static String decoded(String text, String origin) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw refused(
                    "the database URL of " + origin + " has a percent sign without two hexadecimal digits",
                    "write %25 for a percent sign in a password");
        }
    }

    private static String orElse(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty()) {
                return candidate;
            }
        }
        return "";
    }

    private static MigrationFailure refused(String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.of(what, fix));
    }
}
