-- A promise is a clock on us. It ends in one of three ways, once: kept, broken (settled after it was due), or void.
create table promise (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  kind text not null check (kind in ('answer_referral', 'contact_buyer', 'answer_reply', 'decide_conflict')),
  subject_id uuid not null,
  partner_id uuid not null,
  owner_id uuid,
  made_at timestamptz not null,
  due_at timestamptz not null,
  -- When someone is told next: a reminder first, then at due_at that it is late; null once both are done.
  notice_at timestamptz,
  reminded_at timestamptz,
  escalated_at timestamptz,
  settled_at timestamptz,
  outcome text check (outcome in ('kept', 'broken', 'void')),
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  check ((settled_at is null) = (outcome is null))
);
create unique index promise_open on promise (workspace_id, subject_id, kind) where settled_at is null;
create index promise_due on promise (workspace_id, due_at) where settled_at is null;
create index promise_notice on promise (workspace_id, notice_at) where settled_at is null and notice_at is not null;
create index promise_settled on promise (workspace_id, partner_id, settled_at) where settled_at is not null;
create index promise_settled_at on promise (workspace_id, settled_at, outcome) where settled_at is not null;
select house.protect('promise');
