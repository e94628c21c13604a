package dev.migrate.verify;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a query has to return, as a comment below it says. */
public sealed interface Expectation {
    /** The forms that are understood, for a hint. */
    String FORMS = "an expectation is one of: Expected: 11 rows | Expected: 0 | Should return 72 |"
            + " Should return 12 rows per segment | Should return 6 segments with 12 event types each |"
            + " Should show: segment (varchar), priority_level (varchar) |"
            + " Expected: 1 row, data_type = 'text', is_nullable = 'YES' |"
            + " expect: segment = 'gold', count = 12 (one line for each row, in order)";

    /**
     * Reads one comment, with its marks or without.
     *
     * @return empty where it does not begin as an expectation does, and so is just a comment; {@link NotUnderstood}
     *     where it does, and says what we cannot check
     */
    static Optional<Expectation> parse(String comment) {
        return ExpectationParser.parse(comment);
    }

    /** What does not hold, in one sentence; empty where it holds. */
    Optional<String> mismatch(QueryResult result);

    /** {@code Expected: 11 rows}. */
    record RowCount(BigDecimal rows) implements Expectation {
        @Override
        public Optional<String> mismatch(QueryResult result) {
            if (new Value.Decimal(rows).is(Integer.toString(result.rows().size()))) {
                return Optional.empty();
            }
            return Optional.of("expected " + QueryResult.counted(rows.toPlainString()) + ", the query returned "
                    + result.rows().size());
        }
    }

    /** {@code Expected: 72}: the single value, or the number of rows where there are several rows or columns. */
    record Amount(BigDecimal number) implements Expectation {
        @Override
        public Optional<String> mismatch(QueryResult result) {
            if (!result.single()) {
                return new RowCount(number).mismatch(result);
            }
            String actual = result.rows().get(0).get(0);
            if (new Value.Decimal(number).is(actual)) {
                return Optional.empty();
            }
            return Optional.of(
                    "expected " + number.toPlainString() + ", the query returned " + QueryResult.shown(actual));
        }
    }

    /** {@code Should return 12 rows per segment}: the last column of every row. Without rows it does not hold. */
    record EveryLast(BigDecimal number) implements Expectation {
        @Override
        public Optional<String> mismatch(QueryResult result) {
            int last = result.columns().size() - 1;
            String expected = "expected " + number.toPlainString() + " in the last column";
            if (result.rows().isEmpty() || last < 0) {
                return Optional.of(expected + " of every row, the query returned no rows");
            }
            for (int row = 0; row < result.rows().size(); row++) {
                String actual = result.rows().get(row).get(last);
                if (!new Value.Decimal(number).is(actual)) {
                    return Optional.of(expected + " (" + result.columns().get(last) + ") of every row, row " + (row + 1)
                            + " has " + QueryResult.shown(actual));
                }
            }
            return Optional.empty();
        }
    }

    /** {@code Should return 6 segments with 12 event types each}: so many rows, each with that in its last column. */
    record Groups(BigDecimal groups, BigDecimal each) implements Expectation {
        @Override
        public Optional<String> mismatch(QueryResult result) {
            Optional<String> count = new RowCount(groups).mismatch(result);
            boolean none = count.isEmpty() && result.rows().isEmpty();
            return count.isPresent() || none ? count : new EveryLast(each).mismatch(result);
        }
    }

    /**
     * {@code Should show: segment (varchar), priority_level (varchar)}: these rows, in order.
     *
     * @param rows of each the values from the left; further columns of the query are free
     */
    record Shown(List<List<String>> rows) implements Expectation {
        public Shown {
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public Optional<String> mismatch(QueryResult result) {
            for (int row = 0; row < Math.min(rows.size(), result.rows().size()); row++) {
                Optional<String> different = mismatch(result, row);
                if (different.isPresent()) {
                    return different;
                }
            }
            return new RowCount(BigDecimal.valueOf(rows.size())).mismatch(result);
        }

        private Optional<String> mismatch(QueryResult result, int row) {
            List<String> expected = rows.get(row);
            List<String> actual = result.rows().get(row);
            if (actual.size() < expected.size()) {
                return Optional.of("expected " + expected.size() + " columns, as in " + String.join(", ", expected)
                        + ", the query returned " + actual.size());
            }
            for (int i = 0; i < expected.size(); i++) {
                String wanted = expected.get(i);
                String found = actual.get(i);
                boolean name = i == 0 && expected.size() > 1;
                boolean sameType = !name && found != null && TypeName.same(wanted, found);
                if (!wanted.equals(found) && !sameType) {
                    return Optional.of("row " + (row + 1) + ": expected " + String.join(", ", expected)
                            + ", the query returned " + QueryResult.shown(found) + " in column "
                            + result.columns().get(i));
                }
            }
            return Optional.empty();
        }
    }

    /** {@code Expected: 1 row, data_type = 'text'}: so many rows, and each of them has these values. */
    record RowsWith(BigDecimal rows, List<Condition> conditions) implements Expectation {
        public RowsWith {
            conditions = List.copyOf(conditions);
        }

        @Override
        public Optional<String> mismatch(QueryResult result) {
            Optional<String> count = new RowCount(rows).mismatch(result);
            for (int row = 0; count.isEmpty() && row < result.rows().size(); row++) {
                count = new Row(conditions).mismatch(result, row);
            }
            return count;
        }
    }

    /**
     * {@code expect: segment = 'gold', count = 12}: one row, which has these values. Several such lines below a query
     * mean its rows, one by one; see {@link ExpectedQuery}.
     */
    record Row(List<Condition> conditions) implements Expectation {
        public Row {
            conditions = List.copyOf(conditions);
        }

        @Override
        public Optional<String> mismatch(QueryResult result) {
            return new RowsWith(BigDecimal.ONE, conditions).mismatch(result);
        }

        Optional<String> mismatch(QueryResult result, int row) {
            return conditions.stream()
                    .flatMap(condition -> condition.mismatch(result, row).stream())
                    .findFirst();
        }
    }

    /** Begins as an expectation does, and says what we cannot check: never holds. */
    record NotUnderstood(String text) implements Expectation {
        @Override
        public Optional<String> mismatch(QueryResult result) {
            return Optional.of("not understood: " + QueryResult.shown(text));
        }
    }
}
