-- The same guarantees for what is written with every fact, at a part of their cost.

-- What refers to rows that are never changed or deleted is looked up once for all rows that a statement wrote, instead of row by row: what
-- is there at that moment stays there, so that nothing has to be locked. The names are those of the keys they take the place of. Each
-- connection plans these once, perhaps while the tables are still empty: a plan that goes through them as a whole would be kept as they grow.
create function house.refuse_stray_entries() returns trigger language plpgsql set enable_seqscan to off as $$
declare
  missing text;
begin
  select case
      when e.journal is distinct from e.entry_count then 'entry_workspace_id_journal_id_entry_count_fkey'
      when e.account is distinct from e.currency then 'entry_workspace_id_account_id_currency_fkey'
      else 'entry_workspace_id_commission_line_id_fkey' end
    into missing from (
      select i.entry_count, i.currency, i.commission_line_id,
        (select j.entry_count from public.journal j where j.workspace_id = i.workspace_id and j.id = i.journal_id) as journal,
        (select a.currency from public.ledger_account a where a.workspace_id = i.workspace_id and a.id = i.account_id) as account,
        (select l.id from public.commission_line l where l.workspace_id = i.workspace_id and l.id = i.commission_line_id) as line
      from inserted i
    ) e
    where e.journal is distinct from e.entry_count or e.account is distinct from e.currency or e.line is distinct from e.commission_line_id limit 1;
  if missing is not null then
    raise exception 'an entry names what is not there' using errcode = 'foreign_key_violation', constraint = missing, table = 'entry', schema = 'public';
  end if;
  return null;
end $$;
create trigger refers after insert on entry referencing new table as inserted for each statement execute function house.refuse_stray_entries();
alter table entry
  drop constraint entry_workspace_id_journal_id_entry_count_fkey,
  drop constraint entry_workspace_id_account_id_currency_fkey,
  drop constraint entry_workspace_id_commission_line_id_fkey;
-- Only those keys needed them: the primary keys say the same of fewer columns.
alter table journal drop constraint journal_workspace_id_id_entry_count_key;
alter table ledger_account drop constraint ledger_account_workspace_id_id_currency_key;

create function house.refuse_stray_lines() returns trigger language plpgsql set enable_seqscan to off as $$
declare
  missing text;
begin
  select case when l.journal is null then 'commission_line_workspace_id_journal_id_fkey' else 'commission_line_workspace_id_plan_version_id_fkey' end
    into missing from (
      select
        (select j.id from public.journal j where j.workspace_id = i.workspace_id and j.id = i.journal_id) as journal,
        (select v.id from public.plan_version v where v.workspace_id = i.workspace_id and v.id = i.plan_version_id) as version
      from (select distinct workspace_id, journal_id, plan_version_id from inserted) i
    ) l
    where l.journal is null or l.version is null limit 1;
  if missing is not null then
    raise exception 'a commission line names what is not there' using errcode = 'foreign_key_violation', constraint = missing, table = 'commission_line', schema = 'public';
  end if;
  return null;
end $$;
create trigger refers after insert on commission_line referencing new table as inserted for each statement execute function house.refuse_stray_lines();
alter table commission_line
  drop constraint commission_line_workspace_id_journal_id_fkey,
  drop constraint commission_line_workspace_id_plan_version_id_fkey;

create function house.refuse_stray_topics() returns trigger language plpgsql set enable_seqscan to off as $$
begin
  if exists (
    select from (select distinct workspace_id, fact_id from inserted) i
      where (select f.id from public.plan_fact f where f.workspace_id = i.workspace_id and f.id = i.fact_id) is null
  ) then
    raise exception 'a topic is of no fact' using errcode = 'foreign_key_violation', constraint = 'plan_fact_topic_workspace_id_fact_id_fkey', table = 'plan_fact_topic', schema = 'public';
  end if;
  return null;
end $$;
create trigger refers after insert on plan_fact_topic referencing new table as inserted for each statement execute function house.refuse_stray_topics();
alter table plan_fact_topic drop constraint plan_fact_topic_workspace_id_fact_id_fkey;

-- A journal is complete at the commit, its entries are on accounts, and those are of a workspace that is there.
alter table journal drop constraint journal_workspace_id_fkey;
-- A gate says nothing: it only makes others wait.
alter table plan_fact_gate drop constraint plan_fact_gate_workspace_id_fkey;

-- One look at the entries of a journal instead of two.
create or replace function house.refuse_unbalanced() returns trigger language plpgsql set enable_seqscan to off as $$
declare
  entries bigint;
  unbalanced text;
begin
  select coalesce(sum(n), 0), string_agg(currency, ', ') filter (where total <> 0) into entries, unbalanced from (
    select currency, count(*) as n, sum(amount_minor) as total from public.entry where workspace_id = new.workspace_id and journal_id = new.id group by currency
  ) as currencies;
  if entries <> new.entry_count then
    raise exception 'journal % has % entries of %', new.id, entries, new.entry_count using errcode = 'check_violation', constraint = 'journal_complete';
  end if;
  if unbalanced is not null then
    raise exception 'journal % does not balance in %', new.id, unbalanced using errcode = 'check_violation', constraint = 'journal_balanced';
  end if;
  return null;
end $$;

-- Facts are always looked up by a whole key. Without figures of workspaces the planner takes the index that fits best; with them it takes
-- a workspace that it has not seen for an empty one, and any index for good enough.
alter table plan_fact alter column workspace_id set statistics 0;
alter table plan_fact_topic alter column workspace_id set statistics 0;
do $$ begin
  if current_setting('server_version_num')::integer >= 180000 then
    perform pg_clear_attribute_stats('public', 'plan_fact', 'workspace_id', false);
    perform pg_clear_attribute_stats('public', 'plan_fact_topic', 'workspace_id', false);
  end if;
end $$;
