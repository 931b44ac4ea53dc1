-- Private mapping: two lists of websites are compared so that we learn only what both have, or only how many, and the partner nothing but
-- how many of ours took part (private set intersection by elliptic curve Diffie-Hellman).
create table private_mapping (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  contact_id uuid not null,
  -- overlap: which ones; size: how many
  wish text not null check (wish in ('overlap', 'size')),
  note text,
  state text not null check (state in ('preparing', 'open', 'computing', 'done', 'failed', 'withdrawn', 'declined', 'expired')),
  -- our websites that take part, and, once the partner answered, how many of theirs did
  ours integer,
  theirs integer,
  found integer,
  -- our key of this comparison alone, sealed; gone when it ends
  sealed_key text,
  asked_at timestamptz not null,
  asked_by uuid,
  expires_at timestamptz not null,
  answered_at timestamptz,
  finished_at timestamptz,
  problem text,
  list_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, contact_id) references contact,
  foreign key (workspace_id, list_id) references customer_list,
  check ((finished_at is not null) = (state in ('done', 'failed', 'withdrawn', 'declined', 'expired'))),
  check (finished_at is null or sealed_key is null)
);
create unique index private_mapping_one on private_mapping (workspace_id, partner_id) where finished_at is null;
create index private_mapping_partner on private_mapping (workspace_id, partner_id, id);
select house.protect('private_mapping', 'select, insert, update');

-- Which of our companies stands behind a website that takes part, by its place.
create table private_mapping_item (
  workspace_id uuid not null,
  mapping_id uuid not null,
  n integer not null,
  domain text not null,
  company_id uuid not null,
  primary key (workspace_id, mapping_id, n),
  foreign key (workspace_id, mapping_id) references private_mapping,
  foreign key (workspace_id, company_id) references company
);
create index private_mapping_item_company on private_mapping_item (workspace_id, company_id);
select house.protect('private_mapping_item', 'select, insert, delete');

-- What is sent to and fro, blinded: our question in pieces, the answers to them, and the partner's own list.
create table private_mapping_piece (
  workspace_id uuid not null,
  mapping_id uuid not null,
  kind text not null check (kind in ('question', 'answer', 'list')),
  n integer not null,
  bytes bytea not null,
  primary key (workspace_id, mapping_id, kind, n),
  foreign key (workspace_id, mapping_id) references private_mapping
);
select house.protect('private_mapping_piece', 'select, insert, delete');
