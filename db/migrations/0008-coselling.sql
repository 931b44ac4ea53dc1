-- Opportunities are deals in our pipeline; a claim says whose buyer it is; a conflict is a claim someone must decide on.
create table opportunity (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  name text not null check (name <> ''),
  company_id uuid,
  crm_id text,
  -- the CRM's own word; stage_map says what it means to us
  crm_stage text,
  state text not null check (state in ('open', 'won', 'lost')),
  amount_minor bigint check (amount_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  product text,
  rep_name text,
  opened_on date,
  closed_on date,
  attribution text not null default 'direct' check (attribution in ('sourced', 'influenced', 'direct')),
  partner_id uuid,
  referral_id uuid,
  import_id uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, crm_id),
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, partner_id) references partner,
  check (attribution = 'direct' or partner_id is not null),
  check (state = 'open' or closed_on is not null)
);
create index opportunity_company on opportunity (workspace_id, company_id) where company_id is not null;
create unique index opportunity_referral on opportunity (workspace_id, referral_id) where referral_id is not null;
create index opportunity_partner on opportunity (workspace_id, partner_id, closed_on) where partner_id is not null;
create index opportunity_newest on opportunity (workspace_id, id desc);
select house.protect('opportunity');

create table stage_map (
  workspace_id uuid not null references identity.workspace,
  crm_stage text not null,
  state text not null check (state in ('open', 'won', 'lost')),
  primary key (workspace_id, crm_stage)
);
select house.protect('stage_map');

-- Whose buyer it is. At most one claim on a company is held at a time, whoever asks at the same moment.
create table claim (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  company_id uuid not null,
  partner_id uuid not null,
  referral_id uuid not null,
  state text not null check (state in ('held', 'waiting', 'released')),
  placed_at timestamptz not null,
  -- a held claim that led to no opportunity lapses here; null while an opportunity is being worked
  held_until timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, referral_id),
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, partner_id) references partner
);
create unique index claim_held on claim (workspace_id, company_id) where state = 'held';
create index claim_company on claim (workspace_id, company_id, placed_at);
create index claim_partner on claim (workspace_id, partner_id);
select house.protect('claim');

create table conflict (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  kind text not null check (kind in ('partner_partner', 'direct_partner')),
  company_id uuid not null,
  referral_id uuid not null,
  partner_id uuid not null,
  rival_claim_id uuid,
  opportunity_id uuid,
  -- what was known when it was noticed, kept as it was
  evidence jsonb not null,
  opened_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  outcome text check (outcome in ('credited', 'not_credited')),
  why text,
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, partner_id) references partner,
  check ((decided_at is null) = (outcome is null))
);
create unique index conflict_one_open on conflict (workspace_id, referral_id) where decided_at is null;
create index conflict_referral on conflict (workspace_id, referral_id);
create index conflict_open on conflict (workspace_id, opened_at) where decided_at is null;
select house.protect('conflict');
