-- People. A member is made when an account is made, and goes with it.

create table public.members (
    id uuid primary key references auth.users (id) on delete cascade,
    display_name text not null check (char_length(display_name) between 1 and 80),
    is_steward boolean not null default false,
    joined_on date not null default current_date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on column public.members.is_steward is 'Stewards run the desk: they lend, take back and repair.';

create trigger members_touch before update on public.members
    for each row execute function public.touch_updated_at();

create function public.welcome_member() returns trigger
    language plpgsql security definer
    set search_path = ''
    as $welcome$
begin
    insert into public.members (id, display_name)
    values (new.id,
            left(coalesce(nullif(new.raw_user_meta_data ->> 'display_name', ''), split_part(new.email, '@', 1),
                          'member'), 80))
    on conflict (id) do nothing;
    return new;
end
$welcome$;

create trigger on_sign_up after insert on auth.users
    for each row execute function public.welcome_member();
