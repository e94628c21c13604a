-- Loans and reservations.

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
create index loans_open_due_on_idx on public.loans (due_on) where returned_on is null;

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

create function public.fee_of(loan public.loans) returns numeric
    language sql stable
    set search_path = ''
    as $$
    SELECT greatest(coalesce(loan.returned_on, current_date) - loan.due_on, 0) * t.late_fee
      FROM public.tools t
     WHERE t.id = loan.tool_id
$$;

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
