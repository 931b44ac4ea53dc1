-- Double entry. A debit is positive, a credit negative, in whole minor units. Nothing here is ever changed or deleted; a correction
-- is a reversal. The database refuses a journal that does not balance, and any entry added to a journal after the fact.
create table ledger_account (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  kind text not null check (kind in ('commission_expense', 'commission_accrued')),
  partner_id uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  opened_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, id, currency),
  unique nulls not distinct (workspace_id, kind, partner_id, currency),
  foreign key (workspace_id, partner_id) references partner,
  check ((kind = 'commission_expense') = (partner_id is null))
);
select house.protect('ledger_account', 'select, insert');
select house.append_only('ledger_account');

-- One posting. `cause` makes it happen once. effective_on is the day it was booked: a late fact lands in the open period.
create table journal (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  cause text not null check (cause <> ''),
  event_id uuid,
  item_id uuid,
  effective_on date not null,
  recorded_at timestamptz not null,
  memo text not null,
  entry_count smallint not null check (entry_count >= 2),
  primary key (workspace_id, id),
  unique (workspace_id, cause),
  unique (workspace_id, id, entry_count)
);
create index journal_event on journal (workspace_id, event_id) where event_id is not null;
select house.protect('journal', 'select, insert');
select house.append_only('journal');

-- Locked while the lines of an item are worked out; counts its postings.
create table commission_item (
  workspace_id uuid not null references identity.workspace,
  item_id uuid not null,
  postings integer not null default 0,
  primary key (workspace_id, item_id)
);
select house.protect('commission_item', 'select, insert, update');

-- What a partner earned on one event, with everything needed to compute it again; or the whole reversal of such a line.
create table commission_line (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  item_id uuid not null,
  component text not null,
  seq integer not null check (seq >= 1),
  referral_id uuid,
  opportunity_id uuid,
  company_id uuid,
  plan_version_id uuid not null,
  clause text not null,
  basis_minor bigint,
  basis_currency text check (basis_currency ~ '^[A-Z]{3}$'),
  rate_num bigint,
  rate_den bigint check (rate_den > 0),
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  working jsonb not null,
  earned_on date not null,
  payable_on date not null,
  booked_on date not null,
  journal_id uuid not null,
  corrects uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, item_id, component, seq),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, item_id) references commission_item,
  foreign key (workspace_id, plan_version_id) references plan_version,
  foreign key (workspace_id, journal_id) references journal,
  foreign key (workspace_id, corrects) references commission_line,
  check ((basis_minor is null) = (basis_currency is null)),
  check ((rate_num is null) = (rate_den is null))
);
create unique index commission_line_reversed_once on commission_line (workspace_id, corrects) where corrects is not null;
create index commission_line_partner on commission_line (workspace_id, partner_id, id desc);
create index commission_line_booked on commission_line (workspace_id, partner_id, booked_on);
create index commission_line_payable on commission_line (workspace_id, partner_id, payable_on);
create index commission_line_referral on commission_line (workspace_id, referral_id) where referral_id is not null;
create index commission_line_journal on commission_line (workspace_id, journal_id);
select house.protect('commission_line', 'select, insert');
select house.append_only('commission_line');

-- Carrying the count makes the set closed: lines 1 to entry_count are all there at commit, and there is no room for another.
create table entry (
  workspace_id uuid not null,
  journal_id uuid not null,
  line_no smallint not null,
  entry_count smallint not null,
  account_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  commission_line_id uuid,
  primary key (workspace_id, journal_id, line_no),
  foreign key (workspace_id, journal_id, entry_count) references journal (workspace_id, id, entry_count),
  foreign key (workspace_id, account_id, currency) references ledger_account (workspace_id, id, currency),
  foreign key (workspace_id, commission_line_id) references commission_line,
  check (line_no between 1 and entry_count)
);
create index entry_account on entry (workspace_id, account_id) include (amount_minor);
create index entry_commission_line on entry (workspace_id, commission_line_id) where commission_line_id is not null;
select house.protect('entry', 'select, insert');
select house.append_only('entry');

create function house.refuse_unbalanced() returns trigger language plpgsql as $$
declare
  entries bigint;
  unbalanced text;
begin
  select count(*) into entries from public.entry where workspace_id = new.workspace_id and journal_id = new.id;
  if entries <> new.entry_count then
    raise exception 'journal % has % entries of %', new.id, entries, new.entry_count using errcode = 'check_violation', constraint = 'journal_complete';
  end if;
  select string_agg(currency, ', ') into unbalanced from (
    select currency from public.entry where workspace_id = new.workspace_id and journal_id = new.id group by currency having sum(amount_minor) <> 0
  ) as currencies;
  if unbalanced is not null then
    raise exception 'journal % does not balance in %', new.id, unbalanced using errcode = 'check_violation', constraint = 'journal_balanced';
  end if;
  return null;
end $$;
create constraint trigger balanced after insert on journal deferrable initially deferred for each row execute function house.refuse_unbalanced();
