package dev.migrate.config;

import java.util.List;

/** In which order migrations run, before {@code after} is heard. */
public sealed interface Order {
    /** By version across all sources, which is the default. */
    Order BY_VERSION = new ByVersion();

    /** Each source whole, one after the other. */
    Order BY_SOURCE = new BySource();

    /** By version across all sources. */
    record ByVersion() implements Order {}

    /** Each source whole, one after the other; by version within one. */
    record BySource() implements Order {}

    /**
     * These first, in this order; what none of them names comes behind them, by version.
     *
     * @param names ids and globs; what one glob finds is in order of version
     */
    record Listed(List<Name> names) implements Order {
        public Listed {
            names = List.copyOf(names);
        }
    }
}
