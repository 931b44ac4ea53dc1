-- Companies are buyer organisations known to the vendor, whoever told us. A domain belongs to one of them; names may repeat.
create table company (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  name text not null check (name <> ''),
  -- the name as it is compared and sorted: words in their order, without legal form; "C" so that a prefix is a range
  name_key text collate "C" not null,
  domain text check (domain = lower(domain)),
  industry text,
  employees integer check (employees >= 0),
  country text check (country ~ '^[A-Z]{2}$'),
  founded_year integer,
  annual_revenue_minor bigint check (annual_revenue_minor >= 0),
  annual_revenue_currency text check (annual_revenue_currency ~ '^[A-Z]{3}$'),
  -- further columns of an import, for rules of the ideal customer profile
  attributes jsonb not null default '{}',
  crm_id text,
  parent_id uuid,
  -- the name_key of a parent that is not known yet
  parent_key text collate "C",
  is_customer boolean not null default false,
  direct_only boolean not null default false,
  -- last contact of our own sales, without a partner
  last_contact_at timestamptz,
  icp_grade text check (icp_grade in ('A', 'B', 'C', 'none')),
  icp_reasons jsonb not null default '[]',
  icp_unknown jsonb not null default '[]',
  suspicious text check (suspicious in ('look_alike')),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, crm_id),
  foreign key (workspace_id, parent_id) references company,
  check (parent_id <> id),
  check ((annual_revenue_minor is null) = (annual_revenue_currency is null))
);
create index company_by_name on company (workspace_id, name_key, id);
create index company_parent on company (workspace_id, parent_id) where parent_id is not null;
create index company_orphan on company (workspace_id, parent_key) where parent_key is not null;
select house.protect('company');

-- Aliases and former names.
create table company_name (
  workspace_id uuid not null,
  company_id uuid not null,
  name text not null check (name <> ''),
  kind text not null check (kind in ('alias', 'former')),
  created_at timestamptz not null,
  primary key (workspace_id, company_id, name),
  foreign key (workspace_id, company_id) references company
);
select house.protect('company_name');

create table company_domain (
  workspace_id uuid not null,
  domain text not null check (domain = lower(domain)),
  company_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, domain),
  foreign key (workspace_id, company_id) references company
);
create index company_domain_of on company_domain (workspace_id, company_id);
select house.protect('company_domain');

-- Where the recogniser finds candidates in spite of typing slips: hashes of words and parts of names, several per name. Made from
-- names alone and can be made again, so it carries no foreign key; a stale row costs a look and nothing else.
create table company_key (
  workspace_id uuid not null,
  key bigint not null,
  company_id uuid not null,
  primary key (workspace_id, key, company_id)
);
select house.protect('company_key');

-- The ideal customer profile; the highest version is in force.
create table icp (
  workspace_id uuid not null references identity.workspace,
  version integer not null check (version > 0),
  rules jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, version)
);
select house.protect('icp', 'select, insert');
select house.append_only('icp');
