-- A stand-in for supabase_vault: secrets are kept in clear.
do $extension$
declare
    member text;
begin
    -- {adopt vault}

    -- {as in supabase.sql}
end
$extension$;
