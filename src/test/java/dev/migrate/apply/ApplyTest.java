package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void what_is_pending_is_applied_in_order_and_a_second_run_does_nothing() {
        project.file("migrations/002_b.sql", "create table b (a int references a);")
                .file("migrations/001_a.sql", "create table a (id int primary key);");

        TestProject.Run first = project.run("apply", "--format", "json");
        TestProject.Run second = project.run("apply", "--format", "json");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.applied()).containsExactly("001_a", "002_b");
        assertThat(second.applied()).isEmpty();
        assertThat(database.history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void a_script_that_fails_halfway_leaves_no_table_and_no_history_row() {
        project.file("migrations/001_a.sql", "create table a (id int);")
                .file(
                        "migrations/002_orders.sql",
                        "create table orders (id bigint primary key);\nselect *\n  from no_such_table;\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("""
                        failed  migrations/002_orders.sql:3:8
                          2 | select *
                          3 |   from no_such_table;
                            |        ^
                          ERROR: relation "no_such_table" does not exist (42P01)
                          Nothing of it was kept. The migration before it was applied and stays.
                          fix: correct line 3 and run migrate apply again
                        """);
        assertThat(database.tables()).isEqualTo("a");
        assertThat(database.history()).containsExactly("001_a applied");
    }
}
