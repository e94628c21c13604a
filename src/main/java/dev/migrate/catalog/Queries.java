package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The queries of a resource file, as a server of one major version is asked them. */
final class Queries {
    private static final Pattern HEAD = Pattern.compile("(?m)^-- kind (.*)$");
    private static final Pattern FROM_MAJOR = Pattern.compile("/\\*(<?)([0-9]+): (.*?)\\*/", Pattern.DOTALL);

    private Queries() {}

    /**
     * Reads them, by the words behind {@code -- kind}.
     *
     * @param excluded schemas whose objects are not the user's, beside PostgreSQL's own
     * @param ours the schema of the history, whose tables are not the user's either
     */
    static Map<String, String> of(String resource, int majorVersion, Collection<String> excluded, String ours) {
        String text = forMajor(read(resource), majorVersion);
        String names = new TreeSet<>(excluded)
                .stream().map(Identifier::literal).collect(Collectors.joining(", ", "array[", "]::name[]"));
        var queries = new LinkedHashMap<String, String>();
        Matcher head = HEAD.matcher(text);
        String kind = null;
        int start = 0;
        while (head.find()) {
            if (kind != null) {
                queries.put(kind, query(text.substring(start, head.start()), names, ours));
            }
            kind = head.group(1).strip();
            start = head.end();
        }
        queries.put(kind, query(text.substring(start), names, ours));
        return queries;
    }

    private static String query(String text, String names, String ours) {
        String query = text.strip().replaceFirst(";$", "");
        return query.replace("{ns}", userSchema("n", names))
                .replace("{ns of f}", userSchema("f", names))
                .replace("{ours}", Identifier.literal(ours));
    }

    private static String userSchema(String alias, String names) {
        return "(%1$s.nspname !~ '^pg_' and %1$s.nspname <> 'information_schema' and %1$s.nspname <> all (%2$s))"
                .formatted(alias, names);
    }

    /** Keeps what this major version knows. */
    private static String forMajor(String text, int majorVersion) {
        return FROM_MAJOR.matcher(text).replaceAll(found -> {
            boolean before = !found.group(1).isEmpty();
            int major = Integer.parseInt(found.group(2));
            boolean kept = before ? majorVersion < major : majorVersion >= major;
            return kept ? Matcher.quoteReplacement(found.group(3)) : "";
        });
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(Queries.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
