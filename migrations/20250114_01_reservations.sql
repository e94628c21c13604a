-- migrate:up
-- Members may put a tool aside for days to come.

create table public.reservations (
    id bigint generated always as identity primary key,
    tool_id bigint not null references public.tools (id) on delete cascade,
    member_id uuid not null references public.members (id) on delete cascade,
    days daterange not null check (not isempty(days) and not lower_inf(days) and not upper_inf(days)),
    created_at timestamptz not null default now(),
    -- No two for one tool on one day. A range of one number in place of the number needs no extension.
    constraint reservations_do_not_overlap
        exclude using gist (int8range(tool_id, tool_id, '[]') with &&, days with &&)
);
create index reservations_tool_id_idx on public.reservations (tool_id);
create index reservations_member_id_idx on public.reservations (member_id);

create function public.refuse_retired_tool() returns trigger
    language plpgsql
    set search_path = ''
    as $function$
declare
    name_of_tool text;
begin
    select t.name into name_of_tool from public.tools t where t.id = new.tool_id and t.state = 'retired';
    if found then
        raise exception $m$"%" is retired; it can't be reserved$m$, name_of_tool;
    end if;
    return new;
end
$function$;

create trigger reservations_refuse_retired before insert or update of tool_id on public.reservations
    for each row execute function public.refuse_retired_tool();

alter table public.reservations enable row level security;
create policy "members read reservations" on public.reservations
    for select to authenticated
    using (true);
create policy "members reserve for themselves" on public.reservations
    for insert to authenticated
    with check (member_id = (select auth.uid()));
create policy "members withdraw their own" on public.reservations
    for delete to authenticated
    using (member_id = (select auth.uid()) or (select public.is_steward()));

-- migrate:down
drop table public.reservations;
drop function public.refuse_retired_tool();
