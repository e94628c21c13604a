package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.PostgresServer;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each {@code sslmode} promises is kept: TLS that fails is an error, and never plain text without a word. */
class TlsTest {
    private static final Path CERTIFICATES = Path.of("src/test/resources/tls").toAbsolutePath();

    /** Databases that the server takes over TLS only, in plain text only, and with a certificate of the client only. */
    private static final String HBA = """
            hostssl   only_tls   all all scram-sha-256
            hostnossl only_plain all all scram-sha-256
            hostssl   only_cert  all all cert
            host      postgres   all all scram-sha-256
            """;

    @TempDir
    private static Path folder;

    private static PostgresServer server;
    private static Target target;

    @TempDir
    private Path work;

    private TestProject project;

    @BeforeAll
    static void start() throws IOException {
        for (String key : new String[] {"server.key", "expired.key", "client.key", "client.pk8"}) {
            Path copy = Files.copy(CERTIFICATES.resolve(key), folder.resolve(key));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        }
        var binaries = new PostgresBinaries(TestServer.home().resolve("postgres"), TestServer.cache());
        server = new PostgresServer(binaries.home(TestServer.VERSION), folder);
        server.initialize(TestServer.VERSION);
        start("server");
        try (Session session = Session.open(target, "test")) {
            for (String name : List.of("only_tls", "only_plain", "only_cert")) {
                assertThat(session.ask("create database " + name).ok()).isTrue();
            }
        }
        Path hba = folder.resolve("data/pg_hba.conf");
        Files.writeString(hba, HBA);
        start("server");
    }

    /** With another certificate, and what the files say now. */
    private static void start(String certificate) throws IOException {
        stop();
        Map<String, String> settings = new HashMap<>(Map.of("fsync", "off", "shared_buffers", "16MB"));
        if (!certificate.isEmpty()) {
            settings.putAll(Map.of(
                    "ssl",
                    "on",
                    "ssl_cert_file",
                    CERTIFICATES.resolve(certificate + ".crt").toString(),
                    "ssl_key_file",
                    folder.resolve(certificate + ".key").toString(),
                    "ssl_ca_file",
                    CERTIFICATES.resolve("ca.crt").toString()));
        }
        target = server.start(settings);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server.port().isPresent()) {
            server.stop();
        }
    }

    @BeforeEach
    void make() {
        project = new TestProject(work).file("migrations/001_a.sql", "select 1;");
    }

    private static String url(String host, String database, String parameters) {
        return "postgresql://postgres:" + SecretForTests.text(target.password().orElseThrow()) + "@" + host + ":"
                + target.port() + "/" + database + "?" + parameters.replace("CERTS/", CERTIFICATES + "/");
    }

    private TestProject.Run status(String host, String database, String parameters) {
        TestProject.Run run = project.run("status", "--url", url(host, database, parameters));
        assertThat(run.out() + run.err())
                .doesNotContain(SecretForTests.text(target.password().orElseThrow()));
        return run;
    }

    private void refused(String host, String database, String parameters, String what) {
        TestProject.Run run = status(host, database, parameters);

        assertThat(run.err()).contains("no connection to postgres@" + host, what, "  fix: ");
        assertThat(run.code()).isEqualTo(4);
    }

    private static boolean encrypted(String host, String database, String parameters) {
        var environment = Map.<String, String>of();
        try (Session session =
                Session.open(new ConnectionUrl(environment).target(url(host, database, parameters), "test"), "test")) {
            return session.rows("select ssl from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()")
                    .get(0)
                    .get(0)
                    .equals("t");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=disable, false",
        "sslmode=allow, false",
        "sslmode=prefer, true",
        "'', true",
        "sslmode=require, true",
        "sslmode=require&sslrootcert=CERTS/ca.crt, true",
        "sslmode=verify-ca&sslrootcert=CERTS/ca.crt, true",
        "sslmode=verify-full&sslrootcert=CERTS/ca.crt, true",
        "sslmode=require&channel_binding=require, true",
        "sslmode=prefer&require_auth=scram-sha-256, true"
    })
    void what_each_mode_comes_to(String parameters, boolean encrypted) {
        assertThat(encrypted("localhost", "postgres", parameters)).isEqualTo(encrypted);
    }

    @Test
    void tls_without_asking_first() {
        assumeTrue(Integer.parseInt(TestServer.VERSION) >= 17, "sslnegotiation=direct begins with PostgreSQL 17");

        assertThat(encrypted("localhost", "postgres", "sslmode=require&sslnegotiation=direct"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=verify-full&sslrootcert=CERTS/other-ca.crt",
                "sslmode=verify-ca&sslrootcert=CERTS/other-ca.crt",
                "sslmode=require&sslrootcert=CERTS/other-ca.crt",
                "sslmode=prefer&sslrootcert=CERTS/other-ca.crt",
                "sslrootcert=CERTS/other-ca.crt",
                "sslrootcert=system"
            })
    void a_certificate_that_nobody_known_signed(String parameters) {
        refused("localhost", "postgres", parameters, "nothing was sent in plain text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-full", "verify-ca", "require", "prefer"})
    void a_root_certificate_that_is_not_there(String mode) {
        refused("localhost", "postgres", "sslmode=" + mode + "&sslrootcert=CERTS/none.crt", "none.crt");
    }

    @Test
    void a_host_that_the_certificate_does_not_name() {
        refused(
                "127.0.0.1",
                "postgres",
                "sslmode=verify-full&sslrootcert=CERTS/ca.crt",
                "connect by a name that the server's certificate holds");
        assertThat(encrypted("127.0.0.1", "postgres", "sslmode=verify-ca&sslrootcert=CERTS/ca.crt"))
                .isTrue();
    }

    @Test
    void nothing_is_told_but_by_us() {
        String url = url("127.0.0.1", "postgres", "sslmode=verify-full&sslrootcert=CERTS/ca.crt");

        try (TestProcess process = project.start("status", "--url", url)) {
            assertThat(process.code()).isEqualTo(4);
            assertThat(process.said()).contains("error   no connection to").doesNotContain("SEVERE");
        }
    }

    @Test
    void a_certificate_whose_time_is_over() throws IOException {
        start("expired");
        try {
            for (String mode : new String[] {"verify-full", "verify-ca", "require", "prefer"}) {
                refused(
                        "localhost",
                        "postgres",
                        "sslmode=" + mode + "&sslrootcert=CERTS/ca.crt",
                        "nothing was sent in plain text");
            }
        } finally {
            start("server");
        }
    }

    @Test
    void a_server_without_tls_is_fine_for_prefer_and_for_nothing_above_it() throws IOException {
        start("");
        try {
            for (String mode : new String[] {"disable", "allow", "prefer", "prefer&sslrootcert=CERTS/ca.crt"}) {
                assertThat(encrypted("localhost", "postgres", "sslmode=" + mode))
                        .isFalse();
            }
            for (String mode : new String[] {"require", "verify-ca", "verify-full"}) {
                refused(
                        "localhost",
                        "postgres",
                        "sslmode=" + mode + "&sslrootcert=CERTS/ca.crt",
                        "the server does not speak TLS as asked: check sslmode");
            }
            var several = new ConnectionUrl(Map.of())
                    .target(url("127.0.0.1:1,localhost", "postgres", "sslmode=prefer"), "test");
            try (Session session = Session.open(several, "test")) {
                assertThat(session.rows("select 1")).hasSize(1);
            }
        } finally {
            start("server");
        }
    }

    @Test
    void databases_that_the_server_opens_in_one_way_only() {
        assertThat(encrypted("localhost", "only_tls", "sslmode=prefer")).isTrue();
        assertThat(encrypted("localhost", "only_tls", "sslmode=allow")).isTrue();
        refused("localhost", "only_tls", "sslmode=disable", "no encryption");
        assertThat(encrypted("localhost", "only_plain", "sslmode=disable")).isFalse();
        refused("localhost", "only_plain", "sslmode=require", "sslmode=disable goes in plain text");
        refused("localhost", "only_plain", "sslmode=prefer", "sslmode=disable goes in plain text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client.key", "client.pk8"})
    void a_certificate_of_the_client(String key) {
        assertThat(encrypted(
                        "localhost",
                        "only_cert",
                        "sslmode=require&sslcert=CERTS/client.crt&sslkey=" + folder.resolve(key)))
                .isTrue();
    }

    @Test
    void a_certificate_of_the_client_that_is_not_what_it_should_be() {
        refused("localhost", "only_cert", "sslmode=prefer", "certificate");
        refused(
                "localhost",
                "only_cert",
                "sslmode=prefer&sslcert=CERTS/client.crt&sslkey=CERTS/none.key",
                "check sslmode, sslrootcert, sslcert and sslkey");
    }

    @Test
    void the_certificates_of_the_machine_are_nothing_without_the_name_of_the_host() {
        TestProject.Run run = status("localhost", "postgres", "sslmode=require&sslrootcert=system");

        assertThat(run.err()).contains("sslrootcert=system with sslmode=require", "write sslmode=verify-full");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void channel_binding_is_not_given_up() {
        refused("localhost", "postgres", "sslmode=disable&channel_binding=require", "hannel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslcrl=x", "requirepeer=root", "ssl_min_protocol_version=TLSv1.3", "sslcertmode=require"})
    void what_cannot_be_kept_is_not_passed_over(String parameter) {
        TestProject.Run run = status("localhost", "postgres", parameter);

        assertThat(run.err()).contains("the parameter " + parameter.split("=", -1)[0], "migrate cannot keep to it");
        assertThat(run.code()).isEqualTo(2);
    }

    /** Somebody in between who spoils TLS, in the hope that the next try comes without. */
    @ParameterizedTest
    @ValueSource(strings = {"S", "Snonsense", ""})
    void a_server_that_breaks_off_gets_nothing_in_plain_text(String answer) throws IOException {
        var received = new CopyOnWriteArrayList<Integer>();
        try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> spoil(listening, answer, received), "spoiler");
            thread.start();

            TestProject.Run run = project.run(
                    "status", "--url", "postgresql://u:tell-nobody@127.0.0.1:" + listening.getLocalPort() + "/d");

            assertThat(run.code()).as(run.err()).isEqualTo(4);
            assertThat(run.err()).contains("no connection to u@").doesNotContain("tell-nobody");
        }
        assertThat(received).isNotEmpty().containsOnly(SSL_REQUEST);
    }

    private static final int SSL_REQUEST = 80877103;

    /** Notes the first message of each connection: 80877103 asks for TLS, anything else goes on without. */
    private static void spoil(ServerSocket listening, String answer, List<Integer> received) {
        while (true) {
            try (Socket socket = listening.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                in.readInt();
                received.add(in.readInt());
                socket.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                if (listening.isClosed()) {
                    return;
                }
            }
        }
    }
}
