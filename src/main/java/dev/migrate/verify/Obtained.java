package dev.migrate.verify;

import dev.migrate.problem.MigrationFailure;
import java.util.function.Supplier;

/**
 * A value that is obtained when it is first asked for. What kept it from being obtained is kept as well: who asks
 * next hears the same, without waiting for a second try.
 */
final class Obtained<T> {
    private final Supplier<T> source;
    private T value;
    private MigrationFailure failure;

    Obtained(Supplier<T> source) {
        this.source = source;
    }

    synchronized T get() {
        if (failure != null) {
            throw failure;
        }
        if (value == null) {
            try {
                value = source.get();
            } catch (MigrationFailure thrown) {
                failure = thrown;
                throw thrown;
            }
        }
        return value;
    }
}
