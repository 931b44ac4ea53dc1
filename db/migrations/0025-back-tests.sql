-- A draft plan run over the past, as a job: what it would have cost beside what was booked, partner by partner. Nothing of it is booked.
create table back_test (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  plan_id uuid,
  name text not null,
  terms jsonb not null,
  -- days on which something was earned, both included
  from_on date,
  to_on date,
  -- only partners who were on a version of the plan on one of these days
  on_plan boolean not null,
  file_id uuid,
  file_name text,
  bytes_total bigint not null default 0,
  bytes_done bigint not null default 0,
  rows_read bigint not null default 0,
  rejected bigint not null default 0,
  -- when the file was read to its end
  read_at timestamptz,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  sellers_total integer,
  sellers_done integer not null default 0,
  -- the last one that was done; they are taken in the order of their names here
  after_seller text,
  items bigint not null default 0,
  unused bigint not null default 0,
  created_at timestamptz not null,
  created_by uuid,
  -- the run under way: when it began, and at how many thousandths of the whole
  running_since timestamptz,
  running_from integer not null default 0,
  progressed_at timestamptz,
  finished_at timestamptz,
  cancel_asked_at timestamptz,
  cancel_asked_by uuid,
  problem text,
  primary key (workspace_id, id),
  foreign key (workspace_id, plan_id) references plan,
  foreign key (workspace_id, file_id) references file,
  check ((finished_at is not null) = (state in ('done', 'cancelled', 'failed'))),
  check ((file_id is null) = (file_name is null)),
  check (not on_plan or plan_id is not null),
  check (from_on <= to_on)
);
create index back_test_plan on back_test (workspace_id, plan_id, id);
create index back_test_file on back_test (workspace_id, file_id) where file_id is not null;
create index back_test_unfinished on back_test (workspace_id, id) where finished_at is null;
select house.protect('back_test', 'select, insert, update');

-- What came to one partner in one currency. `who` is the partner's shown id, or for one that we do not know the name in the file.
create table back_test_share (
  workspace_id uuid not null,
  back_test_id uuid not null,
  who text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  booked_minor bigint not null,
  draft_minor bigint not null,
  primary key (workspace_id, back_test_id, who, currency),
  foreign key (workspace_id, back_test_id) references back_test
);
select house.protect('back_test_share', 'select, insert, update');

-- The facts of a file under whom and what they bear on, while the test runs. `row_no` as a text editor or a spreadsheet counts.
create table back_test_fact (
  workspace_id uuid not null,
  back_test_id uuid not null,
  topic text not null,
  row_no bigint not null,
  key text not null,
  about text,
  body text not null,
  primary key (workspace_id, back_test_id, topic, row_no),
  foreign key (workspace_id, back_test_id) references back_test
);
create index back_test_fact_about on back_test_fact (workspace_id, back_test_id, about) where about is not null;
select house.protect('back_test_fact', 'select, insert, delete');

-- A row of the file that could not be used, as it stood there, with the reason.
create table back_test_problem (
  workspace_id uuid not null,
  back_test_id uuid not null,
  row_no bigint not null,
  row text not null,
  reason text not null,
  primary key (workspace_id, back_test_id, row_no),
  foreign key (workspace_id, back_test_id) references back_test
);
select house.protect('back_test_problem', 'select, insert, delete');
