-- When something of a partner's points or credits lapses next, so that on its day only those are settled of whom something does.
create table reward_lapse (
  workspace_id uuid not null references identity.workspace,
  partner_id uuid not null,
  lapses_on date not null,
  primary key (workspace_id, partner_id),
  foreign key (workspace_id, partner_id) references partner
);
create index reward_lapse_day on reward_lapse (workspace_id, lapses_on);
select house.protect('reward_lapse', 'select, insert, update, delete');

-- Whether a line gives, takes what was used, or takes what lapsed.
alter table reward_line add column move text not null default 'earned' check (move in ('earned', 'used', 'lapsed'));
