package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these was run between BEGIN and ROLLBACK on PostgreSQL 15 to 18. */
class TransactionRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM",
                "vacuum (full, analyze) t",
                "VACUUM FULL t",
                "CREATE INDEX CONCURRENTLY ON t (a)",
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "create unique index concurrently if not exists i on t (a)",
                "CREATE /* c */ INDEX -- c\n CONCURRENTLY /* c */ i ON t (a)",
                "DROP INDEX CONCURRENTLY i",
                "DROP INDEX CONCURRENTLY IF EXISTS i",
                "REINDEX INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
                "REINDEX (CONCURRENTLY) TABLE t",
                "REINDEX (VERBOSE, CONCURRENTLY on) INDEX i",
                "REINDEX (CONCURRENTLY false, CONCURRENTLY true) INDEX i",
                "REINDEX (\"concurrently\" 'true') INDEX i",
                "REINDEX SCHEMA s",
                "REINDEX DATABASE",
                "REINDEX SYSTEM d",
                "REINDEX (TABLESPACE x) SCHEMA CONCURRENTLY s",
                "CREATE DATABASE d",
                "DROP DATABASE IF EXISTS d",
                "ALTER DATABASE d SET TABLESPACE x",
                "ALTER DATABASE d TABLESPACE x",
                "ALTER DATABASE d WITH TABLESPACE = x",
                "CREATE TABLESPACE x LOCATION '/x'",
                "DROP TABLESPACE x",
                "ALTER SYSTEM SET work_mem = '1MB'",
                "ALTER SYSTEM RESET ALL",
                "DISCARD ALL",
                "CLUSTER",
                "CLUSTER VERBOSE",
                "CLUSTER (VERBOSE)",
                "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
                "ALTER TABLE IF EXISTS ONLY s.t * DETACH PARTITION s . \"p.1\" CONCURRENTLY",
                "ALTER TABLE ONLY (s.t) DETACH PARTITION p CONCURRENTLY",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'",
                "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p",
                "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p, q WITH (create_slot, copy_data = false)",
                "DROP SUBSCRIPTION s",
                "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                "ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)",
                "ALTER SUBSCRIPTION s SET PUBLICATION p",
                "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = true)",
                "ALTER SUBSCRIPTION s DROP PUBLICATION p",
                "ALTER SUBSCRIPTION s SET (failover = true)",
                "ALTER SUBSCRIPTION s SET (two_phase = false)",
                "REPACK",
                "REPACK (CONCURRENTLY) t",
                "SELECT 1\\; VACUUM",
            })
    void refused_in_a_transaction_block(String sql) throws Exception {
        assertThat(statement(sql).transactional()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "ANALYZE t",
                "EXPLAIN ANALYZE SELECT 1",
                "CREATE INDEX i ON t (concurrently)",
                "CREATE INDEX \"concurrently\" ON t (a)",
                "CREATE UNIQUE INDEX i ON t (a)",
                "CREATE TABLE concurrently (a int)",
                "DROP INDEX i",
                "DROP INDEX \"concurrently\"",
                "DROP TABLE vacuum",
                "REINDEX TABLE t",
                "REINDEX INDEX i",
                "REINDEX (VERBOSE) TABLE t",
                "REINDEX (CONCURRENTLY off) TABLE t",
                "REINDEX (CONCURRENTLY FALSE) TABLE t",
                "REINDEX (CONCURRENTLY 0) TABLE t",
                "REINDEX (CONCURRENTLY 'off', VERBOSE) TABLE t",
                "REINDEX TABLE \"concurrently\"",
                "CLUSTER t",
                "CLUSTER t USING i",
                "CLUSTER VERBOSE t",
                "CLUSTER (VERBOSE) t",
                "REPACK t",
                "REPACK (CONCURRENTLY false) t",
                "ALTER DATABASE d SET work_mem = '1MB'",
                "ALTER DATABASE d SET default_tablespace = tablespace",
                "ALTER DATABASE tablespace RESET ALL",
                "ALTER DATABASE d OWNER TO o",
                "ALTER DATABASE d RENAME TO e",
                "ALTER DATABASE d CONNECTION LIMIT 3",
                "ALTER DATABASE d REFRESH COLLATION VERSION",
                "ALTER TABLESPACE x RENAME TO y",
                "ALTER TABLE t SET TABLESPACE x",
                "ALTER TABLE ALL IN TABLESPACE x SET TABLESPACE y",
                "ALTER TABLE t DETACH PARTITION p",
                "ALTER TABLE t DETACH PARTITION p FINALIZE",
                "ALTER TABLE t DETACH PARTITION \"concurrently\"",
                "ALTER TABLE t VALIDATE CONSTRAINT c",
                "ALTER TYPE m ADD VALUE 'x'",
                "ALTER TYPE m RENAME VALUE 'x' TO 'y'",
                "DISCARD PLANS",
                "DISCARD SEQUENCES",
                "DISCARD TEMP",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "TRUNCATE t",
                "LOCK TABLE t",
                "CREATE PUBLICATION p",
                "CREATE ROLE r",
                "CREATE EXTENSION e",
                "CHECKPOINT",
                "LISTEN c",
                "NOTIFY c",
                "LOAD 'x'",
                "REASSIGN OWNED BY a TO b",
                "DROP OWNED BY a",
                "SELECT pg_export_snapshot()",
                "CALL p()",
                "DO $$ BEGIN EXECUTE 'VACUUM'; END $$",
                "COMMIT",
                "ROLLBACK TO SAVEPOINT prepared",
                "PREPARE TRANSACTION 'x'",
                "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (create_slot = false)",
                "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p, q WITH (enabled = false, connect = 'off')",
                "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
                "ALTER SUBSCRIPTION s SET (slot_name = NONE)",
                "ALTER SUBSCRIPTION s SET (two_phase = true)",
                "ALTER SUBSCRIPTION s DISABLE",
                "ALTER SUBSCRIPTION s OWNER TO o",
            })
    void allowed_in_a_transaction_block(String sql) throws Exception {
        assertThat(statement(sql).transactional()).isTrue();
    }

    private static Statement statement(String sql) throws Exception {
        return (Statement) Reading.of(sql + ";").next();
    }
}
