package dev.migrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.testing.StandInServer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Migrations that use extensions which are only stood in for, or not there at all. */
class StandInReplayTest {
    @RegisterExtension
    private static final StandInServer SERVER = new StandInServer();

    private static final String DOCUMENTS = """
            -- Enable pgvector
            create extension if not exists vector with schema extensions;

            create table documents (
                id bigserial primary key,
                content text,
                metadata jsonb,
                embedding extensions.vector(1536)
            );
            create index documents_embedding_idx on documents
                using ivfflat (embedding extensions.vector_cosine_ops)
                with (lists = 100);
            create index on documents using hnsw (embedding extensions.vector_l2_ops) with (m = 16, ef_construction='64');

            create or replace function match_documents (
                query_embedding extensions.vector(1536), match_threshold float, match_count int
            ) returns table (id bigint, content text, similarity float)
            language sql stable
            set search_path = public, extensions
            as $$
                select documents.id, documents.content, 1 - (documents.embedding <=> query_embedding) as similarity
                  from documents
                 where 1 - (documents.embedding <=> query_embedding) > match_threshold
                 order by documents.embedding <=> query_embedding
                 limit match_count;
            $$;
            """;

    @Test
    void a_project_with_vectors_is_replayed_and_says_what_is_not_the_real_thing() {
        SERVER.execute("create schema extensions");

        ReplayResult result = replay(script("001_documents", DOCUMENTS));

        assertThat(result.failure()).isEmpty();
        assertThat(result.standIns()).containsExactly("vector");
        assertThat(result.adaptations())
                .extracting(Adaptation::toString)
                .containsExactly(
                        "001_documents.sql:10:1: create index documents_embedding_idx on documents using ivfflat (embed …:"
                                + " run without the options of its index, because the extension vector is not there or only"
                                + " stood in for: unrecognized parameter \"lists\" (22023)",
                        "001_documents.sql:13:1: create index on documents using hnsw (embedding extensions.vector_l2_o …:"
                                + " run without the options of its index, because the extension vector is not there or only"
                                + " stood in for: unrecognized parameter \"m\" (22023)");
        assertThat(SERVER.column(
                        "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'documents'::regclass"
                                + " and not indisprimary order by 1"))
                .containsExactly(
                        "CREATE INDEX documents_embedding_idx ON public.documents USING ivfflat (embedding"
                                + " extensions.vector_cosine_ops) WITH (lists='100')",
                        "CREATE INDEX documents_embedding_idx1 ON public.documents USING hnsw (embedding"
                                + " extensions.vector_l2_ops) WITH (m='16', ef_construction='64')");
        SERVER.execute("insert into documents (content, embedding) select 'a', array_agg(1)::extensions.vector"
                + " from generate_series(1, 1536)");
        assertThat(SERVER.value("select similarity from match_documents((select embedding from documents), 0.5, 3)"))
                .isEqualTo("1");
    }

    @Test
    void an_index_that_is_built_concurrently_loses_its_options() {
        ReplayResult result = replay(
                script("001_a", "create extension vector; create table a (v vector(3), id int);"),
                script("002_b", """
                        create index concurrently a_v on a using hnsw (v vector_l2_ops) with (m = 8);
                        create index concurrently a_id on a (id);"""));

        assertThat(result.failure()).isEmpty();
        assertThat(result.adaptations()).extracting(Adaptation::statement).containsExactly(1);
        assertThat(SERVER.value("select pg_get_indexdef('a_v'::regclass)"))
                .isEqualTo("CREATE INDEX a_v ON public.a USING hnsw (v vector_l2_ops)");
        assertThat(SERVER.value("select to_regclass('a_id') is not null")).isEqualTo("t");
    }

    @Test
    void options_of_other_indexes_still_fail() {
        ReplayResult result = replay(
                script("001_a", "create extension vector; create table a (id int);"),
                script("002_b", "create index on a (id) with (lists = 100);"));

        assertThat(result.failure().orElseThrow().where().file()).isEqualTo("002_b.sql");
        assertThat(result.adaptations()).isEmpty();
    }

    @Test
    void an_extension_in_a_version_is_made_in_the_one_that_is_there() {
        ReplayResult result = replay(script("001_a", """
                        create extension if not exists "vector" with schema "public" version '0.4.0';
                        create table a (v vector(3));"""));

        assertThat(result.failure()).isEmpty();
        assertThat(result.adaptations()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Adaptation.Kind.IN_ANOTHER_VERSION);
            assertThat(one.extension()).isEqualTo("vector");
        });
        assertThat(result.standIns()).containsExactly("vector");
    }

    @Test
    void an_extension_that_nobody_has_is_passed_over_and_said_with_what_follows_from_it() {
        ReplayResult result = replay(
                script(
                        "001_a",
                        "create extension if not exists timescaledb;\ncreate table a (at timestamptz not null);"),
                script("002_b", "select create_hypertable('a', 'at');\ncreate table b (id int);"));

        assertThat(result.failure()).isEmpty();
        assertThat(result.adaptations())
                .extracting(one -> one.where() + " " + one.extension() + " " + one.kind())
                .containsExactly("001_a.sql:1:1 timescaledb SKIPPED", "002_b.sql:1:1 timescaledb SKIPPED");
        assertThat(SERVER.value("select to_regclass('b') is not null")).isEqualTo("t");
    }

    @Test
    void what_a_stand_in_does_not_have_is_passed_over_and_said() {
        ReplayResult result = replay(
                script("001_a", "create extension postgis; create extension pg_cron; create extension pg_net;"),
                script("002_b", """
                        create table a (id int, at geometry(Point, 4326));
                        create view v as select st_clusterdbscan(at, 1, 2) over () from a;
                        create index on v (id);
                        select cron.no_such_function('x');
                        alter extension postgis update to '3.4.0';
                        create table b (id int);"""));

        assertThat(result.adaptations())
                .extracting(one -> one.where() + " " + one.extension())
                .containsExactly(
                        "002_b.sql:2:1 postgis",
                        "002_b.sql:3:1 postgis",
                        "002_b.sql:4:1 pg_cron",
                        "002_b.sql:5:1 postgis");
        assertThat(result.failure()).isEmpty();
        assertThat(SERVER.value("select to_regclass('b') is not null")).isEqualTo("t");
    }

    @Test
    void a_fault_of_the_migration_itself_is_one_although_a_stand_in_is_near() {
        String setUp = "create extension vector; create extension pg_cron;"
                + " create table docs (v vector(3), id int unique); insert into docs values (null, 1);";
        for (String broken : new String[] {
            "create table docs (v vector(3))", // is there already
            "create table more (v vector(3), state order_state)", // a type that nobody made
            "select vv <-> '[1,2,3]'::vector from docs", // a misspelt column
            "insert into docs values ('[1,2,3]', 1)", // a duplicate
            "create table c (c content_type)", // a type of an extension that nobody asked for
            "select content_type from docs",
            "select my_function('[1,2,3]'::text) from docs where v is not null", // a function that nobody made
            "create table x (v vector(3)", // a syntax error
            "select cron.schedule('a', 'b', 'c'), 1 / 0",
            "alter table docs add foreign key (id) references nowhere (id)",
            "do $$ begin perform v <-> v from docs; raise exception 'no'; end $$",
        }) {
            ReplayResult result = replay(
                    script("001_a", "drop table if exists docs; drop extension if exists vector, pg_cron; " + setUp),
                    script("002_b", broken));

            assertThat(result.failure()).as(broken).isPresent();
            assertThat(result.adaptations()).as(broken).isEmpty();
        }
    }

    @Test
    void what_the_prelude_made_becomes_the_extensions_own() throws Exception {
        try (var sql = dev.migrate.shadow.StandIns.class.getResourceAsStream("supabase.sql")) {
            SERVER.execute(new String(sql.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        }

        ReplayResult result = replay(script("001_a", """
                create extension if not exists pg_cron with schema pg_catalog;
                create extension if not exists pg_net with schema extensions;
                create extension if not exists pgmq;
                create extension if not exists supabase_vault with schema vault;
                create extension if not exists pgjwt with schema extensions;
                grant usage on schema cron to postgres;
                select cron.schedule('hourly', '0 * * * *', $$ select net.http_get('https://example.org') $$);
                select cron.unschedule('hourly');
                select pgmq.create('mails');
                select vault.create_secret('s', 'n');
                """));

        assertThat(result.failure()).isEmpty();
        assertThat(result.adaptations()).isEmpty();
        assertThat(result.standIns()).containsExactly("pg_cron", "pg_net", "pgjwt", "pgmq", "supabase_vault");
        assertThat(SERVER.value("select extnamespace::regnamespace from pg_extension where extname = 'pg_cron'"))
                .isEqualTo("pg_catalog");
    }

    @Test
    void a_role_without_rights_makes_its_extensions_too() {
        SERVER.execute("create role app; grant create on schema public to app;"
                + " do $$ begin execute format('grant create on database %I to app', current_database()); end $$");
        try (Session session = SERVER.session()) {
            ReplayResult result = new Replay(session, Optional.of("app"))
                    .run(Arrays.asList(script(
                            "001_a",
                            "create extension vector; create table a (v vector(3));"
                                    + "create index a_v on a using ivfflat (v) with (lists = 100);")));

            assertThat(result.failure()).isEmpty();
            assertThat(result.adaptations()).hasSize(1);
            assertThat(SERVER.value("select reloptions is null from pg_class where relname = 'a_v'"))
                    .isEqualTo("t");
        } finally {
            SERVER.execute("drop owned by app cascade; drop role app");
        }
    }

    @Test
    void an_observed_replay_knows_the_lines_of_what_it_had_to_change() {
        SERVER.execute("create schema extensions");
        try (Session session = SERVER.session();
                Observer observer = Observer.install(session)) {
            ReplayResult result = new Replay(session, Optional.empty(), observer)
                    .run(Arrays.asList(script("001_documents", DOCUMENTS)));

            assertThat(result.failure()).isEmpty();
            assertThat(observer.observation()
                            .lastTouching("public.documents_embedding_idx")
                            .orElseThrow()
                            .place())
                    .isEqualTo("001_documents.sql:10");
            assertThat(observer.observation().touches())
                    .noneMatch(touch -> touch.identity()
                            .filter(name -> name.contains("rehearsal"))
                            .isPresent());
        }
    }

    private static ReplayResult replay(UpScript... scripts) {
        try (Session session = SERVER.session()) {
            return new Replay(session, Optional.empty()).run(Arrays.asList(scripts));
        }
    }

    private static UpScript script(String id, String sql) {
        return UpScript.of(id, id + ".sql", sql);
    }
}
