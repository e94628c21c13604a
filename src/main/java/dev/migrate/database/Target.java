package dev.migrate.database;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One database as the user named it: where it is, who connects, and how.
 *
 * @param hosts as libpq writes them: one or several with commas, {@code host:port} each
 * @param parameters settings of the driver, by the driver's names
 * @param origin where the user named it, in words: {@code --url}, {@code DATABASE_URL}, …
 */
public record Target(
        String hosts,
        String database,
        String user,
        Optional<Secret> password,
        Map<String, String> parameters,
        String origin) {
    public Target {
        Objects.requireNonNull(hosts, "hosts");
        parameters = Map.copyOf(parameters);
    }

    /** The first host, without its port. */
    public String host() {
        String first = hosts.split(",", -1)[0];
        int colon = first.lastIndexOf(':');
        return colon > first.lastIndexOf(']') ? first.substring(0, colon) : first;
    }

    /** The port of the first host. */
    public int port() {
        String first = hosts.split(",", -1)[0];
        int colon = first.lastIndexOf(':');
        return colon > first.lastIndexOf(']') ? Integer.parseInt(first.substring(colon + 1)) : 5432;
    }

    /** The same server and user, another database. */
    public Target withDatabase(String name) {
        return new Target(hosts, name, user, password, parameters, origin);
    }

    /** {@code user@host:port/database}: what may be shown to anybody. */
    @Override
    public String toString() {
        return user + "@" + hosts + "/" + database;
    }
}
