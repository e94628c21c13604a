-- The history of migrations, as `migrate apply` makes it when it first has something to record.
-- The words in braces stand for the quoted names that the config gives.

CREATE SCHEMA IF NOT EXISTS {schema};

-- One row for each migration that was ever recorded.
CREATE TABLE {schema}.{table} (
    id           text        PRIMARY KEY,
    position     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,  -- order in which rows were recorded
    version      text,
    description  text        NOT NULL,
    source       text        NOT NULL,
    file         text        NOT NULL,
    checksum     text        NOT NULL,           -- sha256:... of the bytes without BOM, line ends as \n
    state        text        NOT NULL CHECK (state IN ('applied', 'covered', 'baselined', 'running', 'failed', 'rolling_back', 'rolled_back')),
    applied_at   timestamptz NOT NULL,           -- of the end; while it runs, of its beginning; a rollback leaves it
    applied_by   text        NOT NULL,           -- database user (operating-system user@host)
    duration_ms  bigint      NOT NULL,
    statements   integer     NOT NULL,           -- of the file; while it runs or after it failed, those that are done;
                                                 -- while it is rolled back, those of the way back; afterwards 0
    tool_version text        NOT NULL,
    commit_id    text,                           -- of the checkout it came from
    up_sql       text,                           -- up to 1 MiB
    down_sql     text,                           -- its own way back, up to 1 MiB
    error        text,                           -- why it failed, or why its rollback did
    down_kind    text,                           -- where that stood: section, file, comment
    down_file    text,                           -- and in which file
    unit_sql     text,                           -- a script that undoes it together with others, up to 1 MiB
    unit_file    text,
    unit_ids     text[],                         -- all that it undoes, this one among them
    runs_after   text[]                          -- migrations that this one needs, as it declares
);

-- Append-only: one row for each thing done. Each hash covers its row and the hash before it.
CREATE TABLE {schema}.{log} (
    n            bigint      PRIMARY KEY,
    at           timestamptz NOT NULL,
    action       text        NOT NULL,
    id           text        NOT NULL,
    state        text        NOT NULL,           -- of the migration afterwards
    checksum     text        NOT NULL,
    done_by      text        NOT NULL,
    tool_version text        NOT NULL,
    detail       text        NOT NULL,
    previous     text        NOT NULL,
    hash         text        NOT NULL
);

COMMENT ON TABLE {schema}.{table} IS 'migrate history, format 2';
COMMENT ON TABLE {schema}.{log} IS 'migrate log, format 1: append-only, each hash covers its row and the hash before';

REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
REVOKE ALL ON {schema}.{table}, {schema}.{log} FROM PUBLIC;
DO $$
DECLARE
    role name;
BEGIN
    -- Supabase grants its API roles rights on new objects by default; they have no business here.
    FOR role IN SELECT rolname FROM pg_catalog.pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA {schema:format} FROM %I', role);
        EXECUTE pg_catalog.format('REVOKE ALL ON {schema:format}.{table:format}, {schema:format}.{log:format} FROM %I', role);
    END LOOP;
END
$$;
