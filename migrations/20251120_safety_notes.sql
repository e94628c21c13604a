-- migrate:up
-- What the desk reads aloud before it hands over a tool of this kind.

create table public.safety_notes (
    category_code text not null references public.tool_categories (code) on delete cascade,
    place smallint not null check (place > 0),
    note text not null,
    primary key (category_code, place)
);

alter table public.safety_notes enable row level security;
create policy "anyone reads safety notes" on public.safety_notes
    for select to anon, authenticated
    using (true);

insert into public.safety_notes (category_code, place, note)
values ('drills', 1, 'Goggles. Nothing that hangs: sleeves, scarf, hair.'),
       ('drills', 2, 'Pull the plug before you change the bit.'),
       ('ladders', 1, 'One hand for you, one for the work; three points always touch.'),
       ('saws', 1, 'Goggles and ear protection are in the same box; take them.'),
       ('saws', 2, 'Let the blade stop before you put it down.');

-- migrate:verify
select count(*) from public.safety_notes;
-- Expected: 5

select category_code, count(*) as notes
  from public.safety_notes
 group by category_code
 order by category_code;
-- expect: category_code = 'drills', notes = 2
-- expect: category_code = 'ladders', notes = 1
-- expect: category_code = 'saws', notes = 2

select column_name, data_type, is_nullable
  from information_schema.columns
 where table_schema = 'public' and table_name = 'safety_notes' and column_name = 'note';
-- Expected: 1 row, data_type = 'text', is_nullable = 'NO'

select code from public.tool_categories;
-- Expected: 6 rows

-- migrate:down
drop table public.safety_notes;
