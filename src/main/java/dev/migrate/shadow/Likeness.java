package dev.migrate.shadow;

import dev.migrate.database.ServerError;
import java.util.Optional;
import java.util.function.Function;

/**
 * With what encoding and locale scratch databases are made: those of the target, where the server has them; else those
 * that it makes all databases with.
 */
final class Likeness {
    /** The only template that can be copied in another encoding and locale than its own. */
    static final String TEMPLATE = "template0";

    private final String properties;
    private boolean refused;

    /**
     * Nothing is tried yet.
     *
     * @param properties as they stand behind {@code CREATE DATABASE}; empty where none is to be like another
     */
    Likeness(String properties) {
        this.properties = properties;
    }

    /**
     * Makes a database out of a template.
     *
     * @param create runs CREATE DATABASE with this behind it
     * @return why none was made
     */
    Optional<ServerError> make(String template, Function<String, Optional<ServerError>> create) {
        if (!template.equals(TEMPLATE) || properties.isEmpty() || refused) {
            return create.apply("");
        }
        if (create.apply(" " + properties).isEmpty()) {
            return Optional.empty();
        }
        Optional<ServerError> error = create.apply("");
        refused = error.isEmpty();
        return error;
    }
}
