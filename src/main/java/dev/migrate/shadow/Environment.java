package dev.migrate.shadow;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a server that we start gets to know of our environment: no password and no setting of libpq. */
final class Environment {
    private static final Pattern SECRET = Pattern.compile("URL|URI|DSN|PASS|SECRET|TOKEN|KEY|CREDENTIAL");

    private Environment() {}

    /** Takes out what would be inherited, be in {@code /proc}, and be there for every function of the database to read. */
    static ProcessBuilder clean(ProcessBuilder builder) {
        builder.environment().entrySet().removeIf(Environment::isPrivate);
        return builder;
    }

    private static boolean isPrivate(Map.Entry<String, String> variable) {
        String name = variable.getKey().toUpperCase(Locale.ROOT);
        return name.startsWith("PG")
                || SECRET.matcher(name).find()
                || variable.getValue().contains("://");
    }
}
