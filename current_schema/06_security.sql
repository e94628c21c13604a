-- Who may do what. Everybody may look at the tools; members see their own loans; stewards do the rest.

-- Asked in policies of members itself, so it must pass by row level security, or it would ask itself for ever.
create function public.is_steward() returns boolean
    language sql stable security definer
    set search_path = ''
    as $$
    select coalesce((select m.is_steward from public.members m where m.id = (select auth.uid())), false)
$$;

revoke execute on function public.is_steward() from public, anon;
revoke execute on function public.welcome_member() from public, anon, authenticated;
revoke execute on function public.follow_repair() from public, anon, authenticated;

alter table public.members enable row level security;
alter table public.tool_categories enable row level security;
alter table public.safety_notes enable row level security;
alter table public.tools enable row level security;
alter table public.loans enable row level security;
alter table public.reservations enable row level security;
alter table public.repairs enable row level security;

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

create policy "members read reservations" on public.reservations
    for select to authenticated
    using (true);
create policy "members reserve for themselves" on public.reservations
    for insert to authenticated
    with check (member_id = (select auth.uid()));
create policy "members withdraw their own" on public.reservations
    for delete to authenticated
    using (member_id = (select auth.uid()) or (select public.is_steward()));

create policy "anyone reads categories" on public.tool_categories
    for select to anon, authenticated
    using (true);

create policy "anyone reads safety notes" on public.safety_notes
    for select to anon, authenticated
    using (true);

create policy "members read repairs" on public.repairs
    for select to authenticated
    using (true);
create policy "members report for themselves" on public.repairs
    for insert to authenticated
    with check (reported_by = (select auth.uid()));
create policy "stewards close repairs" on public.repairs
    for update to authenticated
    using ((select public.is_steward()))
    with check ((select public.is_steward()));
