-- migrate:up
-- The reminder job asks every morning which loans are due. Built without locking the desk out of its own table;
-- PostgreSQL refuses to do that inside a transaction, so this is all that the file does.
create index concurrently loans_open_due_on_idx on public.loans (due_on) where returned_on is null;

-- migrate:down
drop index concurrently if exists public.loans_open_due_on_idx;
