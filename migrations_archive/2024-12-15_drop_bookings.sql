-- Nobody booked. The new start follows in migrations/001_foundations.sql.
drop table public.bookings;
drop table public.inventory;
