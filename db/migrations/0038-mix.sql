-- What kind of customers a partner has: by industry, size and country, as our company says it where we know one, else as the list does.
alter table customer_list_row add column our_industry text, add column our_employees integer, add column our_country text;

-- How many customers of a list are of one kind. Frozen with the figures; where customers are not kept, kinds that few have in common are not told apart.
create table customer_list_mix (
  workspace_id uuid not null,
  list_id uuid not null,
  n integer not null,
  -- companies of ours, which are kept where only those are
  is_known boolean not null,
  -- null: not known, or not told
  industry text,
  size text check (size in ('1-9', '10-49', '50-249', '250-999', '1000-4999', '5000+')),
  country text,
  customers integer not null check (customers > 0),
  -- of how many our company said it; null where that is not told
  industry_ours integer,
  size_ours integer,
  country_ours integer,
  primary key (workspace_id, list_id, n),
  foreign key (workspace_id, list_id) references customer_list
);
select house.protect('customer_list_mix', 'select, insert, delete');
