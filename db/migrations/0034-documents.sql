-- Files that show that a dispute is right. Sent with it or later, never changed.
create table dispute_file (
  workspace_id uuid not null,
  dispute_id uuid not null,
  -- a few, whoever sends at once
  position integer not null check (position between 1 and 5),
  file_id uuid not null,
  name text not null check (name <> ''),
  content_type text not null,
  size_bytes integer not null check (size_bytes > 0),
  sha256 bytea not null,
  -- a person of the partner, or one of ours on its behalf
  contact_id uuid,
  member_id uuid,
  sent_at timestamptz not null,
  primary key (workspace_id, dispute_id, position),
  unique (workspace_id, dispute_id, sha256),
  unique (workspace_id, file_id),
  foreign key (workspace_id, dispute_id) references dispute,
  foreign key (workspace_id, file_id) references file
);
select house.protect('dispute_file', 'select, insert');
select house.append_only('dispute_file');

-- The document of an invoice that the partner raised. One that was wrong is followed by another, which counts from then on.
create table invoice_file (
  workspace_id uuid not null,
  invoice_id uuid not null,
  position integer not null check (position between 1 and 5),
  file_id uuid not null,
  name text not null check (name <> ''),
  content_type text not null,
  size_bytes integer not null check (size_bytes > 0),
  sha256 bytea not null,
  contact_id uuid,
  member_id uuid,
  sent_at timestamptz not null,
  primary key (workspace_id, invoice_id, position),
  unique (workspace_id, invoice_id, sha256),
  unique (workspace_id, file_id),
  foreign key (workspace_id, invoice_id) references invoice,
  foreign key (workspace_id, file_id) references file
);
select house.protect('invoice_file', 'select, insert');
select house.append_only('invoice_file');
