package dev.migrate.rollback;

import dev.migrate.engine.ScriptSource;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A hint from the first words of the statements: all but those that only add. What they really destroy shows only where
 * they run.
 */
public final class StatementWords implements Destruction {
    private static final Set<String> ONLY_ADD = Set.of(
            "CREATE",
            "COMMENT",
            "GRANT",
            "REVOKE",
            "SET",
            "RESET",
            "SHOW",
            "BEGIN",
            "START",
            "COMMIT",
            "END",
            "ANALYZE",
            "VACUUM",
            "REINDEX",
            "INSERT",
            "COPY",
            "LOCK",
            "NOTIFY",
            "SAVEPOINT",
            "RELEASE");

    @Override
    public List<String> of(RollbackStep step) {
        Map<String, Integer> words = new LinkedHashMap<>();
        try {
            for (ScriptSource.Piece piece : step.way().script().pieces()) {
                try (ScriptReader reader = piece.open(false)) {
                    for (Item item = reader.next(); item != null; item = reader.next()) {
                        if (item instanceof Statement statement && mayDestroy(statement.summary())) {
                            words.merge(statement.summary(), 1, Integer::sum);
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            throw UnreadableFile.of(step.way().file(), unreadable);
        } catch (UnterminatedException unterminated) {
            // What is wrong with the script is told before anybody is asked about it.
        }
        var shown = new ArrayList<String>();
        words.forEach((word, count) -> shown.add(count == 1 ? word : word + " (" + count + ")"));
        return shown;
    }

    private static boolean mayDestroy(String summary) {
        return !ONLY_ADD.contains(summary.split(" ", 2)[0]);
    }
}
