package dev.migrate.migration;

import dev.migrate.script.Comment;
import dev.migrate.script.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headings {@code -- Up} and {@code -- Down} of home-made runners.
 *
 * <p>Words so plain mean something only where both are there once, each alone on its line and between statements, and
 * the way up comes first: a file that drops before it makes wants to be run as a whole.
 */
final class BareMarks {
    /** The word with the ornaments of a heading: {@code ===== DOWN =====}, {@code Down (rollback)}. */
    private static final Pattern WORD =
            Pattern.compile("[\\s=#*-]*(up|down)(?:\\s*\\([^)]*\\))?[\\s=#*:-]*", Pattern.CASE_INSENSITIVE);

    private final List<Comment> ups = new ArrayList<>(1);
    private final List<Comment> downs = new ArrayList<>(1);

    /** A line comment that begins its line; {@code text} stands behind its dashes. */
    void comment(Comment comment, String text) {
        Matcher word = WORD.matcher(text);
        if (word.matches()) {
            (word.group(1).equalsIgnoreCase("up") ? ups : downs).add(comment);
        }
    }

    /** A statement, of which the comments are known by now: those within it are none of these lines. */
    void item(Item item) {
        ups.removeIf(up -> up.start() > item.start() && up.start() < item.end());
        downs.removeIf(down -> down.start() > item.start() && down.start() < item.end());
    }

    Optional<Comment> up() {
        return pair() ? Optional.of(ups.get(0)) : Optional.empty();
    }

    Optional<Comment> down() {
        return pair() ? Optional.of(downs.get(0)) : Optional.empty();
    }

    private boolean pair() {
        return ups.size() == 1
                && downs.size() == 1
                && ups.get(0).start() < downs.get(0).start();
    }
}
