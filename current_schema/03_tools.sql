-- Tools, the shelves that they lie on, and what is read aloud before one is handed over.

create table public.tool_categories (
    code text primary key check (code ~ '^[a-z_]+$'),
    label text not null,
    hint text
);

create table public.safety_notes (
    category_code text not null references public.tool_categories (code) on delete cascade,
    place smallint not null check (place > 0),
    note text not null,
    primary key (category_code, place)
);

create table public.tools (
    id bigint generated always as identity primary key,
    name text not null check (name <> ''),
    notes text,
    state public.tool_state not null default 'available',
    -- Who gave it to the library; empty for what the library bought.
    given_by uuid references public.members (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    category_code text references public.tool_categories (code),
    late_fee numeric(6, 2) not null default 0 check (late_fee >= 0)
);
comment on column public.tools.late_fee is 'For each day after the due date; 0: none is asked.';

create index tools_given_by_idx on public.tools (given_by);
create index tools_category_code_idx on public.tools (category_code);
create index tools_in_repair_idx on public.tools (updated_at) where state = 'in_repair';

create trigger tools_touch before update on public.tools
    for each row execute function public.touch_updated_at();
