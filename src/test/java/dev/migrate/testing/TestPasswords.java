package dev.migrate.testing;

import dev.migrate.database.Target;

/** The password of the test server: for the environment of a tool that is run in a test. */
public final class TestPasswords {
    private TestPasswords() {}

    public static String of(Target target) {
        return target.password().map(dev.migrate.database.SecretForTests::text).orElse("");
    }
}
