-- migrate:up
-- Whoever signs up is a member. The trigger sits on the platform's own table; its function is ours.

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
revoke execute on function public.welcome_member() from public, anon, authenticated;

create trigger on_sign_up after insert on auth.users
    for each row execute function public.welcome_member();

-- Those who came before the trigger.
insert into public.members (id, display_name)
select u.id, left(coalesce(nullif(split_part(u.email, '@', 1), ''), 'member'), 80)
  from auth.users u
on conflict (id) do nothing;

-- migrate:down
-- The members stay: their loans need them.
drop trigger on_sign_up on auth.users;
drop function public.welcome_member();
