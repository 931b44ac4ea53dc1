create table partner (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  name text not null check (name <> ''),
  type text not null check (type in ('referral', 'reseller', 'implementation', 'technology', 'affiliate', 'marketplace', 'strategic')),
  state text not null check (state in ('candidate', 'active', 'paused', 'ended')),
  owner_id uuid not null,
  time_zone text not null,
  website text,
  started_on date not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references member
);
create index partner_name on partner (workspace_id, lower(name));
create index partner_owner on partner (workspace_id, owner_id);
select house.protect('partner');

create table contact (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  name text not null check (name <> ''),
  email text not null check (email = lower(email)),
  phone text,
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner
);
create unique index contact_email on contact (workspace_id, partner_id, email) where removed_at is null;
create unique index contact_primary on contact (workspace_id, partner_id) where is_primary and removed_at is null;
select house.protect('contact');
