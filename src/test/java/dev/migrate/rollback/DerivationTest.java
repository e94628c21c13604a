package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.CatalogScope;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.testing.TestBench;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways back that nobody wrote: each is run behind its migration, and the structure is what it was. */
class DerivationTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    /** Of {@code derivation.sql}: what is there before, and what the migration does. */
    record Case(String name, String before, String migration) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> changes() {
        return Cases.read("derivation.sql").stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_change_is_led_back_exactly(Case change) {
        bench.database().execute(change.before());

        Derived derived = derive(change.migration());

        assertThat(derived.structure()).as(derived.sql()).isEmpty();
        assertThat(derived.statements()).isNotEmpty();
        assertThat(derived.sql()).doesNotContainPattern("(?i)drop [^;]*\\bcascade\\b");
    }

    private Derived derive(String migration) {
        try (Session session = bench.database().session()) {
            return Derivation.of(
                    session,
                    CatalogScope.of("migrate"),
                    Optional.empty(),
                    role -> false,
                    List.of(),
                    UpScript.of("002_change", "002_change.sql", migration));
        }
    }

    /** What goes with its table is not named. */
    @Test
    void no_more_is_dropped_by_name_than_has_to_be() {
        Derived derived = derive("""
                create table a (id int primary key);
                create table b (id int primary key, a int references a);
                create view v as select id from b;
                create index on b (a);
                alter table b enable row level security;
                create policy own on b using (true);
                """);

        assertThat(derived.statements())
                .containsExactly("drop view public.v", "drop table public.b", "drop table public.a");
    }

    @Test
    void tables_that_need_each_other_are_parted_first() {
        Derived derived = derive("""
                create table a (id int primary key, b int);
                create table b (id int primary key, a int references a);
                alter table a add foreign key (b) references b;
                """);

        assertThat(derived.proven()).isTrue();
        assertThat(derived.statements())
                .hasSizeLessThanOrEqualTo(4)
                .contains("drop table public.a", "drop table public.b");
    }
}
