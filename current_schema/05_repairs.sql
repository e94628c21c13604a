-- What is broken, and what was done about it.

create table public.repairs (
    id bigint generated always as identity primary key,
    tool_id bigint not null references public.tools (id) on delete cascade,
    reported_by uuid references public.members (id) on delete set null,
    problem text not null,
    cost numeric(8, 2) check (cost >= 0),
    opened_on date not null default current_date,
    closed_on date check (closed_on >= opened_on)
);
create index repairs_tool_id_idx on public.repairs (tool_id);
create index repairs_reported_by_idx on public.repairs (reported_by);

-- With its owner's rights: a member who reports a broken tool may not change tools otherwise.
create function public.follow_repair() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $$
begin
    if new.closed_on is null then
        update public.tools set state = 'in_repair' where id = new.tool_id and state <> 'retired';
    else
        update public.tools set state = 'available' where id = new.tool_id and state = 'in_repair';
    end if;
    return null;
end
$$;

create trigger repairs_follow after insert or update of closed_on on public.repairs
    for each row execute function public.follow_repair();
