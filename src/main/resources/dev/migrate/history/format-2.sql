-- Brings a history of format 1 to format 2. May be run again on a history that has it already.
-- The words in braces stand for the quoted names that the config gives.

-- The state rolling_back: the statements of a way back run one by one, and not all of them are done.
DO $$
DECLARE
    old name;
BEGIN
    FOR old IN
        SELECT c.conname
          FROM pg_catalog.pg_constraint c
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
         WHERE c.conrelid = pg_catalog.format('{schema:format}.{table:format}')::pg_catalog.regclass AND c.contype = 'c' AND a.attname = 'state'
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE {schema:format}.{table:format} DROP CONSTRAINT %I', old);
    END LOOP;
END
$$;
ALTER TABLE {schema}.{table}
    ADD CONSTRAINT history_state_check
        CHECK (state IN ('applied', 'covered', 'baselined', 'running', 'failed', 'rolling_back', 'rolled_back')),
    ADD COLUMN IF NOT EXISTS down_kind  text,    -- where down_sql stood: section, file, comment
    ADD COLUMN IF NOT EXISTS down_file  text,    -- and in which file
    ADD COLUMN IF NOT EXISTS unit_sql   text,    -- a script that undoes it together with others, up to 1 MiB
    ADD COLUMN IF NOT EXISTS unit_file  text,
    ADD COLUMN IF NOT EXISTS unit_ids   text[],  -- all that it undoes, this one among them
    ADD COLUMN IF NOT EXISTS runs_after text[];  -- migrations that this one needs, as it declares

COMMENT ON TABLE {schema}.{table} IS 'migrate history, format 2';
