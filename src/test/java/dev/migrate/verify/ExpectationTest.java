package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpectationTest {
    @Test
    void rows_are_counted() {
        assertHolds("-- Expected: 11 rows", rows(11));
        assertHolds("/* EXPECTED: 1 ROW */", rows(1));
        assertHolds("-- expected 0 rows (nothing is left)", rows(0));
        assertHolds("-- Should return 1,200 rows", rows(1200));
        assertFails("-- Expected: 11 rows", rows(10), "expected 11 rows, the query returned 10");
        assertFails("-- Expected: 1 row", rows(0), "expected 1 row, the query returned 0");
        assertFails("-- Expected: 5 rows", single("5"), "expected 5 rows, the query returned 1");
    }

    @Test
    void a_number_is_the_single_value_or_the_number_of_rows() {
        assertHolds("-- Expected: 0", single("0"));
        assertHolds("-- Should return 72", single("72"));
        assertHolds("-- Expected: -1.5", single("-1.50"));
        assertHolds("-- Should return 12 event types (PGL_ENGAGE, EVP_ENGAGE, STRAT_OPS, etc.)", rows(12));
        assertHolds("-- Should return 12 event types", single("12"));
        assertHolds("-- Expected: 0", rows(0));
        assertHolds("-- Expected: 1", result("a,b", "x,y"));
        assertHolds("-- Expected: 3", column("1", "2", "3"));
        assertFails("-- Expected: 0", single("1"), "expected 0, the query returned 1");
        assertFails("-- Expected: 1", single(null), "expected 1, the query returned NULL");
        assertFails("-- Should return 12 event types", rows(11), "expected 12 rows, the query returned 11");
        assertFails("-- Expected: 1", single("one"), "expected 1, the query returned one");
    }

    @Test
    void a_number_per_something_is_the_last_column_of_every_row() {
        assertHolds("-- Should return 12 rows per segment", result("segment,count", "gold,12", "silver,12"));
        assertHolds("-- Expected: 12 per segment (all of them)", column("12", "12"));
        assertHolds("-- should return 2 event types per tier", result("n", "2"));
        assertFails(
                "-- Should return 12 rows per segment",
                result("segment,n", "gold,12", "silver,11"),
                "expected 12 in the last column (n) of every row, row 2 has 11");
        assertFails(
                "-- Should return 12 rows per segment",
                rows(0),
                "expected 12 in the last column of every row, the query returned no rows");
    }

    @Test
    void groups_with_a_number_each_are_rows_with_that_last_column() {
        String six = "-- Should return 6 segments with 12 event types each (72 total rows)";

        assertHolds(six, result("segment,n", "a,12", "b,12", "c,12", "d,12", "e,12", "f,12"));
        assertFails(six, result("segment,n", "a,12", "b,12"), "expected 6 rows, the query returned 2");
        assertFails(
                six,
                result("segment,n", "a,12", "b,12", "c,12", "d,12", "e,12", "f,13"),
                "expected 12 in the last column (n) of every row, row 6 has 13");
    }

    @Test
    void shown_rows_come_in_order_and_types_go_by_any_of_their_names() {
        String two = "-- Should show: segment (varchar), priority_level (varchar)";

        assertHolds(two, result("c,t", "segment,character varying", "priority_level,character varying"));
        assertHolds(two, result("c,t,n", "segment,varchar,NO", "priority_level,character varying,YES"));
        assertHolds("-- should show: gold, 'dark silver'", column("gold", "dark silver"));
        assertHolds("-- Should show: gold (12), silver (7)", result("s,n", "gold,12", "silver,7"));
        assertHolds(
                "-- Should show: a (numeric(10, 2))",
                new QueryResult(List.of("c", "t"), List.of(List.of("a", "numeric(10,2)"))));
        assertFails(
                two,
                result("c,t", "priority_level,character varying", "segment,character varying"),
                "row 1: expected segment, varchar, the query returned priority_level in column c");
        assertFails(
                two,
                result("c,t", "segment,character varying", "priority_level,text"),
                "row 2: expected priority_level, varchar, the query returned text in column t");
        assertFails(two, result("c,t", "segment,varchar"), "expected 2 rows, the query returned 1");
        assertFails(two, column("segment"), "expected 2 columns, as in segment, varchar, the query returned 1");
        assertFails(
                "-- Should show: gold (x)",
                result("a,b", "Gold,x"),
                "row 1: expected gold, x, the query returned Gold in column a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar|character varying",
                "varchar|character varying(20)",
                "varchar(20)|character varying(20)",
                "int4|integer",
                "INT|integer",
                "int2|smallint",
                "int8|bigint",
                "bool|boolean",
                "timestamptz|timestamp with time zone",
                "timestamp|timestamp without time zone",
                "timestamptz(3)|timestamp(3) with time zone",
                "timetz|time with time zone",
                "float8|double precision",
                "float4|real",
                "decimal|numeric",
                "decimal(10,2)|numeric(10,2)",
                "bpchar|character",
                "char(3)|character(3)",
                "varbit|bit varying",
                "text[]|_text",
                "int[]|integer[]",
                "Uuid|uuid",
                "serial|integer",
                "bigserial|bigint"
            })
    void a_type_has_several_names(String written, String shown) {
        assertThat(TypeName.same(written, shown)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar|text",
                "int4|bigint",
                "timestamptz|timestamp without time zone",
                "varchar(20)|character varying",
                "varchar(20)|character varying(30)",
                "text|text[]",
                "gold|Gold",
                "not null|NOT NULL",
                "time|timestamp",
                "varchar|",
                "()|()"
            })
    void types_that_differ_are_not_the_same(String written, String shown) {
        assertThat(TypeName.same(written, shown == null ? "" : shown)).isFalse();
    }

    @Test
    void a_number_of_rows_may_come_with_values_that_each_has() {
        String one = "-- Expected: 1 row, data_type = 'timestamp with time zone', is_nullable = 'YES'";

        assertHolds(one, result("column_name,data_type,is_nullable", "deleted_at,timestamp with time zone,YES"));
        assertHolds("-- Expected: 1 row, data_type = 'timestamptz'", result("data_type", "timestamp with time zone"));
        assertHolds(
                "-- Expected: 1 row, qual = '(account_id = auth.uid())'", result("qual", "(account_id = auth.uid())"));
        assertHolds("-- Expected: 2 rows in all, state = 'dead' (both)", result("state", "dead", "dead"));
        assertHolds("-- Expected: 1 row with n = 3 and ok = true", result("n,ok", "3,t"));
        assertHolds(
                "-- Expected: 1 row, note = 'it''s, (really) so'",
                new QueryResult(List.of("note"), List.of(List.of("it's, (really) so"))));
        assertFails(
                one,
                result("data_type,is_nullable", "timestamp with time zone,NO"),
                "expected is_nullable = 'YES', row 1 has NO");
        assertFails(one, rows(0), "expected 1 row, the query returned 0");
        assertFails(
                "-- Expected: 1 row, state = 'x'",
                result("a,b", "1,2"),
                "expected state = 'x', the query returned no column of that name, but a, b");
        assertFails("-- Expected: 1 row, x = 'Gold'", result("x", "gold"), "expected x = 'Gold', row 1 has gold");
    }

    @Test
    void a_line_of_values_is_one_row() {
        assertHolds("-- expect: segment = 'gold', count = 12", result("segment,count", "gold,12"));
        assertHolds("-- Expect: SEGMENT = gold (the first), count = 12.0;", result("segment,count", "gold,12"));
        assertHolds(
                "-- expect: a = null, b is null, c = false",
                new QueryResult(List.of("a", "b", "c"), List.of(Arrays.asList(null, null, "f"))));
        assertHolds("-- expect: \"Odd \"\"name\" = 'x'", new QueryResult(List.of("Odd \"name"), List.of(List.of("x"))));
        assertHolds(
                "-- expect: t = numeric(10,2), u = timestamp with time zone",
                new QueryResult(List.of("t", "u"), List.of(List.of("numeric(10,2)", "timestamp with time zone"))));
        assertFails("-- expect: n = ''", single(null), "expected n = '', row 1 has NULL");
        assertFails("-- expect: a = 1", result("a", "1", "1"), "expected 1 row, the query returned 2");
        assertFails(
                "-- expect: \"A\" = 1",
                result("a", "1"),
                "expected A = 1, the query returned no column of that name, but a");
    }

    @Test
    void text_in_brackets_and_behind_the_number_is_free() {
        assertHolds("-- Should return 0 (empty table, will be populated as events are scheduled)", single("0"));
        assertHolds("-- Expected: 11 rows = all tables of 006", rows(11));
        assertHolds("-- Expected: 0 -- none, where a = 'b', c = 'd'", single("0"));
        assertHolds("-- Expected: 2 (a = 'x', b = 'y', 10 each)", single("2"));
        assertHolds("-- Expected: 5 rows, as per the plan", rows(5));
        assertHolds("-- Expected: 5 rows where status = 'dead'", rows(5));
        assertHolds("-- Expected: 12 - one for every month.", single("12"));
        assertHolds("-- Expected: 12.", single("12"));
        assertHolds("-- Expected: 3 (one (or two) of them", rows(3));
        assertHolds("-- Expected: 4; it's the tenant's own", single("4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Expected",
                "-- Expected:",
                "-- Expected: something sensible",
                "-- Expected: at least 5 rows",
                "-- Expected: > 0",
                "-- Expected: 5+",
                "-- Expected: 5+ rows",
                "-- Expected: 5 or more",
                "-- Expected: 5 rows or more",
                "-- Expected: 0 or NULL",
                "-- Expected: 10-12 rows",
                "-- Expected: 10 to 12 rows",
                "-- Expected: 10..12",
                "-- Expected: 10, 11, 12",
                "-- Expected: 10,12 rows",
                "-- Expected: 50%",
                "-- Expected: 12th",
                "-- Expected: 2024-01-01",
                "-- Expected: 1/2",
                "-- Expected: 5 rows, status <> 'dead'",
                "-- Expected: 5 rows, n > 3",
                "-- Expected: 5 rows, status like 'd%'",
                "-- Expected: 5 rows, status is not null",
                "-- Expected: 5 rows, a = 'x' or b = 'y'",
                "-- Expected: 5 rows, a = 'x",
                "-- Expected: 5 rows, a = 'x'::text",
                "-- Expected: 5 rows, a = ",
                "-- Expected: 5 rows, a = 'x', and more",
                "-- Expected: 6 segments, each with 12 event types",
                "-- Expected: 6 segments, 12 event types each",
                "-- Expected: 12 rows each",
                "-- Should return the same as before",
                "-- Should return",
                "-- Should return: a (varchar), b (uuid)",
                "-- Should show the new columns",
                "-- Should show: a, b, etc.",
                "-- Should show: a (varchar), …",
                "-- Should show: a (varchar",
                "-- Should show: a (varchar) b (uuid)",
                "-- Should show: a (varchar),",
                "-- Should show:",
                "-- expect:",
                "-- expect: gold",
                "-- expect: a = b = c",
                "-- expect: a == 'x'",
                "-- expect: a = 'x', b",
                "-- expect: a > 5",
                "-- expect: = 5",
                "/* Expected: whatever */",
            })
    void what_is_not_understood_is_said_and_never_holds(String comment) {
        Expectation expectation = Expectation.parse(comment).orElseThrow();

        assertThat(expectation).isInstanceOf(Expectation.NotUnderstood.class);
        for (QueryResult result : List.of(rows(0), rows(5), rows(12), single("5"), single("0"), single(null))) {
            assertThat(expectation.mismatch(result).orElseThrow()).startsWith("not understood: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Are all tables of 006 there?",
                "-- 5. The safety copy",
                "-- expects nothing",
                "-- expected_count is filled later",
                "-- Should be 5",
                "-- we should return 5",
                "-- the query expected: 5",
                "-- Expectedly 5",
                "-- ",
                "/**/",
                "--",
                "/* */",
            })
    void other_comments_are_just_comments(String comment) {
        assertThat(Expectation.parse(comment)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Expected: 5",
                "--Expected:5",
                "---- expected 5",
                "--\tEXPECTED :  5  ",
                "/* Expected: 5 */",
                "/*Expected: 5*/",
                "/** expected: 5 **/",
                " * Expected: 5",
                "-- => Expected: 5",
                "-- should return: 5",
                "-- Should   return 5",
                "-- SHOULD SHOW: 5",
                "-- expect: 5",
                "-- Expect 5",
            })
    void marks_case_and_blanks_do_not_matter(String comment) {
        assertHolds(comment, single("5"));
        assertThat(Expectation.parse(comment).orElseThrow().mismatch(single("6")))
                .isPresent();
    }

    @Test
    void numbers_of_any_size_are_compared_exactly() {
        assertHolds("-- Expected: 99999999999999999999", single("99999999999999999999"));
        assertFails(
                "-- Expected: 99999999999999999999 rows",
                rows(1),
                "expected 99999999999999999999 rows, the query returned 1");
        assertThat(Expectation.parse("-- Expected: 9007199254740993")
                        .orElseThrow()
                        .mismatch(single("9007199254740992")))
                .isPresent();
        assertThat(Expectation.parse("-- Expected: 1").orElseThrow().mismatch(single("1e999999999")))
                .isPresent();
        assertThat(Expectation.parse("-- Expected: 1").orElseThrow().mismatch(single("NaN")))
                .isPresent();
    }

    @Test
    void a_sample_of_the_result_is_short() {
        QueryResult result = result("a,b", "1,x", "2,y", "3,z", "4,z", "5,z", "6,z", "7,z");

        assertThat(result.sample()).isEqualTo("\n  a | b\n  1 | x\n  2 | y\n  3 | z\n  4 | z\n  5 | z\n  … and 2 more");
        assertThat(single("x".repeat(100) + "\nmore").sample()).isEqualTo("\n  n\n  " + "x".repeat(60) + "…");
    }

    private static void assertHolds(String comment, QueryResult result) {
        assertThat(Expectation.parse(comment).orElseThrow().mismatch(result))
                .as(comment)
                .isEmpty();
    }

    private static void assertFails(String comment, QueryResult result, String message) {
        assertThat(Expectation.parse(comment).orElseThrow().mismatch(result))
                .as(comment)
                .contains(message);
    }

    /** So many rows of two columns. */
    static QueryResult rows(int number) {
        return new QueryResult(
                List.of("a", "b"),
                IntStream.range(0, number).mapToObj(i -> List.of("x" + i, "y")).toList());
    }

    static QueryResult single(String value) {
        return new QueryResult(List.of("n"), List.of(Arrays.asList(value)));
    }

    private static QueryResult column(String... values) {
        return new QueryResult(List.of("v"), Arrays.stream(values).map(List::of).toList());
    }

    /** Columns and rows with commas between. */
    private static QueryResult result(String columns, String... rows) {
        return new QueryResult(
                List.of(columns.split(",", -1)),
                Arrays.stream(rows).map(row -> List.of(row.split(",", -1))).toList());
    }
}
