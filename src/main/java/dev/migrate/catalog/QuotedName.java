package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names as a person writes them: with quotes only where PostgreSQL needs them, as its own {@code quote_ident} does.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-keywords-appendix.html">key words</a>
 */
final class QuotedName {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Set<String> KEYWORDS = keywords();

    /** NAMEDATALEN less the zero at the end; longer names that PostgreSQL makes up are cut. */
    static final int MOST_BYTES = 63;

    private QuotedName() {}

    static String of(String name) {
        return PLAIN.matcher(name).matches() && !KEYWORDS.contains(name) ? name : Identifier.quoted(name);
    }

    static String of(String schema, String name) {
        return schema.isEmpty() ? of(name) : of(schema) + "." + of(name);
    }

    /** An object that stands in a schema, or one that stands alone. */
    static String of(Identity identity) {
        return of(identity.schema(), identity.name());
    }

    /** The relation or type that something is part of. */
    static String ofRelation(Identity part) {
        return of(part.schema(), part.relation());
    }

    static boolean cut(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }

    private static Set<String> keywords() {
        try (InputStream in = Objects.requireNonNull(QuotedName.class.getResourceAsStream("keywords.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
