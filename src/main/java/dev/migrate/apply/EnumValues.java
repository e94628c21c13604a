package dev.migrate.apply;

import dev.migrate.migration.ScriptText;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that one migration adds to an enum and a later statement names: in a single transaction PostgreSQL refuses
 * that (55P04), since a value can only be used after it is committed.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES">ALTER TYPE, notes</a>
 */
final class EnumValues {
    private static final Pattern ADDED = Pattern.compile(
            "\\badd\\s+value\\s+(?:if\\s+not\\s+exists\\s+)?('(?:[^']|'')*')", Pattern.CASE_INSENSITIVE);

    private EnumValues() {}

    /** A problem for each file that names a value which the same run adds before. */
    static List<Problem> usedLater(List<Pending> pending) {
        Map<String, Place> added = new LinkedHashMap<>();
        var problems = new ArrayList<Problem>();
        boolean any = pending.stream().anyMatch(one -> !one.shape().enumValues().isEmpty());
        for (Pending one : any ? pending : List.<Pending>of()) {
            try {
                for (ScriptText text : one.step().migration().up()) {
                    scan(one.step().migration().file(), text, added, problems);
                }
            } catch (IOException unreadable) {
                throw Ledger.unreadable(one.step().migration(), unreadable);
            } catch (UnterminatedException checkedBefore) {
                throw new IllegalStateException(checkedBefore);
            }
        }
        return problems;
    }

    private static void scan(String file, ScriptText script, Map<String, Place> added, List<Problem> problems)
            throws IOException, UnterminatedException {
        try (ScriptReader reader = ScriptReader.of(script.open(), script.start(), true, CommentListener.NONE)) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (!(item instanceof Statement statement)) {
                    continue;
                }
                if (statement.kind() == StatementKind.ADD_ENUM_VALUE) {
                    Matcher value = ADDED.matcher(statement.text());
                    if (value.find()) {
                        added.put(value.group(1), new Place(file, statement.line(), statement.column()));
                    }
                    continue;
                }
                added.forEach((value, place) -> {
                    if (statement.text().contains(value)) {
                        problems.add(Problem.at(
                                new Place(file, statement.line(), statement.column()),
                                "names " + value + ", which " + place
                                        + " adds to an enum: both cannot be in a single transaction",
                                "leave out --single-transaction, or apply " + place.file() + " first: --to"));
                    }
                });
            }
        }
    }
}
