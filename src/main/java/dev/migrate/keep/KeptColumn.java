package dev.migrate.keep;

import dev.migrate.database.Identifier;

/**
 * A column of which the values are kept.
 *
 * @param number in the table
 * @param key whether it is of the key by which a row is found again
 * @param foreign whether its type is not PostgreSQL's own: kept as text then, so that the type can be dropped
 * @param collated whether its collation is not PostgreSQL's own
 */
record KeptColumn(int number, String name, long type, int modifier, boolean key, boolean foreign, boolean collated) {
    String quoted() {
        return Identifier.quoted(name);
    }

    /** What is kept of it. */
    String copied() {
        String value = foreign ? quoted() + "::pg_catalog.text" : quoted();
        return (collated && !foreign ? value + " collate pg_catalog.\"default\"" : value) + " as " + quoted();
    }
}
