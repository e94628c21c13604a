package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BEGIN|BEGIN",
                "BEGIN ISOLATION LEVEL SERIALIZABLE|BEGIN",
                "START TRANSACTION READ ONLY|BEGIN",
                "COMMIT AND CHAIN|COMMIT",
                "END WORK|COMMIT",
                "COMMIT PREPARED 'x'|OTHER",
                "ROLLBACK|ROLLBACK",
                "ABORT WORK AND CHAIN|ROLLBACK",
                "ROLLBACK TO s|OTHER",
                "ROLLBACK WORK TO SAVEPOINT s|OTHER",
                "ROLLBACK TRANSACTION TO s|OTHER",
                "ROLLBACK PREPARED 'x'|OTHER",
                "PREPARE TRANSACTION 'x'|PREPARE_TRANSACTION",
                "PREPARE transactions AS SELECT 1|OTHER",
                "COPY t FROM STDIN|COPY_FROM_STDIN",
                "COPY s.from (a) FROM stdout CSV|COPY_FROM_STDIN",
                "COPY t FROM 'f' WHERE a IS DISTINCT FROM stdin|OTHER",
                "COPY t TO STDIN|OTHER",
                "ALTER TYPE m ADD VALUE 'x'|ADD_ENUM_VALUE",
                "ALTER TYPE s.\"m\" ADD /* c */ VALUE IF NOT EXISTS 'x'|ADD_ENUM_VALUE",
                "ALTER TYPE m ADD ATTRIBUTE value int|OTHER",
                "CREATE INDEX CONCURRENTLY i ON t (a)|CREATE_INDEX_CONCURRENTLY",
                "CREATE INDEX i ON t (a)|OTHER",
                "\"begin\"|OTHER",
                "SELECT 1\\; COMMIT|JOINED_CONTROL",
                "BEGIN\\; SELECT 1|JOINED_CONTROL",
                "SELECT 1\\; ALTER TYPE m ADD VALUE 'x'|ADD_ENUM_VALUE",
            })
    void is_of_a_kind(String sql, StatementKind kind) throws Exception {
        assertThat(first(sql).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "insert into t values (1)|INSERT",
                "Create Index Concurrently i on t (a)|CREATE INDEX CONCURRENTLY",
                "create unique index concurrently on t (a)|CREATE UNIQUE INDEX CONCURRENTLY",
                "drop index concurrently i|DROP INDEX CONCURRENTLY",
                "create table t (a int)|CREATE TABLE",
                "create or replace function f() returns int return 1|CREATE OR REPLACE FUNCTION",
                "create materialized view v as select 1|CREATE MATERIALIZED VIEW",
                "create user u|CREATE USER",
                "create user mapping for u server s|CREATE USER MAPPING",
                "comment on column t.a is 'x'|COMMENT ON COLUMN",
                "alter table t add column a int|ALTER TABLE",
                "alter table t detach partition p concurrently|ALTER TABLE … DETACH PARTITION CONCURRENTLY",
                "alter type s.m add value 'x'|ALTER TYPE … ADD VALUE",
                "alter database d set tablespace x|ALTER DATABASE … SET TABLESPACE",
                "alter subscription s refresh publication|ALTER SUBSCRIPTION … REFRESH PUBLICATION",
                "alter system reset all|ALTER SYSTEM",
                "reindex (verbose) table concurrently t|REINDEX TABLE CONCURRENTLY",
                "commit prepared 'x'|COMMIT PREPARED",
                "commit and chain|COMMIT AND CHAIN",
                "end work and chain|END AND CHAIN",
                "commit transaction and no chain|COMMIT",
                "rollback and chain|ROLLBACK AND CHAIN",
                "vacuum full t|VACUUM",
                "discard all|DISCARD ALL",
                "prepare transaction 'x'|PREPARE TRANSACTION",
                "refresh materialized view concurrently v|REFRESH MATERIALIZED VIEW CONCURRENTLY",
                "(select 1)|(…)",
            })
    void is_summed_up_in_its_leading_words(String sql, String summary) throws Exception {
        assertThat(first(sql).summary()).isEqualTo(summary);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE INDEX CONCURRENTLY My_i ON t (a)|My_i",
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"a;\"\"b\" ON t (a)|\"a;\"\"b\"",
                "CREATE INDEX CONCURRENTLY if ON t (a)|if",
                "CREATE INDEX CONCURRENTLY ON t (a)|",
                "CREATE INDEX i ON t (a)|",
                "ALTER TYPE s . \"M\" ADD VALUE 'x'|s.\"M\"",
                "ALTER TABLE t ADD COLUMN a int|",
            })
    void names_what_it_would_leave_behind(String sql, String object) throws Exception {
        assertThat(first(sql).object().orElse(null)).isEqualTo(object);
    }

    @Test
    void counts_what_is_joined_in_one_message() throws Exception {
        assertThat(first("SELECT 1\\; SELECT ';'\\; SELECT 2").joined()).isEqualTo(3);
        assertThat(first("SELECT 1").joined()).isEqualTo(1);
    }

    @Test
    void knows_no_text_where_none_is_kept() throws Exception {
        var in = new ByteArrayInputStream("SELECT 1".getBytes(StandardCharsets.UTF_8));
        var statement = (Statement)
                ScriptReader.of(in, Position.START, false, CommentListener.NONE).next();

        assertThatThrownBy(statement::text).isInstanceOf(IllegalStateException.class);
    }

    private static Statement first(String sql) throws Exception {
        return (Statement) Reading.of(sql + ";").next();
    }
}
