package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.problem.MigrationFailure;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {
    private static Target read(String url) {
        return new ConnectionUrl(Map.of("PGUSER", "me")).target(url, "--url");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "postgresql://u@h:6543/d, u@h:6543/d",
                "postgres://u@h/d, u@h:5432/d",
                "jdbc:postgresql://h/d?user=u, u@h:5432/d",
                "postgresql://h, me@h:5432/me",
                "postgresql://u@h, u@h:5432/u",
                "jdbc:postgresql:///d, me@localhost:5432/d",
                "`postgresql://u@h1:1,h2,h3:3/d`, `u@h1:1,h2:5432,h3:3/d`",
                "`postgresql://u@h1,h2/d?port=1,2`, `u@h1:1,h2:2/d`",
                "postgresql://u@[::1]:6543/d, u@[::1]:6543/d",
                "postgresql://u@[2001:db8::7]/d, u@[2001:db8::7]:5432/d",
                "postgresql:///d?host=h&port=1&user=u, u@h:1/d",
                "postgresql://?host=h&dbname=d&user=u, u@h:5432/d",
                "postgresql://u@h/d?hostaddr=10.0.0.1, u@10.0.0.1:5432/d",
                "postgresql:///d?host=::1, me@[::1]:5432/d",
                "postgresql://u@%2Fvar%2Frun%2Fpostgresql/d, u@/var/run/postgresql:5432/d",
                "postgresql:///d?host=/run/pg&port=1, me@/run/pg:1/d",
                "postgresql://a%40b@h/my%20data%2Fbase, a@b@h:5432/my data/base",
                "postgresql://u:a@b@h/d, u@h:5432/d",
            })
    void the_forms_of_a_url_mean_what_they_mean_to_libpq(String url, String target) {
        assertThat(read(url)).hasToString(target);
    }

    @Test
    void a_password_is_decoded_and_never_printed() {
        String password = " !\"#$%&'()*+,-./0:;<=>?@[\\]^_`{|}~é";
        var url = new StringBuilder("postgresql://u:");
        for (byte one : password.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            url.append("%%%02X".formatted(one & 0xFF));
        }

        Target target = read(url + "@h/d");

        assertThat(target.password()).contains(new Secret(password));
        assertThat(target.toString() + target.password() + target.parameters()).doesNotContain("!\"#");
    }

    @Test
    void a_plus_sign_is_a_plus_sign() {
        assertThat(read("postgresql://u:a+b%20c@h/d").password()).contains(new Secret("a+b c"));
    }

    @Test
    void parameters_of_other_tools_are_passed_over() {
        assertThat(read("postgresql://u@h/d?schema=public&pgbouncer=true&connection_limit=1&sslmode=require")
                        .parameters())
                .isEqualTo(Map.of("sslmode", "require"));
    }

    @Test
    void parameters_of_libpq_get_the_names_of_the_driver() {
        assertThat(read("postgresql://u@h/d?connect_timeout=3&target_session_attrs=read-write&channel_binding=require")
                        .parameters())
                .isEqualTo(Map.of("connectTimeout", "3", "targetServerType", "primary", "channelBinding", "require"));
    }

    @Test
    void variables_of_libpq_fill_what_the_url_leaves_open() {
        var urls = new ConnectionUrl(Map.of(
                "PGHOST",
                "h",
                "PGPORT",
                "7",
                "PGDATABASE",
                "d",
                "PGUSER",
                "u",
                "PGPASSWORD",
                "p",
                "PGSSLMODE",
                "require"));

        Target target = urls.fromEnvironment().orElseThrow();

        assertThat(target).hasToString("u@h:7/d");
        assertThat(target.password()).contains(new Secret("p"));
        assertThat(target.parameters()).isEqualTo(Map.of("sslmode", "require"));
        assertThat(urls.target("postgresql://x:y@z:8/w?sslmode=disable", "--url"))
                .hasToString("x@z:8/w")
                .extracting(Target::parameters)
                .isEqualTo(Map.of("sslmode", "disable"));
    }

    @Test
    void the_folder_of_a_socket_may_stand_in_pghost() {
        assertThat(new ConnectionUrl(Map.of("PGHOST", "/run/pg", "PGUSER", "u")).fromEnvironment())
                .map(Target::toString)
                .contains("u@/run/pg:5432/u");
    }

    @Test
    void without_any_variable_the_environment_names_nothing() {
        assertThat(new ConnectionUrl(Map.of("PGPASSWORD", "p", "PGHOST", "")).fromEnvironment())
                .isEqualTo(Optional.empty());
    }

    @Test
    void a_service_is_refused_and_not_passed_over() {
        assertThatThrownBy(() -> new ConnectionUrl(Map.of("PGSERVICE", "mine")).fromEnvironment())
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("PGSERVICE names a service, and pg_service.conf is not read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:sec/ret@h/d",
                "postgresql://u:sec?ret@h/d",
                "postgresql://u:12/ret@h/d",
                "postgresql://u:12?ret=1@h/d",
                "postgresql://u:sec:ret/@h/d",
                "postgresql://u:a@sec/ret@h/d",
                "postgresql://u:sec%ret@h/d",
                "mysql://u:secret@h/d",
                "u:secret@h/d",
                "host=h password=secret",
            })
    void a_url_that_is_refused_shows_nothing_of_its_password(String url) {
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("of --url")
                .message()
                .doesNotContain("sec")
                .doesNotContain("ret@")
                .doesNotContain("12");
    }

    @Test
    void an_unknown_parameter_is_named() {
        assertThatThrownBy(() -> read("postgresql://u@h/d?sslmodus=require"))
                .isInstanceOf(MigrationFailure.class)
                .hasMessageStartingWith("the database URL of --url has an unknown parameter: sslmodus");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"postgresql://h:0/d", "postgresql://h:65536/d", "postgresql://h:x/d", "postgresql://h:5_0/d"})
    void a_port_that_is_none_is_refused(String url) {
        assertThatThrownBy(() -> read(url)).hasMessageStartingWith("the port of --url is not a number from 1 to 65535");
    }
}
