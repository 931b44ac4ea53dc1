-- Whoever only ever was a candidate can be erased. What stays is that it was there, and how much went.
create table erasure (
  workspace_id uuid not null references identity.workspace,
  partner_id uuid not null,
  partner_type text not null,
  stage text not null,
  source text not null,
  -- how much went: [{what, count}], what in the singular
  erased jsonb not null check (jsonb_typeof(erased) = 'array'),
  why text not null check (why <> ''),
  erased_at timestamptz not null,
  erased_by uuid,
  primary key (workspace_id, partner_id)
);
select house.protect('erasure', 'select, insert');
select house.append_only('erasure');

-- What is written once goes with the one it is about, and with nobody else.
create function house.refuse_change_but_erasure() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' and exists (select from public.erasure e where e.workspace_id = old.workspace_id and e.partner_id = old.partner_id) then return old; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger append_only on candidacy_move;
create trigger append_only before update or delete on candidacy_move for each row execute function house.refuse_change_but_erasure();
drop trigger append_only on assessment;
create trigger append_only before update or delete on assessment for each row execute function house.refuse_change_but_erasure();

-- Of an event nothing changes but that the reason of somebody erased, which people wrote, is taken out.
create function house.refuse_change_but_blanking() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.why is null and to_jsonb(new) - 'why' = to_jsonb(old) - 'why'
    and exists (select from public.erasure e where e.workspace_id = old.workspace_id and e.partner_id = old.partner_id) then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger append_only on event;
create trigger append_only before update or delete on event for each row execute function house.refuse_change_but_blanking();
grant update (why) on event to alongside_app;

grant delete on candidacy, candidacy_move, assessment, application, hypothesis_partner, customer_list, list_request, introduction_ask, private_mapping to alongside_app;

-- Whether we kept a promise is counted also when it is not known any more to whom it was made.
alter table promise alter column partner_id drop not null;
