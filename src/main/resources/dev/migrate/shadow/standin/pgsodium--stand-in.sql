-- A stand-in for pgsodium: keys have names, and nothing is encrypted.
do $extension$
declare
    member text;
begin
    -- {adopt pgsodium}

    create schema if not exists pgsodium_masks;
    -- {as in supabase.sql}
end
$extension$;
