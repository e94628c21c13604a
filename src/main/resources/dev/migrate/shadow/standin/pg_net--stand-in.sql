-- A stand-in for pg_net: requests are written down and never sent.
do $extension$
declare
    member text;
begin
    -- {adopt net}

    if to_regnamespace('net') is null then
        create schema net;
    end if;
    -- {as in supabase.sql}
end
$extension$;
