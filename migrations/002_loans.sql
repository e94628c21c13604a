-- Who has which tool, and until when.

create table public.loans (
    id bigint generated always as identity primary key,
    tool_id bigint not null references public.tools (id),
    member_id uuid not null references public.members (id),
    lent_on date not null default current_date,
    due_on date not null default current_date + 14,
    returned_on date,
    constraint loans_due_after_lent check (due_on >= lent_on),
    constraint loans_returned_after_lent check (returned_on >= lent_on)
);

-- A tool can be in one pair of hands only.
create unique index loans_one_open_per_tool on public.loans (tool_id) where returned_on is null;
create index loans_tool_id_idx on public.loans (tool_id);
create index loans_member_id_idx on public.loans (member_id);

create function public.follow_loan() returns trigger
    language plpgsql
    set search_path = ''
    as $body$
begin
    if tg_op = 'INSERT' then
        update public.tools set state = 'on_loan' where id = new.tool_id and state = 'available';
        if not found then
            raise exception 'tool % is not available', new.tool_id
                using hint = $$Take it back first; a tool that is 'retired' cannot be lent.$$;
        end if;
    elsif new.returned_on is not null and old.returned_on is null then
        update public.tools set state = 'available' where id = new.tool_id and state = 'on_loan';
    end if;
    return null;
end
$body$;

create trigger loans_follow after insert or update of returned_on on public.loans
    for each row execute function public.follow_loan();
