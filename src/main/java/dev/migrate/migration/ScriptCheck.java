package dev.migrate.migration;

import dev.migrate.engine.ScriptShape;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.Item;
import dev.migrate.script.MetaCommand;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a script to its end before anything of it runs: what could not run is told, and what will run is counted.
 *
 * <p>Constant memory for files of any size. For migrations that are pending only: thousands that are applied need no
 * second look.
 */
public final class ScriptCheck {
    /** What pg_dump writes; {@code \.} belongs to COPY rows. Whether a database's name fits, the engine decides. */
    private static final Set<String> PASSED_OVER = Set.of("restrict", "unrestrict", "connect", "c", ".");

    private static final Pattern DATABASE = Pattern.compile(
            "^\\\\\\w+\\s+(?:-reuse-previous=\\w+\\s+)?(?:\"(?:dbname=')?([^\"']*)'?\"|'([^']*)'|(\\S+))");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Connect> connects = new ArrayList<>();
    private final ScriptShape.Collector shape = new ScriptShape.Collector();

    private ScriptCheck(String file) {
        this.file = file;
    }

    /**
     * What came out.
     *
     * @param connects databases that psql commands of the script connect to; only the one at hand will do
     */
    public record Result(ScriptShape shape, List<Connect> connects, List<Problem> problems) {
        public Result {
            connects = List.copyOf(connects);
            problems = List.copyOf(problems);
        }
    }

    /** A {@code \\connect} to a database. */
    public record Connect(String database, Place where) {}

    /** Checks what the migration runs. */
    public static Result of(Migration migration) throws IOException {
        return migration
                .content()
                .check(() -> of(
                        migration.file(), migration.up(), migration.directives().noTransaction()));
    }

    /** Checks what undoes a migration. */
    public static Result of(DownScript down) throws IOException {
        return of(down.where().file(), down.pieces(), false);
    }

    /**
     * Checks the pieces of one script, which stand in {@code file}.
     *
     * @param noTransaction whether the script asks to be run statement by statement
     */
    public static Result of(String file, List<ScriptText> pieces, boolean noTransaction) throws IOException {
        ScriptCheck check = new ScriptCheck(file);
        for (ScriptText piece : pieces) {
            check.read(piece);
        }
        return new Result(check.shape.shape(noTransaction), check.connects, check.problems);
    }

    private void read(ScriptText piece) throws IOException {
        try (ScriptReader reader = piece.read(false)) {
            Item item = reader.next();
            while (item != null) {
                shape.accept(item);
                if (item instanceof MetaCommand command) {
                    command(command);
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

    private void command(MetaCommand command) {
        var where = new Place(file, command.line(), command.column());
        if (!PASSED_OVER.contains(command.name())) {
            problems.add(Problem.at(
                    where,
                    "\\" + command.name() + " is a psql command, which only psql can run",
                    "remove the line, or write it in SQL"));
        } else if (command.name().startsWith("c")) {
            database(command.text()).ifPresent(database -> connects.add(new Connect(database, where)));
        }
    }

    /**
     * The database that {@code \\connect} names: {@code name}, {@code "name"}, {@code "dbname='name'"}, all as
     * pg_dump writes them; {@code -} is the one at hand.
     */
    private static Optional<String> database(String command) {
        Matcher name = DATABASE.matcher(command);
        if (!name.find()) {
            return Optional.empty();
        }
        String database = name.group(1) != null ? name.group(1) : name.group(2) != null ? name.group(2) : name.group(3);
        return database.equals("-") ? Optional.empty() : Optional.of(database);
    }
}
