package dev.migrate.apply;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import dev.migrate.history.Entry;
import dev.migrate.history.HistoryReader;
import dev.migrate.migration.Migration;
import dev.migrate.plan.Standing;
import dev.migrate.script.SqlText;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was changed in a file after it was applied.
 *
 * @param cosmetic whether it is comments and white space only
 * @param none whether nothing was: then it is the checksum in the history that is another
 * @param line of the file at which the first change is, from 1; 0 where the text was too long to be kept, or none was
 * @param diff a unified diff, on lines of its own; empty where the text was too long to be kept
 */
public record Edit(boolean cosmetic, boolean none, int line, String diff) {
    private static final int CONTEXT_LINES = 2;

    /** The edit of a migration that is {@link dev.migrate.plan.State#CHANGED}. */
    static Edit of(Standing changed, HistoryReader reader) {
        Migration migration = changed.migration().orElseThrow();
        Optional<String> applied = reader.upSql(changed.recorded().orElseThrow().id());
        try {
            Optional<String> now = migration.text(Entry.KEPT_TEXT);
            if (applied.isEmpty() || now.isEmpty()) {
                return new Edit(false, false, 0, "");
            }
            return of("as applied", applied.get(), migration.file(), now.get());
        } catch (IOException unreadable) {
            throw Ledger.unreadable(migration, unreadable);
        }
    }

    /**
     * What is different between two texts.
     *
     * @param then what to name the first by
     * @param today what to name the second by
     */
    public static Edit of(String then, String before, String today, String after) {
        List<String> old = lines(before);
        List<String> lines = lines(after);
        Patch<String> patch = DiffUtils.diff(old, lines);
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(then, today, old, patch, CONTEXT_LINES);
        return new Edit(
                SqlText.same(before, after),
                before.equals(after),
                firstLine(patch, lines.size()),
                "\n" + String.join("\n", diff));
    }

    /** Lines that were taken out behind the last one are missed there. */
    private static int firstLine(Patch<String> patch, int lines) {
        return patch.getDeltas().stream()
                .mapToInt(delta -> Math.min(delta.getTarget().getPosition() + 1, lines))
                .min()
                .orElse(0);
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\n", -1));
    }
}
