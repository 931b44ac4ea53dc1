-- Two records of one company become one, and one record of two companies becomes two; each says who, when and why, and can be taken back.
alter table company add column merged_into uuid;
-- Whoever owns the table without being a superuser would see no row of it while the key is checked.
alter table company no force row level security;
alter table company add foreign key (workspace_id, merged_into) references company;
alter table company force row level security;
alter table company add check (merged_into <> id);
create index company_absorbed on company (workspace_id, merged_into) where merged_into is not null;

create table company_merge (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  kind text not null check (kind in ('merge', 'split')),
  -- the one that stays; of a split the one it was taken from
  company_id uuid not null,
  -- the one that became part of it; of a split the new one
  other_id uuid not null,
  why text not null check (why <> ''),
  made_at timestamptz not null,
  made_by uuid,
  -- how many of what moved: [{what, count}]
  moved jsonb not null default '[]',
  undone_at timestamptz,
  undone_by uuid,
  undone_why text,
  -- what came after the merge and stayed with the survivor: [{what, count}]
  stayed jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, other_id) references company,
  check (company_id <> other_id),
  check ((undone_at is null) = (undone_why is null))
);
-- A company is part of one other at a time, whoever asks at once.
create unique index company_merge_one on company_merge (workspace_id, other_id) where kind = 'merge' and undone_at is null;
create index company_merge_of on company_merge (workspace_id, company_id, id);
select house.protect('company_merge', 'select, insert, update');

-- What each merge changed, value by value: the columns that differ before and after, the whole row where it was made or taken away.
create table company_merge_row (
  workspace_id uuid not null references identity.workspace,
  merge_id uuid not null,
  n integer not null,
  of_table text not null,
  key jsonb not null,
  before jsonb,
  after jsonb,
  primary key (workspace_id, merge_id, n),
  foreign key (workspace_id, merge_id) references company_merge,
  check (before is not null or after is not null)
);
select house.protect('company_merge_row', 'select, insert');

-- Whatever is written of a company that became part of another one is written of that one. The share lock waits for a merge under way.
create function house.living_company(workspace uuid, company uuid) returns uuid language plpgsql set search_path = public, pg_temp as $$
declare
  into_id uuid;
begin
  while company is not null loop
    select c.merged_into into into_id from public.company c where c.workspace_id = workspace and c.id = company for key share;
    exit when into_id is null;
    company := into_id;
  end loop;
  return company;
end $$;
create function house.point_to_living() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.company_id := house.living_company(new.workspace_id, new.company_id);
  return new;
end $$;
create function house.parent_to_living() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.parent_id := house.living_company(new.workspace_id, new.parent_id);
  return new;
end $$;
create trigger living before insert or update of parent_id on company for each row when (new.parent_id is not null) execute function house.parent_to_living();
create trigger living before insert or update of company_id on company_domain for each row execute function house.point_to_living();
create trigger living before insert or update of company_id on opportunity for each row when (new.company_id is not null) execute function house.point_to_living();
create trigger living before insert or update of company_id on claim for each row execute function house.point_to_living();
create trigger living before insert or update of company_id on conflict for each row execute function house.point_to_living();
create trigger living before insert or update of company_id on referral for each row execute function house.point_to_living();
create trigger living before insert or update of company_id on customer_list_row for each row when (new.company_id is not null) execute function house.point_to_living();
create trigger living before insert or update of company_id on introduction_ask for each row execute function house.point_to_living();
create trigger living before insert or update of company_id on private_mapping_item for each row execute function house.point_to_living();
grant update (company_id) on private_mapping_item to alongside_app;

-- Two that may be one company, for a person to look at.
create table company_pair (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  company_id uuid not null,
  other_id uuid not null,
  score integer not null check (score between 0 and 1000),
  reasons jsonb not null,
  state text not null check (state in ('open', 'merged', 'different')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  why text,
  merge_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references company,
  foreign key (workspace_id, other_id) references company,
  foreign key (workspace_id, merge_id) references company_merge,
  check (company_id < other_id),
  check ((state = 'open') = (decided_at is null))
);
create unique index company_pair_one on company_pair (workspace_id, company_id, other_id);
create index company_pair_other on company_pair (workspace_id, other_id);
create index company_pair_open on company_pair (workspace_id, score desc, id) where state = 'open';
select house.protect('company_pair', 'select, insert, update');

-- How far the last look for pairs is.
create table company_pair_search (
  workspace_id uuid not null primary key references identity.workspace,
  asked_at timestamptz not null,
  asked_by uuid,
  total integer not null,
  looked integer not null default 0,
  found integer not null default 0,
  finished_at timestamptz
);
select house.protect('company_pair_search', 'select, insert, update');
