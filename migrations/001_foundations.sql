-- The lending library: its members, and the tools that they share.
-- Stands in place of the three drafts in migrations_archive/, which only ever ran on a test project.

create type public.tool_state as enum ('available', 'on_loan', 'retired');

create function public.touch_updated_at() returns trigger
    language plpgsql
    set search_path = ''
    as $$
begin
    new.updated_at := now();
    return new;
end
$$;

-- One row for each person who signed up; goes when the account goes.
create table public.members (
    id uuid primary key references auth.users (id) on delete cascade,
    display_name text not null check (char_length(display_name) between 1 and 80),
    is_steward boolean not null default false,
    joined_on date not null default current_date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on column public.members.is_steward is 'Stewards run the desk: they lend, take back and repair.';

create table public.tools (
    id bigint generated always as identity primary key,
    name text not null check (name <> ''),
    notes text,
    state public.tool_state not null default 'available',
    -- Who gave it to the library; empty for what the library bought.
    given_by uuid references public.members (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index tools_given_by_idx on public.tools (given_by);

create trigger members_touch before update on public.members
    for each row execute function public.touch_updated_at();
create trigger tools_touch before update on public.tools
    for each row execute function public.touch_updated_at();
