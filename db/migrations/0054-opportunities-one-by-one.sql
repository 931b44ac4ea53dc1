-- Opportunities that come together are pointed to living companies one by one. Joined with their table as a whole they were gone through
-- for each other where the planner did not know yet how many there are: 10,000 in one statement took a minute.
create or replace function house.point_opportunities_to_living() returns trigger language plpgsql set enable_seqscan to 'off' as $function$
declare
  moved record;
begin
  if exists (
    select from (select distinct workspace_id, company_id from inserted where company_id is not null) i
    where not exists (select from public.company c where c.workspace_id = i.workspace_id and c.id = i.company_id)
  ) then
    raise exception 'an opportunity names no company' using errcode = 'foreign_key_violation', constraint = 'opportunity_workspace_id_company_id_fkey', table = 'opportunity', schema = 'public';
  end if;
  -- The row's own trigger follows the chain to its end.
  for moved in
    select i.workspace_id, i.id, c.merged_into
    from inserted i cross join lateral (select p.merged_into from public.company p where p.workspace_id = i.workspace_id and p.id = i.company_id limit 1) c
    where c.merged_into is not null
  loop
    update public.opportunity set company_id = moved.merged_into where workspace_id = moved.workspace_id and id = moved.id;
  end loop;
  return null;
end $function$;
