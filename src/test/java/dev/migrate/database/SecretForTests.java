package dev.migrate.database;

/** Lets tests put the password of their server into a URL, as a user would. */
public final class SecretForTests {
    private SecretForTests() {}

    public static String text(Secret secret) {
        return secret.reveal();
    }
}
