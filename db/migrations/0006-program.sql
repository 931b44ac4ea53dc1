-- Plans: what a partner earns, as data. A published version never changes; a partner is on at most one version on any day.
create table plan (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  name text not null check (name <> ''),
  created_at timestamptz not null,
  created_by uuid,
  primary key (workspace_id, id)
);
create unique index plan_name on plan (workspace_id, lower(name));
select house.protect('plan', 'select, insert, update');

create table plan_version (
  workspace_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  number integer not null check (number >= 1),
  terms jsonb not null check (terms ? 'language'),
  published_at timestamptz not null,
  published_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, plan_id, number),
  foreign key (workspace_id, plan_id) references plan
);
select house.protect('plan_version', 'select, insert');
select house.append_only('plan_version');

-- One row for each partner that has or may get a plan: locked while its plans change, shared while they are applied.
create table plan_holder (
  workspace_id uuid not null,
  partner_id uuid not null,
  primary key (workspace_id, partner_id),
  foreign key (workspace_id, partner_id) references partner
);
select house.protect('plan_holder', 'select, insert, update');

-- From starts_on up to but not including ends_on, no end when null. A row that no longer holds is kept with when it was replaced,
-- so that what was in force on a day, as known on another day, can be told.
create table partner_plan (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  plan_version_id uuid not null,
  starts_on date not null,
  ends_on date,
  why text,
  recorded_at timestamptz not null,
  recorded_by uuid,
  replaced_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, plan_version_id) references plan_version,
  check (ends_on > starts_on),
  constraint partner_plan_one_a_day
    exclude using gist (workspace_id with =, partner_id with =, daterange(starts_on, ends_on) with &&) where (replaced_at is null)
);
create index partner_plan_of on partner_plan (workspace_id, partner_id, starts_on) where replaced_at is null;
create index partner_plan_version on partner_plan (workspace_id, plan_version_id) where replaced_at is null;
select house.protect('partner_plan', 'select, insert, update');
