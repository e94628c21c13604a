-- Bookings by the hour, as in the calendar on the wall.
create table public.bookings (
    id serial primary key,
    inventory_id integer not null references public.inventory (id),
    from_hour timestamptz not null,
    to_hour timestamptz not null check (to_hour > from_hour)
);
