-- Opportunities come by the thousand: the companies that a statement names are looked at together once it has written, instead of row by
-- row. Merges wait for the transaction (house.hold_merges), so what was found stays so.

create function house.point_opportunities_to_living() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  if exists (
    select from (select distinct workspace_id, company_id from inserted where company_id is not null) i
    where not exists (select from public.company c where c.workspace_id = i.workspace_id and c.id = i.company_id)
  ) then
    raise exception 'an opportunity names no company' using errcode = 'foreign_key_violation', constraint = 'opportunity_workspace_id_company_id_fkey', table = 'opportunity', schema = 'public';
  end if;
  -- The row's own trigger follows the chain to its end.
  update public.opportunity o set company_id = c.merged_into from inserted i join public.company c on c.workspace_id = i.workspace_id and c.id = i.company_id
  where c.merged_into is not null and o.workspace_id = i.workspace_id and o.id = i.id;
  return null;
end $$;
create trigger living_together after insert on opportunity referencing new table as inserted for each statement execute function house.point_opportunities_to_living();

-- What is left as it was points to the living already.
drop trigger living on opportunity;
create trigger living before update of company_id on opportunity for each row when (new.company_id is not null and new.company_id is distinct from old.company_id)
  execute function house.point_opportunity_to_living();
