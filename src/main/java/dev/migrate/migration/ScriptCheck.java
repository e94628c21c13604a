package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Item;
import dev.migrate.script.MetaCommand;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a script to its end before anything of it runs: what could not run is told, and what will run is counted.
 *
 * <p>Constant memory for files of any size. For migrations that are pending only: thousands that are applied need no
 * second look.
 */
public final class ScriptCheck {
    /** What pg_dump writes; {@code \.} belongs to COPY rows. Whether a database's name fits, the engine decides. */
    private static final Set<String> PASSED_OVER = Set.of("restrict", "unrestrict", "connect", "c", ".");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<ScriptSummary.Mention> refusing = new ArrayList<>();
    private final List<ScriptSummary.Mention> control = new ArrayList<>();
    private final List<ScriptSummary.Mention> enumValues = new ArrayList<>();
    private final List<ScriptSummary.Mention> indexes = new ArrayList<>();
    private int statements;

    private ScriptCheck(String file) {
        this.file = file;
    }

    /** What came out. */
    public record Result(ScriptSummary summary, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** Checks what the migration runs. */
    public static Result of(Migration migration) throws IOException {
        return of(migration.file(), migration.up());
    }

    /** Checks what undoes a migration. */
    public static Result of(DownScript down) throws IOException {
        return of(down.where().file(), down.pieces());
    }

    /** Checks the pieces of one script, which stand in {@code file}. */
    public static Result of(String file, List<ScriptText> pieces) throws IOException {
        ScriptCheck check = new ScriptCheck(file);
        for (ScriptText piece : pieces) {
            check.read(piece);
        }
        return new Result(
                new ScriptSummary(check.statements, check.refusing, check.control, check.enumValues, check.indexes),
                check.problems);
    }

    private void read(ScriptText piece) throws IOException {
        try (ScriptReader reader = ScriptReader.of(piece.open(), piece.start(), false, CommentListener.NONE)) {
            Item item = reader.next();
            while (item != null) {
                if (item instanceof Statement statement) {
                    count(statement);
                } else if (item instanceof MetaCommand command && !PASSED_OVER.contains(command.name())) {
                    problems.add(Problem.at(
                            new Place(file, command.line(), command.column()),
                            "\\" + command.name() + " is a psql command, which only psql can run",
                            "remove the line, or write it in SQL"));
                }
                item = reader.next();
            }
        } catch (UnterminatedException e) {
            problems.add(Problem.at(
                    new Place(file, e.where().line(), e.where().column()),
                    e.getMessage(),
                    "close it; nothing behind it was read as SQL"));
        }
    }

    private void count(Statement statement) {
        statements++;
        var mention = ScriptSummary.Mention.of(statements, statement);
        if (!statement.transactional()) {
            refusing.add(mention);
        }
        switch (statement.kind()) {
            case BEGIN, COMMIT, ROLLBACK, PREPARE_TRANSACTION -> control.add(mention);
            case ADD_ENUM_VALUE -> enumValues.add(mention);
            case CREATE_INDEX_CONCURRENTLY -> indexes.add(mention);
            default -> {
                // Only counted.
            }
        }
    }
}
