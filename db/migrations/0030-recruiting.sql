-- Recruiting: where each candidate stands, by which scorecard it is judged, what assessors said, and who applied by the public page.
alter table promise drop constraint promise_kind_check;
-- The kinds are kept by the code that makes promises; a list here would have to be written anew for each.
alter table promise add constraint promise_kind_check check (kind ~ '^[a-z][a-z_]*$');

-- A version of the scorecard of one partner type. The one to start from is in the code and has no row.
create table scorecard (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_type text not null check (partner_type in ('referral', 'reseller', 'implementation', 'technology', 'affiliate', 'marketplace', 'strategic')),
  version integer not null check (version > 0),
  criteria jsonb not null check (jsonb_typeof(criteria) = 'array'),
  why text not null check (why <> ''),
  created_at timestamptz not null,
  created_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, partner_type, version)
);
select house.protect('scorecard', 'select, insert');
select house.append_only('scorecard');

-- Where a partner stands on the way into the program. A candidate without a row stands at the beginning.
create table candidacy (
  workspace_id uuid not null,
  partner_id uuid not null,
  stage text not null check (stage in ('identified', 'contacted', 'in_conversation', 'qualified', 'agreement', 'onboarding', 'active', 'not_now', 'declined')),
  stage_since timestamptz not null,
  source text not null check (source in ('staff', 'api', 'file', 'page')),
  -- what makes the same row of the next file the same candidate
  source_key text,
  source_note text,
  hypothesis_note text,
  next_step text,
  next_step_on date,
  next_step_by uuid,
  -- who a candidate may be the same as: ids, scores and reasons; for members only
  maybe_same_as jsonb not null default '[]',
  created_at timestamptz not null,
  primary key (workspace_id, partner_id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, next_step_by) references member,
  check ((next_step is null) = (next_step_on is null))
);
create unique index candidacy_source on candidacy (workspace_id, source_key) where source_key is not null;
create index candidacy_stage on candidacy (workspace_id, stage, stage_since);
select house.protect('candidacy', 'select, insert, update');

-- Every move on the board: who, when, why.
create table candidacy_move (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  from_stage text not null,
  to_stage text not null,
  why text,
  moved_at timestamptz not null,
  moved_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner
);
create index candidacy_move_partner on candidacy_move (workspace_id, partner_id, id);
select house.protect('candidacy_move', 'select, insert');
select house.append_only('candidacy_move');

-- What one assessor said by one version of the scorecard; the newest of each assessor counts. Version 0 is the one to start from.
create table assessment (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  partner_type text not null,
  scorecard_version integer not null check (scorecard_version >= 0),
  -- by criterion: which step, in the words it had then, and what shows it
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  note text,
  assessor_id uuid not null,
  assessed_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, assessor_id) references member
);
create index assessment_partner on assessment (workspace_id, partner_id, assessor_id, id);
select house.protect('assessment', 'select, insert');
select house.append_only('assessment');

-- What somebody sent by the public page, word for word. A second one while the first waits joins its candidate: `repeat_of` names the first.
create table application (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  contact_id uuid not null,
  repeat_of uuid,
  company_name text not null check (company_name <> ''),
  website text,
  domain text,
  person_name text not null check (person_name <> ''),
  email text not null check (email = lower(email)),
  partner_type text not null,
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  words text,
  source_key text not null,
  received_at timestamptz not null,
  email_confirmed_at timestamptz,
  answered_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, contact_id) references contact,
  foreign key (workspace_id, repeat_of) references application
);
create unique index application_source on application (workspace_id, source_key);
create unique index application_open_email on application (workspace_id, email) where repeat_of is null and answered_at is null;
create unique index application_open_domain on application (workspace_id, domain) where repeat_of is null and answered_at is null and domain is not null;
create index application_partner on application (workspace_id, partner_id, id);
create index application_repeat on application (workspace_id, repeat_of) where repeat_of is not null;
select house.protect('application', 'select, insert, update');

-- Whether and at which link anybody may apply, and who gets what comes.
create table application_page (
  workspace_id uuid not null references identity.workspace,
  link_id uuid,
  owner_id uuid not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id),
  foreign key (workspace_id, owner_id) references member
);
select house.protect('application_page', 'select, insert, update');
