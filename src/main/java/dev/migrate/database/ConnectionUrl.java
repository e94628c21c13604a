package dev.migrate.database;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
            Map.entry("require_auth", "requireAuth"),
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
            "passfile",
            "client_encoding",
            "sslcompression",
            "sslsni",
            "ssl_max_protocol_version");

    /** What would make a connection safer and cannot be had here: passing over it in silence would make it less safe. */
    private static final Set<String> NOT_TO_BE_HAD =
            Set.of("requirepeer", "sslcrl", "sslcrldir", "sslcertmode", "ssl_min_protocol_version");

    /** Java speaks nothing older. */
    private static final Set<String> OLD_PROTOCOLS = Set.of("TLSv1", "TLSv1.1", "TLSv1.2");

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

    private static final Set<String> OWN = Set.of("host", "hostaddr", "port", "user", "password", "dbname");

    /** Debian's, and PostgreSQL's own default. */
    private static final List<String> SOCKET_FOLDERS = List.of("/var/run/postgresql", "/tmp");

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
        boolean driverForm = url.strip().startsWith("jdbc:");
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
        refuseTornPassword(authority, slash, query, origin);
        String database = slash < 0 ? "" : decoded(authority.substring(slash + 1), origin);
        authority = slash < 0 ? authority : authority.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String login = at < 0 ? "" : authority.substring(0, at);
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon), origin);
        String password = colon < 0 ? "" : decoded(login.substring(colon + 1), origin);

        boolean secret = query.containsKey("password") || query.containsKey("sslpassword");
        if (secret && query.keySet().stream().anyMatch(ConnectionUrl::isUnknown)) {
            throw refused(
                    "the database URL of " + origin
                            + " has an unknown parameter beside a password; not shown, for it may" + " be a part of it",
                    "write & in a password as %26, and % as %25");
        }
        var settings = new LinkedHashMap<>(query);
        String address = settings.remove("hostaddr");
        String hosts = orElse(address, authority.substring(at + 1), settings.remove("host"));
        settings.remove("host");
        String port = settings.remove("port");
        user = orElse(user, settings.remove("user"));
        password = orElse(password, settings.remove("password"));
        database = orElse(database, settings.remove("dbname"));
        hosts = orElse(decoded(hosts, origin), driverForm ? "localhost" : "");
        return complete(hosts, port, database, user, password, settings, origin);
    }

    /** A slash or question mark in the password ends the part that it is in; what follows must not be shown. */
    private static void refuseTornPassword(String authority, int slash, Map<String, String> query, String origin) {
        boolean inPath = slash >= 0 && authority.indexOf('@', slash) >= 0;
        boolean inQuery = authority.indexOf('@') < 0
                && query.entrySet().stream()
                        .anyMatch(one -> isUnknown(one.getKey()) && (one.getKey() + one.getValue()).contains("@"));
        if (inPath || inQuery) {
            throw refused(
                    "the database URL of " + origin + " has its @ behind a / or ?",
                    "write / in a password as %2F, ? as %3F and % as %25");
        }
    }

    /** The database that libpq's own variables name; empty where none of them is set. */
    public Optional<Target> fromEnvironment() {
        if (!environment.getOrDefault("PGSERVICE", "").isEmpty()) {
            throw refused(
                    "the variable PGSERVICE names a service, and pg_service.conf is not read",
                    "name the database with --url or PGHOST and its family");
        }
        boolean named = List.of("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER").stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty());
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
        String[] ports = orElse(port, environment.get("PGPORT"), "5432").split(",", -1);
        String host = orElse(hosts, environment.get("PGHOSTADDR"), environment.get("PGHOST"), nearby(ports[0]));
        String login = orElse(user, environment.get("PGUSER"), System.getProperty("user.name"));
        var withPorts = new ArrayList<String>();
        String[] named = host.split(",", -1);
        for (int i = 0; i < named.length; i++) {
            String one = named[i].isEmpty() ? nearby(ports[0]) : named[i];
            withPorts.add(withPort(one, ports[Math.min(i, ports.length - 1)], origin));
        }
        if (named.length > 1 && withPorts.stream().anyMatch(one -> one.startsWith("/"))) {
            throw refused(
                    "the hosts of " + origin + " are several, and one is the folder of a Unix socket",
                    "name the folder alone, or only hosts");
        }
        var parameters = new LinkedHashMap<String, String>();
        fromVariable(parameters, "PGSSLMODE", "sslmode");
        fromVariable(parameters, "PGSSLROOTCERT", "sslrootcert");
        fromVariable(parameters, "PGSSLCERT", "sslcert");
        fromVariable(parameters, "PGSSLKEY", "sslkey");
        fromVariable(parameters, "PGSSLNEGOTIATION", "sslNegotiation");
        fromVariable(parameters, "PGCHANNELBINDING", "channelBinding");
        fromVariable(parameters, "PGREQUIREAUTH", "requireAuth");
        fromVariable(parameters, "PGOPTIONS", "options");
        fromVariable(parameters, "PGCONNECT_TIMEOUT", "connectTimeout");
        for (String variable : List.of("PGREQUIREPEER", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLCERTMODE")) {
            refuseUnsafe(variable, environment.getOrDefault(variable, ""));
        }
        refuseUnsafe("PGSSLMINPROTOCOLVERSION", environment.getOrDefault("PGSSLMINPROTOCOLVERSION", ""));
        settings.forEach((name, value) -> parameters.put(driverName(name, value, origin), driverValue(name, value)));
        parameters.remove("");
        option(parameters, "PGTZ", "timezone");
        option(parameters, "PGDATESTYLE", "datestyle");
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
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']') && (host.indexOf(':') == colon || host.startsWith("["));
        String port = hasPort ? host.substring(colon + 1) : defaultPort;
        String name = hasPort ? host.substring(0, colon) : host;
        if (port.isEmpty()) {
            port = defaultPort;
        }
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            // Not shown: where a password holds an unescaped character, this is a part of it.
            throw refused(
                    "the port of " + origin + " is not a number from 1 to 65535",
                    "correct the port; in a password write / as %2F, ? as %3F, @ as %40 and : as %3A");
        }
        if (name.startsWith("/")) {
            return name + ":" + port;
        }
        if (name.indexOf(':') >= 0 && !name.startsWith("[")) {
            name = "[" + name + "]";
        }
        return name + ":" + port;
    }

    /** Where libpq looks when nobody names a host: the folder of a Unix socket in which a server listens, else here. */
    private static String nearby(String port) {
        return SOCKET_FOLDERS.stream()
                .filter(folder -> Files.exists(UnixSocket.in(folder, port)))
                .findFirst()
                .orElse("localhost");
    }

    private static boolean isUnknown(String name) {
        String key = name.toLowerCase(java.util.Locale.ROOT);
        return !PASSED_OVER.contains(key)
                && !NOT_TO_BE_HAD.contains(key)
                && !DRIVER_NAME.containsKey(key)
                && !OWN.contains(key);
    }

    private static void refuseUnsafe(String name, String value) {
        if (!value.isEmpty() && !OLD_PROTOCOLS.contains(value)) {
            throw refused(
                    name + " is set, and migrate cannot keep to it",
                    "remove it where the connection is safe without; sslmode=verify-full and channel_binding=require are kept");
        }
    }

    private static String driverName(String name, String value, String origin) {
        String key = name.toLowerCase(java.util.Locale.ROOT);
        if (NOT_TO_BE_HAD.contains(key)) {
            refuseUnsafe("the parameter " + key + " in the database URL of " + origin, value);
            return "";
        }
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

    /** A setting that libpq takes from a variable of its own. */
    private void option(Map<String, String> parameters, String variable, String setting) {
        String value = environment.getOrDefault(variable, "");
        if (!value.isEmpty()) {
            String own = "-c " + setting + "=" + value.replaceAll("([\\\\\\s])", "\\\\$1");
            // What the user wrote into options counts more, and the last one wins.
            parameters.merge("options", own, (options, first) -> first + " " + options);
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
