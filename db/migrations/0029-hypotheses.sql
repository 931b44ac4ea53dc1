-- Why partners of one type in one segment will bring qualified buyers, what they get, and what we predict of it.
create table hypothesis (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_type text not null check (partner_type in ('referral', 'reseller', 'implementation', 'technology', 'affiliate', 'marketplace', 'strategic')),
  segment text not null check (segment <> ''),
  state text not null check (state in ('draft', 'testing', 'supported', 'refuted', 'inconclusive', 'closed')),
  best_placed text not null check (best_placed <> ''),
  why_recommend text not null check (why_recommend <> ''),
  gain_financial text not null check (gain_financial <> ''),
  gain_strategic text not null check (gain_strategic <> ''),
  gain_reputational text not null check (gain_reputational <> ''),
  review_on date not null,
  owner_id uuid not null,
  -- what happens from this day on is its test; set when testing begins
  testing_from date,
  -- the first day that is no longer part of its test; set when it is decided
  tested_until date,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  check (state not in ('testing', 'supported', 'refuted', 'inconclusive') or testing_from is not null),
  check (state not in ('supported', 'refuted', 'inconclusive') or tested_until is not null),
  check (tested_until >= testing_from)
);
-- One per type and segment, until it is closed.
create unique index hypothesis_one on hypothesis (workspace_id, partner_type, lower(segment)) where state <> 'closed';
create index hypothesis_state on hypothesis (workspace_id, state);
select house.protect('hypothesis', 'select, insert, update');

-- What is predicted, version by version: the newest is in force, the others stay readable.
create table hypothesis_prediction (
  workspace_id uuid not null,
  hypothesis_id uuid not null,
  version integer not null check (version > 0),
  predictions jsonb not null,
  -- needed for a change after testing began
  why text,
  written_at timestamptz not null,
  written_by uuid,
  primary key (workspace_id, hypothesis_id, version),
  foreign key (workspace_id, hypothesis_id) references hypothesis
);
select house.protect('hypothesis_prediction', 'select, insert');
select house.append_only('hypothesis_prediction');

-- Who decided what, when, why.
create table hypothesis_decision (
  workspace_id uuid not null,
  id uuid not null,
  hypothesis_id uuid not null,
  from_state text not null,
  to_state text not null check (to_state in ('testing', 'supported', 'refuted', 'inconclusive', 'closed')),
  why text not null check (why <> ''),
  -- why a third partner type is under test at once
  focus_why text,
  -- the predictions in force
  version integer not null,
  decided_at timestamptz not null,
  decided_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, hypothesis_id, version) references hypothesis_prediction
);
create index hypothesis_decision_of on hypothesis_decision (workspace_id, hypothesis_id, id);
select house.protect('hypothesis_decision', 'select, insert');
select house.append_only('hypothesis_decision');

-- Which hypothesis a partner belongs to from a day up to but not including another; what it introduces in between counts for it.
create table hypothesis_partner (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  hypothesis_id uuid not null,
  starts_on date not null,
  ends_on date,
  why text,
  recorded_at timestamptz not null,
  recorded_by uuid,
  replaced_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, hypothesis_id) references hypothesis,
  check (ends_on > starts_on),
  constraint hypothesis_partner_one_a_day
    exclude using gist (workspace_id with =, partner_id with =, daterange(starts_on, ends_on) with &&) where (replaced_at is null)
);
create index hypothesis_partner_of on hypothesis_partner (workspace_id, partner_id, starts_on) where replaced_at is null;
create index hypothesis_partner_in on hypothesis_partner (workspace_id, hypothesis_id) where replaced_at is null;
select house.protect('hypothesis_partner', 'select, insert, update');
