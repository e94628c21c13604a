-- First try: the spreadsheet as a table.
create table public.inventory (
    id serial primary key,
    tool text,
    whose text,
    lent_to text,
    since date
);
