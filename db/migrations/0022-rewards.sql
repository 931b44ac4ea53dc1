-- Rewards: points, credits, and what customers get. Amounts are hundredths of a named unit, or minor units of a currency; no money account
-- has them. Like a commission line each is what is due less what is booked, and never changes. `account`: whom of the partner's customers
-- it goes to, empty where it is the partner's own.
create table reward_line (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  account text check (account <> ''),
  seller_id uuid not null,
  item_key text not null check (item_key <> ''),
  component text not null,
  seq integer not null check (seq >= 1),
  kind text not null check (kind in ('points', 'credit', 'gift')),
  unit text not null check (unit <> ''),
  counted_in text not null check (counted_in <> ''),
  amount_minor bigint not null,
  usable_minor bigint not null,
  plan_version_id uuid not null,
  clause text not null,
  working jsonb not null,
  earned_on date not null,
  usable_on date not null,
  booked_on date not null,
  adjusts uuid,
  fact_key text,
  event_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, seller_id, item_key, component, partner_id, seq),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, seller_id) references commission_item,
  foreign key (workspace_id, plan_version_id) references plan_version,
  foreign key (workspace_id, adjusts) references reward_line,
  check (amount_minor <> 0 or usable_minor <> 0)
);
create unique index reward_line_adjusted_once on reward_line (workspace_id, adjusts) where adjusts is not null;
create index reward_line_partner on reward_line (workspace_id, partner_id, id desc);
select house.protect('reward_line', 'select, insert');
select house.append_only('reward_line');
