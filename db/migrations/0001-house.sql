-- The ground floor: roles, who may see what, identities, workspaces, events, jobs, mail, files, links, idempotency.
-- Key law: every business table leads with workspace_id and is closed by house.protect. Tables in `identity` are global by
-- nature (one person may belong to several workspaces) and are out of the app role's reach, except the workspace itself.

create extension if not exists btree_gist;

do $$
begin
  if not exists (select from pg_roles where rolname = 'alongside_app') then
    create role alongside_app nologin;
  end if;
exception when duplicate_object or unique_violation then null; -- two databases of one server migrating at once
end $$;

do $$
begin
  execute format('grant alongside_app to %I', current_user);
exception when others then
  if not pg_has_role(current_user, 'alongside_app', 'member') then raise; end if;
end $$;

grant usage on schema public to alongside_app;

-- Closes a table: only rows of the workspace set for this transaction are there at all, whoever asks, the owner included.
create function house.protect(target regclass, verbs text default 'select, insert, update, delete') returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy workspace_only on %s using (workspace_id = current_setting(''alongside.workspace'')::uuid)
    with check (workspace_id = current_setting(''alongside.workspace'')::uuid)', target);
  execute format('grant %s on %s to alongside_app', verbs, target);
end $$;

-- For tables that are written once: refuses change whoever asks.
create function house.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create function house.append_only(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function house.refuse_change()', target);
  execute format('create trigger append_only_truncate before truncate on %s for each statement execute function house.refuse_change()', target);
end $$;

create schema identity;
grant usage on schema identity to alongside_app;

create table identity.workspace (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null check (name <> ''),
  accent text not null default '#0b6b4f' check (accent ~ '^#[0-9a-f]{6}$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null,
  calendar jsonb not null,
  policy jsonb not null default '{}',
  is_demo boolean not null default false,
  created_at timestamptz not null default now()
);
alter table identity.workspace enable row level security;
create policy own_workspace on identity.workspace using (id = current_setting('alongside.workspace')::uuid);
grant select, update on identity.workspace to alongside_app;

create table identity.person (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text,
  created_at timestamptz not null default now()
);
create table identity.membership (
  person_id uuid not null references identity.person on delete cascade,
  workspace_id uuid not null references identity.workspace on delete cascade,
  member_id uuid not null,
  primary key (person_id, workspace_id)
);
create table identity.session (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null references identity.person on delete cascade,
  device text not null default '',
  address text not null default '',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_person on identity.session (person_id);
create table identity.sign_in_link (
  token_hash bytea primary key,
  person_id uuid not null references identity.person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create table identity.passkey (
  id uuid primary key,
  person_id uuid not null references identity.person on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index passkey_person on identity.passkey (person_id);
create table identity.challenge (
  id uuid primary key,
  challenge text not null,
  person_id uuid references identity.person on delete cascade,
  expires_at timestamptz not null
);
create table identity.attempt (
  bucket text not null,
  started_at timestamptz not null,
  count integer not null,
  primary key (bucket)
);

create table member (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  person_id uuid,
  email text not null check (email = lower(email)),
  name text not null check (name <> ''),
  role text not null check (role in ('admin', 'manager', 'rep', 'finance', 'viewer')),
  state text not null check (state in ('invited', 'active', 'removed')),
  invited_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index member_email on member (workspace_id, email) where state <> 'removed';
select house.protect('member');

create table api_key (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  token_hash bytea not null,
  name text not null check (name <> ''),
  role text not null check (role in ('admin', 'manager', 'rep', 'finance', 'viewer')),
  created_by uuid,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash)
);
select house.protect('api_key');

-- A capability: whoever holds the token acts for the holder on the subject. Only the hash is kept.
create table link (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  token_hash bytea not null,
  subject_id uuid not null,
  holder_id uuid not null,
  created_at timestamptz not null default now(),
  created_by uuid,
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash)
);
create index link_subject on link (workspace_id, subject_id);
select house.protect('link');

create table event (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  partner_id uuid,
  company_id uuid,
  actor_kind text not null check (actor_kind in ('member', 'key', 'partner', 'system')),
  actor_id uuid,
  at timestamptz not null,
  why text,
  request_id text,
  payload jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index event_subject on event (workspace_id, subject_id, id);
create index event_partner on event (workspace_id, partner_id, id) where partner_id is not null;
create index event_company on event (workspace_id, company_id, id) where company_id is not null;
create index event_type on event (workspace_id, type, id);
select house.protect('event', 'select, insert');
select house.append_only('event');

create table idempotency (
  workspace_id uuid not null references identity.workspace,
  credential text not null,
  key text not null,
  fingerprint bytea not null,
  result jsonb,
  created_at timestamptz not null default now(),
  primary key (workspace_id, credential, key)
);
create index idempotency_age on idempotency (workspace_id, created_at);
select house.protect('idempotency');

create table mail (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  key text not null,
  to_email text not null,
  to_name text not null default '',
  reply_to text,
  subject text not null,
  body_text text not null,
  body_html text not null,
  why text not null,
  -- carries a live credential: its body is dropped once it was handed over
  is_secret boolean not null default false,
  -- whose address, with this path behind it, is written into the body when it is handed over
  link_id uuid,
  link_path text,
  subject_id uuid,
  state text not null check (state in ('queued', 'sending', 'sent', 'captured', 'failed', 'unsure')),
  attempts integer not null default 0,
  problem text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, key),
  foreign key (workspace_id, link_id) references link
);
create index mail_newest on mail (workspace_id, created_at desc);
create index mail_subject on mail (workspace_id, subject_id) where subject_id is not null;
select house.protect('mail');

create table file (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  name text not null,
  content_type text not null,
  size_bytes bigint not null default 0,
  sha256 bytea,
  complete boolean not null default false,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create table file_chunk (
  workspace_id uuid not null,
  file_id uuid not null,
  number integer not null,
  bytes bytea not null,
  primary key (workspace_id, file_id, number),
  foreign key (workspace_id, file_id) references file on delete cascade
);
alter table file_chunk alter column bytes set storage external;
select house.protect('file');
select house.protect('file_chunk');
