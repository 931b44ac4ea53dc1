-- A referral is an introduction of a buyer by a partner, on its way from submitted to won or closed.
create table referral (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  contact_id uuid,
  company_id uuid not null,
  state text not null check (state in ('submitted', 'accepted', 'contacted', 'met', 'qualified', 'opportunity', 'won', 'lost', 'declined')),
  turn text not null check (turn in ('ours', 'partner', 'nobody')),
  -- as the partner wrote it; never corrected
  buyer_text text not null,
  person_name text not null default '',
  person_reach text not null default '',
  reason text not null,
  consent text not null check (consent in ('given', 'not_yet')),
  consent_at timestamptz,
  source text not null check (source in ('link', 'staff', 'api', 'file', 'seed')),
  source_key text,
  maybe_same_as jsonb not null default '[]',
  owner_id uuid,
  submitted_at timestamptz not null,
  answered_at timestamptz,
  contacted_at timestamptz,
  met_at timestamptz,
  qualified_at timestamptz,
  qualified_grade text check (qualified_grade in ('A', 'B', 'C', 'none')),
  opportunity_at timestamptz,
  closed_at timestamptz,
  closing_reason text,
  opportunity_id uuid,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, contact_id) references contact,
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, owner_id) references member,
  foreign key (workspace_id, opportunity_id) references opportunity
);
-- one introduction of a company by a partner is under way at a time
create unique index referral_under_way on referral (workspace_id, partner_id, company_id) where state not in ('won', 'lost', 'declined');
create unique index referral_source on referral (workspace_id, partner_id, source_key) where source_key is not null;
create index referral_newest on referral (workspace_id, id desc);
create index referral_state on referral (workspace_id, state, id desc);
create index referral_partner on referral (workspace_id, partner_id, id desc);
create index referral_company on referral (workspace_id, company_id);
create index referral_opportunity on referral (workspace_id, opportunity_id) where opportunity_id is not null;
create index referral_submitted on referral (workspace_id, submitted_at);
select house.protect('referral');

-- What was said between partner and us about one introduction, readable by both.
create table referral_message (
  workspace_id uuid not null,
  id uuid not null,
  referral_id uuid not null,
  kind text not null check (kind in ('question', 'reply', 'note', 'answer')),
  from_partner boolean not null,
  author_id uuid,
  author_name text not null,
  body text not null,
  source_key text,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, referral_id) references referral
);
create index referral_message_thread on referral_message (workspace_id, referral_id, id);
create unique index referral_message_source on referral_message (workspace_id, referral_id, source_key) where source_key is not null;
select house.protect('referral_message', 'select, insert');

-- Every human decision on an introduction: who, when, why.
create table referral_decision (
  workspace_id uuid not null,
  id uuid not null,
  referral_id uuid not null,
  kind text not null check (kind in ('accepted', 'asked', 'declined', 'contacted', 'met', 'qualified', 'opportunity', 'won', 'lost', 'reopened')),
  decided_by uuid,
  decided_at timestamptz not null,
  why text,
  primary key (workspace_id, id),
  foreign key (workspace_id, referral_id) references referral
);
create index referral_decision_of on referral_decision (workspace_id, referral_id, id);
select house.protect('referral_decision', 'select, insert');
