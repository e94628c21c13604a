-- migrate: repeatable
-- What the start page shows. Runs again whenever this file changes, after all others.
-- As a view of security_invoker it shows everybody what their own policies let them see, and no more.

create or replace view public.tool_availability
    with (security_invoker = true)
    as
select t.id,
       t.name,
       t.category_code,
       c.label as category,
       t.state,
       l.due_on as back_on
  from public.tools t
  left join public.tool_categories c on c.code = t.category_code
  left join public.loans l on l.tool_id = t.id and l.returned_on is null
 where t.state <> 'retired';

comment on view public.tool_availability is 'Tools on offer, and when those on loan are due back.';

-- Rollback Script
-- /* DROP VIEW IF EXISTS public.tool_availability; */
