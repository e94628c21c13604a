-- Everybody may look at the tools; members see their own loans; stewards do the rest.

-- Asked in policies of members itself, so it must pass by row level security, or it would ask itself for ever.
create function public.is_steward() returns boolean
    language sql stable security definer
    set search_path = ''
    as $$
    select coalesce((select m.is_steward from public.members m where m.id = (select auth.uid())), false)
$$;
revoke execute on function public.is_steward() from public, anon;

alter table public.members enable row level security;
alter table public.tools enable row level security;
alter table public.loans enable row level security;

create policy "members read themselves" on public.members
    for select to authenticated
    using (id = (select auth.uid()) or (select public.is_steward()));
create policy "members rename themselves" on public.members
    for update to authenticated
    using (id = (select auth.uid()))
    with check (id = (select auth.uid()));
-- The policy cannot say which columns; the grant does. Nobody makes a steward of themselves.
revoke update on public.members from anon, authenticated;
grant update (display_name) on public.members to authenticated;

create policy "anyone reads tools" on public.tools
    for select to anon, authenticated
    using (true);
create policy "stewards add tools" on public.tools
    for insert to authenticated
    with check ((select public.is_steward()));
create policy "stewards change tools" on public.tools
    for update to authenticated
    using ((select public.is_steward()))
    with check ((select public.is_steward()));

create policy "members read their loans" on public.loans
    for select to authenticated
    using (member_id = (select auth.uid()) or (select public.is_steward()));
create policy "stewards lend" on public.loans
    for insert to authenticated
    with check ((select public.is_steward()));
create policy "stewards take back" on public.loans
    for update to authenticated
    using ((select public.is_steward()))
    with check ((select public.is_steward()));
