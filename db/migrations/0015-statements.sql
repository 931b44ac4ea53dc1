-- Statements: what a partner is told for a period. One is frozen once and never changes; what becomes known later is in the next.

-- A period that was closed, and how far its statements are written. `after_partner` is the last partner that was done.
create table statement_period (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  period text not null check (period ~ '^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$'),
  from_on date not null,
  to_on date not null,
  closed_at timestamptz not null,
  closed_by uuid,
  partners_total integer,
  partners_done integer not null default 0,
  after_partner uuid,
  finished_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, period),
  check (from_on < to_on)
);
select house.protect('statement_period', 'select, insert, update');

-- Names are those of the day it was issued, so that it reads the same for ever. `schedule` is what of the closing balance may be paid by
-- which day; `waiting_minor` of it waits for customers to pay.
create table statement (
  workspace_id uuid not null,
  id uuid not null,
  period_id uuid not null,
  partner_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  number integer not null check (number >= 1),
  opening_minor bigint not null,
  earned_minor bigint not null check (earned_minor >= 0),
  taken_back_minor bigint not null check (taken_back_minor <= 0),
  paid_minor bigint not null,
  closing_minor bigint not null,
  waiting_minor bigint not null,
  schedule jsonb not null,
  line_count integer not null check (line_count >= 0),
  vendor_name text not null,
  partner_name text not null,
  issued_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, period_id, partner_id, currency),
  unique (workspace_id, partner_id, currency, number),
  foreign key (workspace_id, period_id) references statement_period,
  foreign key (workspace_id, partner_id) references partner,
  check (opening_minor + earned_minor + taken_back_minor - paid_minor = closing_minor)
);
select house.protect('statement', 'select, insert');
select house.append_only('statement');

-- The lines it tells, each on one statement at most. `about` is what the line was for, in words of the day it was issued.
create table statement_line (
  workspace_id uuid not null,
  statement_id uuid not null,
  position integer not null check (position >= 1),
  commission_line_id uuid not null,
  about text not null,
  primary key (workspace_id, statement_id, position),
  unique (workspace_id, commission_line_id),
  foreign key (workspace_id, statement_id) references statement,
  foreign key (workspace_id, commission_line_id) references commission_line
);
select house.protect('statement_line', 'select, insert');
select house.append_only('statement_line');

-- The payments it tells: what left for the partner and the tax office, negative for what came back.
create table statement_payment (
  workspace_id uuid not null,
  statement_id uuid not null,
  journal_id uuid not null,
  paid_on date not null,
  amount_minor bigint not null,
  memo text not null,
  primary key (workspace_id, statement_id, journal_id),
  unique (workspace_id, journal_id),
  foreign key (workspace_id, statement_id) references statement,
  foreign key (workspace_id, journal_id) references journal
);
select house.protect('statement_payment', 'select, insert');
select house.append_only('statement_payment');

-- A partner says that a line is wrong. While one is open its money is held. One that was taken back leaves room for another.
create table dispute (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  commission_line_id uuid not null,
  contact_id uuid,
  state text not null check (state in ('open', 'answered', 'settled')),
  reason text not null check (reason in ('amount', 'rate', 'taken_back', 'date', 'other')),
  body text not null check (body <> ''),
  evidence text,
  source_key text not null,
  opened_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  outcome text check (outcome in ('upheld', 'adjusted', 'withdrawn')),
  settled_why text,
  settled_at timestamptz,
  settled_by uuid,
  fact_key text,
  primary key (workspace_id, id),
  unique (workspace_id, source_key),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, commission_line_id) references commission_line,
  check ((state = 'settled') = (outcome is not null)),
  check ((outcome is null) = (settled_at is null)),
  check ((answer is null) = (answered_at is null)),
  check (fact_key is null or outcome = 'adjusted')
);
create unique index dispute_once on dispute (workspace_id, commission_line_id) where outcome is null or outcome <> 'withdrawn';
create index dispute_partner on dispute (workspace_id, partner_id);
create index dispute_unsettled on dispute (workspace_id, commission_line_id) where state <> 'settled';
select house.protect('dispute', 'select, insert, update');

alter table promise drop constraint promise_kind_check;
alter table promise add constraint promise_kind_check check (kind in ('answer_referral', 'contact_buyer', 'answer_reply', 'decide_conflict', 'answer_dispute'));
