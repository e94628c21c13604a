-- Types and functions that every table uses.

create type public.tool_state as enum ('available', 'on_loan', 'in_repair', 'retired');

create function public.touch_updated_at() returns trigger
    language plpgsql
    set search_path = ''
    as $$
begin
    new.updated_at := now();
    return new;
end
$$;
