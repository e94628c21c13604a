-- migrate:up
-- The shelves of the library. The rows belong to the structure: the application shows them by their code.

create table public.tool_categories (
    code text primary key check (code ~ '^[a-z_]+$'),
    label text not null,
    hint text
);

copy public.tool_categories (code, label, hint) from stdin;
drills	Drills and drivers	Bits are in the drawer below; count them when they come back
garden	Garden	\N
ladders	Ladders	Longer than 4 m: two people
measuring	Measuring	Levels, lasers; don't drop
painting	Painting	Wash brushes before return
saws	Saws	-- only with goggles --
\.

alter table public.tools add column category_code text references public.tool_categories (code);
create index tools_category_code_idx on public.tools (category_code);

alter table public.tool_categories enable row level security;
create policy "anyone reads categories" on public.tool_categories
    for select to anon, authenticated
    using (true);

-- migrate:down
alter table public.tools drop column category_code;
drop table public.tool_categories;
