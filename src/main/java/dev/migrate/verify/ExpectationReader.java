package dev.migrate.verify;

import dev.migrate.migration.ScriptText;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Item;
import dev.migrate.script.MetaCommand;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.SqlText;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pairs the queries of a script with the expectations below them: between the end of a query and the beginning of the
 * next, also on the same line.
 */
public final class ExpectationReader {
    private static final Set<StatementKind> OF_TRANSACTIONS = EnumSet.of(
            StatementKind.BEGIN, StatementKind.COMMIT, StatementKind.ROLLBACK, StatementKind.PREPARE_TRANSACTION);

    private final List<Statement> statements = new ArrayList<>();
    private final List<CommentLine> comments = new ArrayList<>();
    private final List<Unmet> faults = new ArrayList<>();

    private ExpectationReader() {}

    /**
     * A script as read.
     *
     * @param faults what stands there and cannot be run as a query; where there is any, nothing is to be run
     */
    public record Script(List<ExpectedQuery> queries, List<Unmet> faults) {
        public Script {
            queries = List.copyOf(queries);
            faults = List.copyOf(faults);
        }
    }

    /** Reads pieces of one file, each for itself: an expectation never belongs to a query of another piece. */
    public static Script read(List<ScriptText> pieces) throws IOException, UnterminatedException {
        var queries = new ArrayList<ExpectedQuery>();
        var faults = new ArrayList<Unmet>();
        for (ScriptText piece : pieces) {
            var reader = new ExpectationReader();
            reader.collect(piece);
            queries.addAll(reader.paired());
            faults.addAll(reader.faults);
        }
        return new Script(queries, faults);
    }

    private void collect(ScriptText piece) throws IOException, UnterminatedException {
        CommentListener listener = comment -> comments.addAll(CommentLine.of(comment));
        try (var reader = ScriptReader.of(piece.open(), piece.start(), true, listener)) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof Statement statement) {
                    statements.add(statement);
                    fault(statement).ifPresent(faults::add);
                } else if (item instanceof MetaCommand command) {
                    faults.add(notAQuery(item, "\\" + command.name() + " is a psql command", "remove the line"));
                }
            }
        }
    }

    private static Optional<Unmet> fault(Statement statement) {
        // A COMMIT behind "\;" would end the transaction before anybody could look.
        if (SqlText.statements(statement.text()).size() > 1) {
            return Optional.of(notAQuery(statement, "several statements joined by \\;", "end each with a semicolon"));
        }
        if (statement.kind() == StatementKind.COPY_FROM_STDIN
                || statement.summary().startsWith("COPY")) {
            return Optional.of(notAQuery(statement, "COPY", "write what it is to check as SELECT"));
        }
        if (OF_TRANSACTIONS.contains(statement.kind())) {
            return Optional.of(notAQuery(
                    statement,
                    statement.summary(),
                    "remove it: queries with expectations run in a transaction that is rolled back"));
        }
        return Optional.empty();
    }

    private static Unmet notAQuery(Item item, String what, String hint) {
        return Unmet.of(item.line(), item.column(), "not a query: " + what, hint);
    }

    private List<ExpectedQuery> paired() {
        var queries = new ArrayList<ExpectedQuery>();
        for (int i = 0; i < statements.size(); i++) {
            long from = statements.get(i).end();
            long to = i + 1 < statements.size() ? statements.get(i + 1).start() : Long.MAX_VALUE;
            List<CommentLine> below = comments.stream()
                    .filter(comment -> comment.start() >= from && comment.start() < to)
                    .toList();
            queries.add(new ExpectedQuery(statements.get(i), expectations(below)));
        }
        return queries;
    }

    private static List<PlacedExpectation> expectations(List<CommentLine> lines) {
        var expectations = new ArrayList<PlacedExpectation>();
        for (int i = 0; i < lines.size(); i++) {
            CommentLine line = lines.get(i);
            if (Expectation.parse(line.text()).isEmpty()) {
                continue;
            }
            while (line.text().endsWith(",") && i + 1 < lines.size() && continues(lines.get(i), lines.get(i + 1))) {
                i++;
                line = line.joined(lines.get(i));
            }
            Expectation expectation = Expectation.parse(line.text()).orElseThrow();
            expectations.add(new PlacedExpectation(expectation, line.text(), line.line(), line.column()));
        }
        return expectations;
    }

    private static boolean continues(CommentLine line, CommentLine next) {
        return next.line() == line.line() + 1 && Expectation.parse(next.text()).isEmpty();
    }
}
