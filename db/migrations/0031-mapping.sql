-- Account mapping: which of a partner's customers we know. What is kept of a list is what its sharing level allows and no more.
create table customer_list (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  -- who brought it: a member, the partner through the own link, or two lists that were compared without showing either
  source text not null check (source in ('staff', 'link', 'private')),
  -- all: every customer is kept; overlap: those we know; counts: nothing but figures; hidden: every customer, and we see none of it
  sharing text not null check (sharing in ('all', 'overlap', 'counts', 'hidden')),
  name text not null,
  -- until it is read; the bytes are removed then, whatever the level
  file_id uuid,
  sha256 bytea,
  -- who at the partner agreed to the level, when, and how we know
  consent_by text not null check (consent_by <> ''),
  consent_contact_id uuid,
  consent_at timestamptz not null,
  consent_how text not null,
  -- the last day on which it is kept
  expires_on date not null,
  state text not null check (state in ('waiting', 'running', 'ready', 'replaced', 'failed', 'cancelled', 'deleted')),
  bytes_total bigint not null default 0,
  bytes_done bigint not null default 0,
  rows_read bigint not null default 0,
  rejected bigint not null default 0,
  -- how many rows remain to be looked up once all are read, and how many are
  customers_total integer,
  customers_done integer not null default 0,
  -- what came out, frozen at `matched_at`; null once it is deleted
  figures jsonb,
  matched_at timestamptz,
  -- against the list before it
  changes jsonb,
  created_at timestamptz not null,
  created_by uuid,
  running_since timestamptz,
  progressed_at timestamptz,
  finished_at timestamptz,
  cancel_asked_at timestamptz,
  problem text,
  deleted_at timestamptz,
  deleted_by uuid,
  deleted_why text,
  -- how many rows, rejected rows and files went with it; counted again afterwards there were none
  deleted_counts jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, file_id) references file,
  check ((deleted_at is not null) = (state = 'deleted')),
  check (state <> 'ready' or figures is not null),
  check (state <> 'deleted' or (figures is null and file_id is null))
);
create unique index customer_list_one on customer_list (workspace_id, partner_id) where state = 'ready';
create unique index customer_list_under_way on customer_list (workspace_id, partner_id) where state in ('waiting', 'running');
create index customer_list_partner on customer_list (workspace_id, partner_id, id);
create index customer_list_file on customer_list (workspace_id, file_id) where file_id is not null;
create index customer_list_expiring on customer_list (workspace_id, expires_on) where state not in ('deleted', 'replaced');
select house.protect('customer_list', 'select, insert, update');

-- One customer of the partner, however often and in whatever spelling the file names it.
create table customer_list_row (
  workspace_id uuid not null,
  list_id uuid not null,
  -- the row of the file that named it first, as a spreadsheet counts
  n bigint not null,
  name text not null,
  domain text,
  country text,
  industry text,
  employees integer,
  -- rows of the file that name it
  times integer not null check (times > 0),
  band text not null check (band in ('same', 'maybe', 'none')),
  -- ours: the one it is, or for `maybe` the one it may be
  company_id uuid,
  -- in thousandths
  score integer check (score between 0 and 1000),
  reasons jsonb not null default '[]',
  relation text not null check (relation in ('customer', 'open', 'prospect', 'unknown')),
  grade text check (grade in ('A', 'B', 'C', 'none')),
  -- [{amountMinor, currency}] of open and of won opportunities
  open_value jsonb not null default '[]',
  won_value jsonb not null default '[]',
  -- not in the list before
  is_new boolean not null default false,
  judged_at timestamptz,
  judged_by uuid,
  primary key (workspace_id, list_id, n),
  foreign key (workspace_id, list_id) references customer_list,
  foreign key (workspace_id, company_id) references company,
  check ((band = 'none') = (company_id is null)),
  check (band = 'same' or relation = 'unknown')
);
create index customer_list_row_company on customer_list_row (workspace_id, company_id, list_id) where company_id is not null;
select house.protect('customer_list_row');

-- A row that could not be read. What stood in it is kept only where every customer is.
create table customer_list_problem (
  workspace_id uuid not null,
  list_id uuid not null,
  row_no bigint not null,
  column_name text,
  reason text not null,
  cells jsonb,
  primary key (workspace_id, list_id, row_no),
  foreign key (workspace_id, list_id) references customer_list
);
select house.protect('customer_list_problem', 'select, insert, delete');

-- We asked a partner for its customer list.
create table list_request (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  contact_id uuid not null,
  note text,
  state text not null check (state in ('open', 'given', 'declined', 'withdrawn')),
  asked_at timestamptz not null,
  asked_by uuid,
  answered_at timestamptz,
  why text,
  list_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, contact_id) references contact,
  foreign key (workspace_id, list_id) references customer_list
);
create unique index list_request_open on list_request (workspace_id, partner_id) where state = 'open';
create index list_request_partner on list_request (workspace_id, partner_id, id);
select house.protect('list_request', 'select, insert, update');

-- We asked a partner to introduce one of its customers, and what became of it.
create table introduction_ask (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  contact_id uuid not null,
  company_id uuid not null,
  list_id uuid not null,
  -- as the partner's own list calls it
  buyer text not null,
  message text not null,
  state text not null check (state in ('open', 'introduced', 'declined', 'withdrawn')),
  asked_at timestamptz not null,
  asked_by uuid,
  answered_at timestamptz,
  why text,
  referral_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, contact_id) references contact,
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, list_id) references customer_list,
  foreign key (workspace_id, referral_id) references referral,
  check ((state = 'introduced') = (referral_id is not null))
);
create unique index introduction_ask_open on introduction_ask (workspace_id, partner_id, company_id) where state = 'open';
create index introduction_ask_partner on introduction_ask (workspace_id, partner_id, id);
create index introduction_ask_company on introduction_ask (workspace_id, company_id);
create index introduction_ask_referral on introduction_ask (workspace_id, referral_id) where referral_id is not null;
select house.protect('introduction_ask', 'select, insert, update');
