package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.StandInServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Extensions that are only stood in for. */
class StandInsTest {
    @RegisterExtension
    private static final StandInServer SERVER = new StandInServer();

    static List<String> names() {
        return StandIns.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_can_be_created_and_dropped_and_says_what_it_is(String name) {
        SERVER.execute("create extension " + name + " cascade");

        try (Session session = SERVER.session()) {
            assertThat(StandIns.installed(session)).contains(name);
            assertThat(StandIns.available(session)).contains(name);
        }
        assertThat(SERVER.value("select comment from pg_available_extensions where name = '" + name + "'"))
                .startsWith("stand-in: ");
        SERVER.execute("drop extension " + name + " cascade");
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_takes_over_what_the_prelude_has_made(String name) throws Exception {
        prelude();
        SERVER.execute("create extension " + name + " cascade");

        SERVER.execute("drop extension " + name + " cascade");

        assertThat(SERVER.column("select nspname from pg_namespace where nspname in ('net', 'cron')"))
                .hasSize(name.equals("pg_net") || name.equals("pg_cron") ? 1 : 2);
    }

    @ParameterizedTest
    @CsvSource({"pg_net, net", "pg_cron, cron", "pgmq, pgmq", "supabase_vault, vault", "pgsodium, pgsodium"})
    void one_may_be_put_into_the_schema_that_the_prelude_has_made_for_it(String name, String schema) throws Exception {
        prelude();

        SERVER.execute("create extension " + name + " with schema " + schema);

        assertThat(SERVER.value("select count(*) > 0 from pg_depend d join pg_extension e on e.oid = d.refobjid"
                        + " and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname = '" + name
                        + "' join pg_class c on c.oid = d.objid and c.relnamespace = '" + schema + "'::regnamespace"))
                .isEqualTo("t");
    }

    private static void prelude() throws Exception {
        try (var sql = StandIns.class.getResourceAsStream("supabase.sql")) {
            SERVER.execute(new String(sql.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_vector_has_its_type_its_operators_and_its_indexes() {
        SERVER.execute("create schema extensions; create extension vector with schema extensions");
        SERVER.execute("""
                create table items (id int primary key, embedding extensions.vector(3), h extensions.halfvec(2));
                insert into items values (1, '[1,2,3]', '[1,2]'), (2, '[3,4,5]', '[2,2]'), (3, array[1,1,1], null);
                create index on items using hnsw (embedding extensions.vector_cosine_ops);
                create index on items using ivfflat (embedding extensions.vector_l2_ops);
                create index on items using hnsw ((embedding::extensions.halfvec(3)) extensions.halfvec_ip_ops);
                set search_path = public, extensions;
                """);

        assertThat(SERVER.value("select format_type(atttypid, atttypmod) from pg_attribute"
                        + " where attrelid = 'items'::regclass and attname = 'embedding'"))
                .isEqualTo("extensions.vector(3)");
        assertThat(SERVER.value("set search_path = public, extensions;"
                        + " select string_agg(id::text, ' ' order by embedding <-> '[3,4,4]', id) from items"))
                .isEqualTo("2 1 3");
        assertThat(SERVER.value("set search_path = public, extensions;"
                        + " select round((embedding <=> '[3,4,5]')::numeric, 4) || ' ' || (embedding <#> '[1,1,1]') || ' '"
                        + " || (embedding <+> '[1,1,1]') from items where id = 1"))
                .isEqualTo("0.0173 -6 3");
        assertThat(SERVER.value("set search_path = public, extensions; select avg(embedding)::text || sum(h)::text"
                        + " || vector_dims(avg(embedding)) || l2_normalize('[3,4]'::vector)::text"
                        + " || '{1:2,3:4}/3'::sparsevec::vector::text from items"))
                .isEqualTo("[1.6666666666666667,2.3333333333333335,3][3,4]3[0.6,0.8][2,0,4]");
    }

    @Test
    void a_shape_has_its_type_its_functions_and_its_index() {
        SERVER.execute("create schema extensions; create extension postgis with schema extensions");
        SERVER.execute("""
                set search_path = public, extensions;
                create table places (
                    id int primary key, at geography(Point, 4326) not null, area geometry(MultiPolygonZ,3857),
                    any_kind geometry, flat geometry(Point), lat float8, lng float8,
                    made geography(POINT) generated always as (st_setsrid(st_makepoint(lng, lat), 4326)::geography) stored,
                    check (st_isvalid(area)));
                create index places_at on places using gist (at);
                create index places_area on places using gist (area);
                insert into places (id, at, area, lat, lng)
                select n, st_point(n, n, 4326), 'MULTIPOLYGON(' || repeat('1 2,', 40) || ')', n, n
                  from generate_series(1, 2000) n;
                """);

        assertThat(SERVER.column("select attname || ' ' || format_type(atttypid, atttypmod) || ' ' || atttypmod"
                        + " from pg_attribute where attrelid = 'places'::regclass and attnum > 0"
                        + " and atttypid::regtype::text like '%geo%' order by attnum"))
                .containsExactly(
                        "at extensions.geography(Point,4326) 1107460",
                        "area extensions.geometry(MultiPolygonZ,3857) 987418",
                        "any_kind extensions.geometry -1",
                        "flat extensions.geometry(Point) 4",
                        "made extensions.geography(Point,4326) 1107460");
        assertThat(SERVER.value("set search_path = public, extensions; set enable_seqscan = off;"
                        + " select count(*) from places where at && 'SRID=4326;POINT(5 5)'::geography"))
                .isEqualTo("1");
        assertThat(SERVER.value("set search_path = public, extensions;"
                        + " select count(*) from places where st_dwithin(at, st_point(1, 2)::geography, 100)"))
                .isEqualTo("2000");
        assertThat(SERVER.value("set search_path = public, extensions;"
                        + " select st_x(at::geometry) + st_y(at::geometry) from places where id = 7"))
                .isEqualTo("14");
    }

    @Test
    void a_long_vector_fits_into_an_index() {
        SERVER.execute("create extension vector; create table items (embedding vector(1536));"
                + " create index on items using hnsw (embedding vector_l2_ops);"
                + " insert into items select array_agg(random())::vector from generate_series(1, 1536)");

        assertThat(SERVER.value("select vector_dims(embedding) from items")).isEqualTo("1536");
    }

    @Test
    void jobs_requests_queues_and_secrets_are_written_down() {
        SERVER.execute("create extension pg_cron; create extension pg_net; create extension pgmq;"
                + " create extension supabase_vault; create extension pgsodium");

        assertThat(SERVER.value("select cron.schedule('nightly', '0 3 * * *', 'vacuum')"))
                .isEqualTo("1");
        assertThat(SERVER.value("select jobname || schedule from cron.job")).isEqualTo("nightly0 3 * * *");
        assertThat(SERVER.value("select net.http_post(url := 'https://example.org', body := '{}'::jsonb)"))
                .isEqualTo("1");
        assertThat(SERVER.value("select pgmq.create('q'); select pgmq.send('q', '{}')"))
                .isEqualTo("1");
        assertThat(SERVER.value("select vault.create_secret('s', 'n');"
                        + " select decrypted_secret from vault.decrypted_secrets where name = 'n'"))
                .isEqualTo("s");
        assertThat(SERVER.value("select name || ' ' || status from pgsodium.create_key('k')"))
                .isEqualTo("k valid");
    }

    @Test
    void a_token_is_signed_as_the_real_one_signs_it() {
        SERVER.execute("create schema extensions; create schema other; create extension pgcrypto with schema other;"
                + " create extension pgjwt with schema extensions");

        assertThat(SERVER.value("select extensions.sign('{\"sub\":\"1234567890\"}', 'secret')"))
                .startsWith("eyJ");
        assertThat(SERVER.value("select valid from extensions.verify(extensions.sign('{}', 'a'), 'a')"))
                .isEqualTo("t");
        assertThat(SERVER.value("select valid from extensions.verify(extensions.sign('{}', 'a'), 'b')"))
                .isEqualTo("f");
    }

    @Test
    void the_real_extension_is_never_overwritten(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("vector.control"), "default_version = '0.8.0'\n");

        StandIns.install(folder);

        assertThat(folder.resolve("vector.control")).hasContent("default_version = '0.8.0'");
        assertThat(folder.resolve("vector--stand-in.sql")).doesNotExist();
        assertThat(folder.resolve("http.control")).exists();
    }

    @Test
    void several_runs_install_at_once_and_an_older_one_is_renewed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("http.control"), "default_version = 'stand-in'\n# an older one\n");
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> run = () -> {
                StandIns.install(folder);
                return true;
            };

            for (var done :
                    threads.invokeAll(Stream.generate(() -> run).limit(16).toList())) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2 * StandIns.names().size());
        }
        assertThat(Files.readString(folder.resolve("http.control"))).startsWith("comment = 'stand-in: ");
    }

    @Test
    void the_installation_without_them_stays_as_it_is() {
        Path home = dev.migrate.testing.OwnServer.home();

        assertThat(home.resolve("share/postgresql/extension/vector.control")).doesNotExist();
        assertThat(home.resolve("share/postgresql/extension/citext.control")).exists();
    }

    @Test
    void an_installation_with_them_may_be_moved_together_with_the_one_that_it_is_made_of(@TempDir Path folder)
            throws Exception {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        StandIns.installation(small(cache));

        Path moved = Files.move(cache, folder.resolve("moved"));

        assertThat(moved.resolve(made(moved)).resolve("lib/libpq.so")).hasContent("lib");
        assertThat(moved.resolve(made(moved)).resolve("share/postgresql/timezone/UTC"))
                .hasContent("zone");
    }

    @Test
    void one_whose_links_lead_nowhere_is_made_anew(@TempDir Path folder) throws Exception {
        Path home = small(folder);
        Path broken = StandIns.installation(home);
        Files.delete(broken.resolve("lib"));
        Files.createSymbolicLink(broken.resolve("lib"), folder.resolve("gone"));

        Path again = StandIns.installation(home);

        assertThat(again).isEqualTo(broken);
        assertThat(again.resolve("lib/libpq.so")).hasContent("lib");
        assertThat(home.resolve("lib/libpq.so")).hasContent("lib");
    }

    private static Path small(Path cache) throws Exception {
        Path home = cache.resolve("postgres-17");
        for (var file : List.of(
                "bin/postgres",
                "lib/libpq.so",
                "share/postgresql/timezone/UTC",
                "share/postgresql/extension/a.control")) {
            Path path = home.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.startsWith("lib") ? "lib" : "zone");
        }
        return home;
    }

    private static Path made(Path cache) throws Exception {
        try (var entries = Files.list(cache)) {
            return entries.map(Path::getFileName)
                    .filter(name -> name.toString().contains("stand-ins"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
