-- Who has facts on an account, below a manager or together with others, as pairs that are kept: whoever tells one more fact on an account
-- that has thousands would go through all of them otherwise.

create table plan_fact_beside (
  workspace_id uuid not null,
  topic text not null,
  -- a partner, a manager, or decisions over whole accounts
  beside text not null,
  primary key (workspace_id, topic, beside)
);

alter table plan_fact_topic no force row level security;
insert into plan_fact_beside (workspace_id, topic, beside)
  select distinct near.workspace_id, near.topic, far.topic from plan_fact_topic near join plan_fact_topic far on far.workspace_id = near.workspace_id and far.fact_id = near.fact_id
  where left(near.topic, 2) in ('a:', 'u:', 'm:', 'w:') and (left(far.topic, 2) in ('p:', 'm:') or far.topic = 'credits');
alter table plan_fact_topic force row level security;

select house.protect('plan_fact_beside', 'select, insert');
select house.append_only('plan_fact_beside');

-- In one order, so that of two who write the same pairs at once nobody waits in a circle.
create function house.keep_beside() returns trigger language plpgsql set enable_seqscan to off as $$
begin
  insert into public.plan_fact_beside (workspace_id, topic, beside)
    select distinct i.workspace_id, near.topic, far.topic from (select distinct workspace_id, fact_id from inserted) i
      cross join lateral (select topic from public.plan_fact_topic t where t.workspace_id = i.workspace_id and t.fact_id = i.fact_id offset 0) near
      cross join lateral (select topic from public.plan_fact_topic t where t.workspace_id = i.workspace_id and t.fact_id = i.fact_id offset 0) far
    where left(near.topic, 2) in ('a:', 'u:', 'm:', 'w:') and (left(far.topic, 2) in ('p:', 'm:') or far.topic = 'credits')
    order by 1, 2, 3
    on conflict do nothing;
  return null;
end $$;
create trigger keeps_beside after insert on plan_fact_topic referencing new table as inserted for each statement execute function house.keep_beside();
