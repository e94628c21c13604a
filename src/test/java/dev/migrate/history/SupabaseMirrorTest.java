package dev.migrate.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupabaseMirrorTest {
    private static final String MIRRORED =
            "select version || ' ' || name from supabase_migrations.schema_migrations order by version";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database)
                .file("migrations/20250101_first.sql", "create table a ();")
                .file("migrations/20250102_second.sql", "create index concurrently on a ((1));");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void what_is_applied_is_in_the_list_of_the_platform_where_the_config_asks_for_it() {
        project.file("migrate.toml", "[history]\nsupabase = true\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(database.column(MIRRORED)).containsExactly("20250101 first", "20250102 second");
        assertThat(database.value("select statements[1] from supabase_migrations.schema_migrations order by version"))
                .isEqualTo("create table a ();");
    }

    @Test
    void a_migration_that_fails_is_not_in_it() {
        project.file("migrate.toml", "[history]\nsupabase = true\n")
                .file("migrations/20250103_third.sql", "select nothing();");

        project.run("apply");

        assertThat(database.column(MIRRORED)).containsExactly("20250101 first", "20250102 second");
    }

    @Test
    void without_the_setting_nothing_of_the_platform_is_made() {
        project.run("apply");

        assertThat(database.value("select to_regnamespace('supabase_migrations') is null"))
                .isEqualTo("t");
    }
}
