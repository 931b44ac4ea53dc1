-- An import turns a stored file into rows of an area, batch by batch; it ends done, cancelled or failed and says how far it came.
create table import (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z_]*$'),
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  file_id uuid not null,
  file_name text not null,
  -- field of ours → column of the file
  mapping jsonb not null,
  -- how the file is read: encoding, delimiter, order of day and month, currency, what its words mean
  options jsonb not null,
  columns jsonb not null,
  -- who acts in its batches: kind, id and role of whoever started it
  started_by jsonb not null,
  rows_done bigint not null default 0 check (rows_done >= 0),
  bytes_done bigint not null default 0,
  bytes_total bigint not null,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  rejected bigint not null default 0,
  created_at timestamptz not null,
  -- the run under way: when it began and at which row, for the rate
  running_since timestamptz,
  running_from bigint not null default 0,
  progressed_at timestamptz,
  finished_at timestamptz,
  cancel_asked_at timestamptz,
  cancel_asked_by uuid,
  problem text,
  primary key (workspace_id, id),
  foreign key (workspace_id, file_id) references file,
  check ((finished_at is not null) = (state in ('done', 'cancelled', 'failed'))),
  check (created + updated + unchanged + rejected <= rows_done)
);
create index import_unfinished on import (workspace_id, state) where finished_at is null;
create index import_file on import (workspace_id, file_id);
select house.protect('import');

-- A row that was not imported, as it stood in the file, with the reason.
create table import_problem (
  workspace_id uuid not null,
  import_id uuid not null,
  -- as a spreadsheet counts: the column names are row 1
  row_no bigint not null,
  column_name text,
  reason text not null,
  cells jsonb not null,
  primary key (workspace_id, import_id, row_no),
  foreign key (workspace_id, import_id) references import on delete cascade
);
select house.protect('import_problem');
