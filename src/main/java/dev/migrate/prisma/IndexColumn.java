package dev.migrate.prisma;

import java.util.Optional;

/**
 * A column in an index.
 *
 * @param operatorClass without its schema; empty where none is said
 */
record IndexColumn(String name, Optional<String> operatorClass, boolean descending) {
    static IndexColumn of(String name) {
        return new IndexColumn(name, Optional.empty(), false);
    }

    @Override
    public String toString() {
        return name + operatorClass.map(word -> " " + word).orElse("") + (descending ? " DESC" : "");
    }
}
