-- The books of a period are handed to an accounting system: by day, under the codes that accounts have there.
create table account_code (
  workspace_id uuid not null references identity.workspace,
  kind text not null check (kind <> ''),
  code text not null check (code <> ''),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id, kind)
);
select house.protect('account_code', 'select, insert, update');

create index journal_day on journal (workspace_id, effective_on, id);
