package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes how a database is made like another one. */
public final class DatabaseDdl {
    private DatabaseDdl() {}

    /**
     * What goes behind {@code CREATE DATABASE … TEMPLATE template0}. A server that does not have the locale refuses it, and
     * one of an older major version the word for it.
     *
     * @param database of kind {@link ObjectKind#DATABASE}
     * @see <a href="https://www.postgresql.org/docs/current/sql-createdatabase.html">CREATE DATABASE</a>
     */
    public static String options(CatalogObject database) {
        String provider = database.text(Attribute.PROVIDER).orElse("libc");
        var options = new StringJoiner(" ");
        add(options, "ENCODING", database, Attribute.ENCODING);
        options.add("LOCALE_PROVIDER " + provider);
        add(options, "LC_COLLATE", database, Attribute.LC_COLLATE);
        add(options, "LC_CTYPE", database, Attribute.LC_CTYPE);
        add(options, provider.toUpperCase(Locale.ROOT) + "_LOCALE", database, Attribute.LOCALE);
        add(options, "ICU_RULES", database, Attribute.RULES);
        return options.toString();
    }

    private static void add(StringJoiner options, String word, CatalogObject database, Attribute attribute) {
        database.text(attribute).ifPresent(value -> options.add(word + " " + Identifier.literal(value)));
    }
}
