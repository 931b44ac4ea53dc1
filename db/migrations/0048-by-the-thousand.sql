-- Opportunities come by the thousand, and each locked its company twice: that wrote a page of companies for every row. Now whoever writes
-- an opportunity holds up the merges of its workspace instead, and whoever merges companies, undoes that or takes one away waits for them.

create function house.merges_of(workspace uuid) returns bigint language sql immutable parallel safe as $$
  select pg_catalog.hashtextextended('merges:' || workspace::text, 0)
$$;
create function house.hold_merges() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(house.merges_of(pg_catalog.current_setting('alongside.workspace')::uuid));
  return null;
end $$;
create trigger holds_merges before insert or update of company_id on opportunity for each statement execute function house.hold_merges();

-- The company that an opportunity names is there and stays, and is the living one.
create function house.point_opportunity_to_living() returns trigger language plpgsql as $$
declare
  into_id uuid;
begin
  loop
    select c.merged_into into into_id from public.company c where c.workspace_id = new.workspace_id and c.id = new.company_id;
    if not found then
      raise exception 'an opportunity names no company' using errcode = 'foreign_key_violation', constraint = 'opportunity_workspace_id_company_id_fkey', table = 'opportunity', schema = 'public';
    end if;
    exit when into_id is null;
    new.company_id := into_id;
  end loop;
  return new;
end $$;
drop trigger living on opportunity;
create trigger living before insert or update of company_id on opportunity for each row when (new.company_id is not null) execute function house.point_opportunity_to_living();

create function house.wait_for_opportunities() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(house.merges_of(old.workspace_id));
  if tg_op = 'DELETE' then
    if exists (select from public.opportunity o where o.workspace_id = old.workspace_id and o.company_id = old.id) then
      raise exception 'an opportunity names the company' using errcode = 'foreign_key_violation', constraint = 'opportunity_workspace_id_company_id_fkey', table = 'opportunity', schema = 'public';
    end if;
    return old;
  end if;
  return new;
end $$;
create trigger merges before update of merged_into on company for each row when (old.merged_into is distinct from new.merged_into) execute function house.wait_for_opportunities();
create trigger named before delete on company for each row execute function house.wait_for_opportunities();
alter table opportunity drop constraint opportunity_workspace_id_company_id_fkey;

-- A workspace is looked for once for all rows that a statement wrote; none is ever taken away.
create function house.refuse_stray_workspaces() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct workspace_id from inserted) i where not exists (select from identity.workspace w where w.id = i.workspace_id)) then
    raise exception 'there is no such workspace' using errcode = 'foreign_key_violation', constraint = tg_table_name || '_workspace_id_fkey', table = tg_table_name, schema = 'public';
  end if;
  return null;
end $$;
create trigger of_workspace after insert on opportunity referencing new table as inserted for each statement execute function house.refuse_stray_workspaces();
alter table opportunity drop constraint opportunity_workspace_id_fkey;
create trigger of_workspace after insert on event referencing new table as inserted for each statement execute function house.refuse_stray_workspaces();
alter table event drop constraint event_workspace_id_fkey;
-- Their partner is of a workspace that is there.
alter table referral drop constraint referral_workspace_id_fkey;
alter table claim drop constraint claim_workspace_id_fkey;

-- The primary key, read backwards, is the same.
drop index opportunity_newest;
drop index referral_newest;
