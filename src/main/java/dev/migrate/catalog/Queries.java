package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queries of a resource file, as a server of one major version is asked them. */
final class Queries {
    private static final Pattern HEAD = Pattern.compile("(?m)^-- kind (.*)$");
    private static final Pattern FROM_MAJOR = Pattern.compile("/\\*(<?)([0-9]+): (.*?)\\*/", Pattern.DOTALL);

    private Queries() {}

    /**
     * Reads them, by the words behind {@code -- kind}.
     *
     * @param scope whose objects are the user's
     */
    static Map<String, String> of(String resource, int majorVersion, CatalogScope scope) {
        String text = forMajor(read(resource), majorVersion);
        var queries = new LinkedHashMap<String, String>();
        Matcher head = HEAD.matcher(text);
        String kind = null;
        int start = 0;
        while (head.find()) {
            if (kind != null) {
                queries.put(kind, query(text.substring(start, head.start()), scope));
            }
            kind = head.group(1).strip();
            start = head.end();
        }
        queries.put(kind, query(text.substring(start), scope));
        return queries;
    }

    private static String query(String text, CatalogScope scope) {
        String query = text.strip().replaceFirst(";$", "");
        return query.replace("{ns}", scope.holds("n"))
                .replace("{ns of f}", scope.holds("f"))
                .replace("{ours}", Identifier.literal(scope.ours()));
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
