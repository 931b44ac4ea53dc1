-- Fewer lookups for each line that is booked, the same guarantees.

-- Entries of a statement share journals and accounts, and two or more are of one line: each of those is looked up once.
create or replace function house.refuse_stray_entries() returns trigger language plpgsql set enable_seqscan to off as $$
declare
  missing text;
begin
  select e.missing into missing from (
    select 'entry_workspace_id_journal_id_entry_count_fkey' as missing from (select distinct workspace_id, journal_id, entry_count from inserted) i
      where (select j.entry_count from public.journal j where j.workspace_id = i.workspace_id and j.id = i.journal_id) is distinct from i.entry_count
    union all
    select 'entry_workspace_id_account_id_currency_fkey' from (select distinct workspace_id, account_id, currency from inserted) i
      where (select a.currency from public.ledger_account a where a.workspace_id = i.workspace_id and a.id = i.account_id) is distinct from i.currency
    union all
    select 'entry_workspace_id_commission_line_id_fkey' from (select distinct workspace_id, commission_line_id from inserted where commission_line_id is not null) i
      where (select l.id from public.commission_line l where l.workspace_id = i.workspace_id and l.id = i.commission_line_id) is null
  ) e limit 1;
  if missing is not null then
    raise exception 'an entry names what is not there' using errcode = 'foreign_key_violation', constraint = missing, table = 'entry', schema = 'public';
  end if;
  return null;
end $$;

-- An item is there for good and keeps its id, so that whether it is there is looked up once for all lines of a statement as well.
revoke update on commission_item from alongside_app;
grant update (postings) on commission_item to alongside_app;
create trigger there_for_good before delete or update of workspace_id, item_id on commission_item for each row execute function house.refuse_change();
create trigger there_for_good_truncate before truncate on commission_item for each statement execute function house.refuse_change();
create or replace function house.refuse_stray_lines() returns trigger language plpgsql set enable_seqscan to off as $$
declare
  missing text;
begin
  select case when l.journal is null then 'commission_line_workspace_id_journal_id_fkey' when l.version is null then 'commission_line_workspace_id_plan_version_id_fkey' else 'commission_line_workspace_id_item_id_fkey' end
    into missing from (
      select
        (select j.id from public.journal j where j.workspace_id = i.workspace_id and j.id = i.journal_id) as journal,
        (select v.id from public.plan_version v where v.workspace_id = i.workspace_id and v.id = i.plan_version_id) as version,
        (select c.item_id from public.commission_item c where c.workspace_id = i.workspace_id and c.item_id = i.item_id) as item
      from (select distinct workspace_id, journal_id, plan_version_id, item_id from inserted) i
    ) l
    where l.journal is null or l.version is null or l.item is null limit 1;
  if missing is not null then
    raise exception 'a commission line names what is not there' using errcode = 'foreign_key_violation', constraint = missing, table = 'commission_line', schema = 'public';
  end if;
  return null;
end $$;
alter table commission_line drop constraint commission_line_workspace_id_item_id_fkey;
