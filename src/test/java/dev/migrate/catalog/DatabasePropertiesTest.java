package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.OwnServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database was made with is told, and belongs to its surroundings: no script decides it. */
class DatabasePropertiesTest {
    private static final String ICU = "locale_provider icu icu_locale 'de' lc_collate 'C' lc_ctype 'C'";
    private static final String LATIN1 = "encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C'";
    private static final String DATABASE = "the database";

    /** A server as {@code initdb} makes it, of any of the major versions. */
    private static OwnServer server(String version) {
        return new OwnServer(version, OwnServer.newFolder(), Map.of("fsync", "off"));
    }

    private static Catalog make(OwnServer server, String name, String properties) {
        try (Session session = server.session("postgres")) {
            session.rows("create database " + name + " template template0 " + properties);
        }
        return read(server, name);
    }

    private static Catalog read(OwnServer server, String name) {
        try (Session session = server.session(name)) {
            return new CatalogReader(session, RichDatabase.SCOPE).readWithDependencies();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "16", "17", "18"})
    void a_new_database_is_equal_to_another_and_one_in_another_locale_differs_in_nothing_else(String version) {
        try (var server = server(version)) {
            Catalog one = make(server, "one", "");

            assertThat(Comparison.of(one, read(server, "one"))).isEmpty();
            assertThat(Comparison.of(one, make(server, "other", ""))).isEmpty();
            assertThat(Comparison.unlike(one, read(server, "other"))).isEmpty();
            for (String properties : List.of(ICU, LATIN1)) {
                Catalog unlike = make(server, "unlike_" + properties.length(), properties);
                List<Difference> differences = Comparison.of(one, unlike);

                assertThat(differences).isNotEmpty();
                assertThat(differences.stream()
                                .map(difference -> difference.object().toString())
                                .distinct())
                        .containsExactly(DATABASE);
                assertThat(differences.stream().map(Difference::differenceClass).distinct())
                        .containsExactly(DifferenceClass.ENVIRONMENT);
                assertThat(Comparison.ofScripts(differences)).isEmpty();
                assertThat(DdlWriter.write(unlike, DdlOptions.ALL)).isEqualTo(DdlWriter.write(one, DdlOptions.ALL));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "16", "17", "18"})
    void another_database_is_made_with_all_that_one_was_made_with(String version) {
        String rules = version.equals("15") ? "" : " icu_rules '& V << w <<< W'";
        try (var server = server(version)) {
            for (String properties : List.of("", ICU + rules, LATIN1)) {
                String name = "made_" + properties.length();
                Catalog made = make(server, name, properties);
                String like;
                try (Session session = server.session(name)) {
                    like = DatabaseDdl.options(CatalogReader.database(session));
                }

                assertThat(Comparison.of(made, make(server, name + "_like", like)))
                        .as(like)
                        .isEmpty();
            }
        }
    }

    @Test
    void it_is_told_in_words_what_a_scratch_database_does_not_have() {
        try (var server = server("16")) {
            Catalog scratch = make(server, "scratch", "");

            assertThat(Comparison.unlike(scratch, make(server, "latin", LATIN1)))
                    .containsExactly(
                            "the scratch database could not be made like the database: encoding is LATIN1, in the"
                                    + " scratch database UTF8. What depends on the order or the case of texts may come out"
                                    + " otherwise");
            assertThat(Comparison.of(scratch, make(server, "german", ICU)).stream()
                            .map(Difference::sentence))
                    .containsExactly(
                            "the database: locale is de, should be not set",
                            "the database: provider is icu, should be libc");
        }
    }

    @ParameterizedTest
    @CsvSource({"en_US.UTF-8, en_US.utf8", "de_DE.ISO8859-15@euro, de_DE.iso885915@euro", "C, C"})
    void an_encoding_is_spelled_in_several_ways(String one, String other) {
        assertThat(LocaleName.same(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"en_US.utf8, en_us.utf8", "en_US.utf8, en_US", "C, POSIX", "de_DE.utf8, de_DE.utf8@euro"})
    void another_locale_is_another(String one, String other) {
        assertThat(LocaleName.same(one, other)).isFalse();
    }
}
