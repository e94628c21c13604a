package dev.migrate.verify;

import dev.migrate.script.Statement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement of a script and what the comments below it expect; without any it is just run.
 *
 * @param expectations in the order of the file
 */
public record ExpectedQuery(Statement statement, List<PlacedExpectation> expectations) {
    public ExpectedQuery {
        expectations = List.copyOf(expectations);
    }

    /** What does not hold of the result, in the order of the file. */
    public List<Unmet> unmet(QueryResult result) {
        var unmet = new ArrayList<Unmet>();
        List<PlacedExpectation> rows = expectations.stream()
                .filter(placed -> placed.expectation() instanceof Expectation.Row)
                .toList();
        for (PlacedExpectation placed : expectations) {
            int row = rows.indexOf(placed);
            mismatch(placed, row, rows.size(), result).ifPresent(message -> unmet.add(unmet(placed, message, result)));
        }
        return unmet;
    }

    private static Optional<String> mismatch(PlacedExpectation placed, int row, int rows, QueryResult result) {
        if (placed.expectation() instanceof Expectation.NotUnderstood) {
            return placed.expectation().mismatch(result);
        }
        if (!result.returnsRows()) {
            return Optional.of("there is an expectation, and the statement above it is no query");
        }
        if (!(placed.expectation() instanceof Expectation.Row expected)) {
            return placed.expectation().mismatch(result);
        }
        if (row < result.rows().size()) {
            Optional<String> different = expected.mismatch(result, row);
            boolean last = row == rows - 1;
            return different.isPresent() || !last ? different : number(rows, result);
        }
        return number(rows, result);
    }

    private static Optional<String> number(int rows, QueryResult result) {
        return new Expectation.RowCount(BigDecimal.valueOf(rows)).mismatch(result);
    }

    private static Unmet unmet(PlacedExpectation placed, String message, QueryResult result) {
        boolean understood = !(placed.expectation() instanceof Expectation.NotUnderstood);
        return understood
                ? Unmet.of(placed, message, result)
                : Unmet.of(placed.line(), placed.column(), message, Expectation.FORMS);
    }
}
