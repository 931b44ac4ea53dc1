-- Journals are sealed in blocks, each with a code over what is in it and over the block before. The code is made with a secret that is
-- not in the database: whoever can change rows cannot make the codes fit again.
create table ledger_block (
  workspace_id uuid not null references identity.workspace,
  number integer not null check (number >= 1),
  journals integer not null check (journals > 0),
  code text not null check (code ~ '^[0-9a-f]{64}$'),
  sealed_at timestamptz not null,
  primary key (workspace_id, number)
);
select house.protect('ledger_block', 'select, insert');
select house.append_only('ledger_block');

create table ledger_sealed (
  workspace_id uuid not null,
  journal_id uuid not null,
  block integer not null,
  primary key (workspace_id, journal_id),
  foreign key (workspace_id, journal_id) references journal,
  foreign key (workspace_id, block) references ledger_block
);
create index ledger_sealed_block on ledger_sealed (workspace_id, block);
select house.protect('ledger_sealed', 'select, insert');
select house.append_only('ledger_sealed');
