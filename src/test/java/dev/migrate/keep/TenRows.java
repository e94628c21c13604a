package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;

/** A table {@code t} with ten rows, a migration that does something to it, and what is kept of that. */
final class TenRows {
    private final TestBench bench;

    TenRows(TestBench bench) {
        this.bench = bench;
    }

    void make() {
        make("create table t (id int primary key, a text);");
    }

    void make(String definition) {
        assertThat(bench.apply(definition).code()).isZero();
        bench.database().execute("insert into t select g, 'text ' || g from generate_series(1, 10) g");
    }

    /** Applies 002_b, however that may end. */
    TestProject.Run apply(String up, String down, String... options) {
        bench.migration("002_b", up + "\n-- migrate:down\n" + down + "\n");
        var arguments = new ArrayList<>(List.of("apply"));
        arguments.addAll(List.of(options));
        return bench.project().run(arguments.toArray(String[]::new));
    }

    TestProject.Run applied(String up, String down, String... options) {
        TestProject.Run run = apply(up, down, options);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** The newest, undone. */
    TestProject.Run rolledBack() {
        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** All of them, as one text. */
    String text() {
        return bench.database().value("select string_agg(id || a, ',' order by id) from t");
    }

    /** What was ever kept: kind, table, rows and state of each. */
    List<String> kept() {
        return bench.database()
                .column(
                        "select kind || ' ' || schema_name || '.' || table_name || ' ' || row_count || ' ' || state from migrate_kept.contents order by id");
    }

    boolean anythingWasEverKept() {
        return bench.database()
                .value("select to_regnamespace('migrate_kept') is not null")
                .equals("t");
    }
}
