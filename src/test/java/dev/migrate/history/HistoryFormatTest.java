package dev.migrate.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A history that an earlier release made is read as it is, and brought to the present format by the first write. */
class HistoryFormatTest {
    private static final String UP = "create table a ();\n-- migrate:down\ndrop table a;\n";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    /** One applied migration, recorded as format 1 records it. */
    private void formatOne(String schema, String table) {
        bench.migration("001_a", UP).database().execute("create table a ()");
        String history = '"' + schema + "\".\"" + table + '"';
        bench.database()
                .execute(resource()
                        .replace("{schema:format}", '"' + inFormat(schema) + '"')
                        .replace("{table:format}", '"' + inFormat(table) + '"')
                        .replace("{log:format}", "\"log\"")
                        .replace("{schema}", '"' + schema + '"')
                        .replace("{table}", '"' + table + '"')
                        .replace("{log}", "\"log\""));
        bench.database().execute("""
                insert into %1$s (id, version, description, source, file, checksum, state, applied_at, applied_by,
                                  duration_ms, statements, tool_version, up_sql, down_sql)
                select '001_a', '001', 'a', 'migrations', 'migrations/001_a.sql',
                       'sha256:' || encode(sha256(convert_to(%2$s, 'UTF8')), 'hex'), 'applied', now(), 'x', 1, 1, '0.1',
                       %2$s, 'drop table a;'
                """.formatted(history, "$text$" + UP + "$text$"));
        bench.database().execute("""
                insert into "%2$s"."log"
                select n, at, action, id, state, checksum, done_by, version, detail, previous,
                       encode(sha256(convert_to(json_build_array(n, to_char(at at time zone 'UTC',
                           'YYYY-MM-DD"T"HH24:MI:SS.US'), action, id, state, checksum, done_by, version, detail,
                           previous)::text, 'UTF8')), 'hex')
                  from (select 1::bigint as n, now() as at, 'apply'::text as action, id, state, checksum, 'x'::text as done_by,
                               '0.1'::text as version, ''::text as detail, ''::text as previous from %1$s) r
                """.formatted(history, schema));
    }

    private static String inFormat(String name) {
        return name.replace("%", "%%").replace("'", "''");
    }

    private static String resource() {
        try (var stream = HistoryFormatTest.class.getResourceAsStream("format-1.sql")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException error) {
            throw new AssertionError(error);
        }
    }

    private String format() {
        return bench.database().value("select obj_description('migrate.history'::regclass)");
    }

    @Test
    void who_only_looks_leaves_it_as_it_is() {
        formatOne("migrate", "history");

        TestProject.Run status = bench.project().run("status", "--check", "--format", "json");
        TestProject.Run dry = bench.project().run("rollback", "--last", "1", "--dry-run");
        TestProject.Run apply = bench.project().run("apply");

        assertThat(status.code()).as(status.err()).isZero();
        assertThat(status.states()).containsExactly("001_a applied");
        assertThat(status.json().at("/migrations/0/rollback").asBoolean()).isTrue();
        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(apply.code()).as(apply.err()).isZero();
        assertThat(format()).isEqualTo("migrate history, format 1");
    }

    @Test
    void the_first_apply_upgrades_it() {
        formatOne("migrate", "history");
        bench.migration("002_b", "create table b ();");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(format()).isEqualTo("migrate history, format 2");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void a_rollback_upgrades_it_and_finds_the_text_that_it_kept() {
        formatOne("migrate", "history");
        bench.migration("002_b", "select 1;").project().delete("migrations/001_a.sql");

        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("by the text in the history");
        assertThat(bench.database().history()).containsExactly("001_a rolled_back");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_repair_upgrades_it() {
        formatOne("migrate", "history");
        bench.migration("001_a", UP.replace("table a", "table if exists a"));

        TestProject.Run run = bench.project().run("repair", "001_a", "--reason", "as it should be");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(format()).isEqualTo("migrate history, format 2");
    }

    @Test
    void odd_names_do_not_hinder_it() {
        formatOne("odd %s schema", "odd %I 'table");
        bench.project()
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[history]\nschema = \"odd %s schema\"\ntable = \"odd %I 'table\"\n");

        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select state from \"odd %s schema\".\"odd %I 'table\""))
                .isEqualTo("rolled_back");
    }

    @Test
    void it_ends_as_a_new_one_begins() {
        formatOne("migrate", "history");
        bench.migration("002_b", "create table b ();").apply();
        String columns =
                "select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull, ', '"
                        + " order by a.attname) || (select string_agg(pg_get_constraintdef(oid), ' ' order by conname) from pg_constraint"
                        + " where conrelid = 'migrate.history'::regclass and contype = 'c') from pg_attribute a"
                        + " where a.attrelid = 'migrate.history'::regclass and attnum > 0 and not attisdropped";
        String upgraded = bench.database().value(columns);
        bench.database().execute("drop schema migrate cascade; drop table a, b");
        bench.apply();

        assertThat(upgraded).isEqualTo(bench.database().value(columns)).contains("rolling_back");
    }

    @Test
    void who_does_not_own_it_is_told() {
        formatOne("migrate", "history");
        bench.migration("002_b", "select 1;");
        String user = "upgrade_" + bench.database().name();
        bench.database()
                .execute("create role " + user + " login password 'x'; grant usage on schema migrate to " + user
                        + "; grant all on all tables in schema migrate to " + user);
        try {
            TestProject.Run run =
                    bench.project().run("apply", "--url", bench.database().url(user, "x"));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("is of an older format, and cannot be brought to the present one", "must be owner");
        } finally {
            bench.database().execute("drop owned by " + user + "; drop role " + user);
        }
    }
}
