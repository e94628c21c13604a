-- A stand-in for pgmq: a queue is a table, and what is taken out is as in the real one.
do $extension$
declare
    member text;
begin
    -- {adopt pgmq}

    -- {as in supabase.sql}
end
$extension$;
