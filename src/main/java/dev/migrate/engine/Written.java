package dev.migrate.engine;

import dev.migrate.script.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that a statement is written with, for those few of which the catalog has to be asked. */
final class Written {
    private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[\\w$\\x80-\\uffff]+)";

    /** A name, with its schema or without. */
    static final String NAME = "(" + PART + "(?:\\s*\\.\\s*" + PART + ")?)";

    /** White space and comments, of which some is between two words. */
    private static final String GAP = "(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)+";

    private static final Pattern ON_TABLE = behind("on" + GAP + "(?:only" + GAP + ")?");
    private static final Pattern DETACHED = behind("detach" + GAP + "partition" + GAP);
    private static final Pattern SUBSCRIPTION = behind("create" + GAP + "subscription" + GAP);
    private static final Pattern REINDEXED =
            behind("reindex\\s*(?:\\([^)]*\\)\\s*|" + GAP + ")(?:index|table)" + GAP + "(?:concurrently" + GAP + ")?");

    private Written() {}

    private static Pattern behind(String words) {
        return Pattern.compile("(?<![\\w$])" + words + NAME, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** The table of a {@code CREATE INDEX}, and all that is written behind it. */
    static Optional<Matcher> tableOfIndex(Statement statement) {
        Matcher table = ON_TABLE.matcher(statement.text());
        // The name of the index may hold any word.
        int name = statement
                .object()
                .map(object -> statement.text().indexOf(object) + object.length())
                .orElse(0);
        return table.find(Math.max(0, name)) ? Optional.of(table) : Optional.empty();
    }

    /** The partition of {@code ALTER TABLE … DETACH PARTITION}. */
    static Optional<String> detached(Statement statement) {
        return first(DETACHED, statement);
    }

    static Optional<String> subscription(Statement statement) {
        return first(SUBSCRIPTION, statement);
    }

    /** The index or table of a {@code REINDEX}; empty for a schema, a database, the system. */
    static Optional<String> reindexed(Statement statement) {
        return first(REINDEXED, statement);
    }

    private static Optional<String> first(Pattern pattern, Statement statement) {
        Matcher name = pattern.matcher(statement.text());
        return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    }
}
