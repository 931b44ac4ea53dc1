-- Plans in language 2: facts, what is not understood of them, and a ledger that tells what is earned from what may be paid.

-- New foreign keys of tables that are there already are checked by queries of their owner, who must see all rows meanwhile.
alter table partner no force row level security;
alter table journal no force row level security;
alter table entry no force row level security;
alter table commission_line no force row level security;

-- What happened, as it was told: never changed, and taken back only by another fact. `key` is the teller's own name for it.
create table plan_fact (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  key text not null check (key <> ''),
  kind text not null check (kind <> ''),
  body jsonb not null,
  recorded_at timestamptz not null,
  event_id uuid not null,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);
select house.protect('plan_fact', 'select, insert');
select house.append_only('plan_fact');

-- Whom and what a fact bears on: p:<partner>, a:<account>, m:<manager>, u:<who stands under one>, r:<currency of a rate>,
-- c:<currency of an item>, of:<key of the fact that it is about>, program, credits, closed.
create table plan_fact_topic (
  workspace_id uuid not null,
  topic text not null,
  fact_id uuid not null,
  primary key (workspace_id, topic, fact_id),
  foreign key (workspace_id, fact_id) references plan_fact
);
create index plan_fact_topic_fact on plan_fact_topic (workspace_id, fact_id);
select house.protect('plan_fact_topic', 'select, insert');
select house.append_only('plan_fact_topic');

-- Locked, in order, by whoever tells facts that bear on the same account or on each other, so that the second sees the first.
create table plan_fact_gate (
  workspace_id uuid not null references identity.workspace,
  topic text not null,
  primary key (workspace_id, topic)
);
select house.protect('plan_fact_gate', 'select, insert, update');

-- Partners whose facts were told and not yet settled, as when many are told at once.
create table unsettled (
  workspace_id uuid not null references identity.workspace,
  partner_id uuid not null,
  primary key (workspace_id, partner_id),
  foreign key (workspace_id, partner_id) references partner
);
select house.protect('unsettled', 'select, insert, delete');

-- Facts that cannot be used, with the reason, until they can be or somebody decides. A known fact that waits for another has its id.
create table fact_tray (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  key text not null,
  body jsonb not null,
  code text not null,
  why text not null,
  partner_id uuid,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  closed_how text check (closed_how in ('usable', 'corrected', 'discarded')),
  closed_why text,
  primary key (workspace_id, id),
  check ((closed_at is null) = (closed_how is null))
);
create unique index fact_tray_open on fact_tray (workspace_id, key, code, partner_id) nulls not distinct where closed_at is null;
create index fact_tray_partner on fact_tray (workspace_id, partner_id) where closed_at is null;
select house.protect('fact_tray', 'select, insert, update');

-- Earned, may be paid, under way, paid: an account each for partner and currency. Withholding is owed to the tax office.
alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account drop constraint ledger_account_check;
alter table ledger_account add constraint ledger_account_kind_check
  check (kind in ('commission_expense', 'commission_accrued', 'commission_payable', 'in_transit', 'paid', 'withholding'));
alter table ledger_account add constraint ledger_account_partner_check check ((kind in ('commission_expense', 'withholding')) = (partner_id is null));

-- `payable_minor`: what of the line may be paid by `payable_on`. `item_key` is what a line of language 2 is about, `seller_id` whose item
-- that is, `fact_key` the fact that made the posting necessary, `adjusts` the line before it on the same item and component.
alter table commission_line add column payable_minor bigint;
alter table commission_line add column item_key text check (item_key <> '');
alter table commission_line add column seller_id uuid;
alter table commission_line add column fact_key text;
alter table commission_line add column statement text;
alter table commission_line add column is_prior boolean not null default false;
alter table commission_line add column adjusts uuid;
alter table commission_line drop constraint commission_line_amount_minor_check;
alter table commission_line add foreign key (workspace_id, adjusts) references commission_line;
alter table commission_line add foreign key (workspace_id, seller_id) references partner;
create unique index commission_line_adjusted_once on commission_line (workspace_id, adjusts) where adjusts is not null;
alter table commission_line drop constraint commission_line_workspace_id_item_id_component_seq_key;
create unique index commission_line_once on commission_line (workspace_id, item_id, component, seq, partner_id, item_key) nulls not distinct;
create index commission_line_item on commission_line (workspace_id, item_id);

-- One posting settles all that a partner earns, which can be many lines.
alter table entry drop constraint entry_workspace_id_journal_id_entry_count_fkey;
alter table journal alter column entry_count type integer;
alter table entry alter column entry_count type integer, alter column line_no type integer;
alter table entry add foreign key (workspace_id, journal_id, entry_count) references journal (workspace_id, id, entry_count);

-- One payment to a partner and the lines in it. A line is in at most one payment that stands; what came back frees its lines.
create table payment (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  gross_minor bigint not null check (gross_minor > 0),
  withheld_minor bigint not null check (withheld_minor >= 0 and withheld_minor <= gross_minor),
  state text not null check (state in ('in_transit', 'paid', 'returned')),
  posted_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner
);
create index payment_partner on payment (workspace_id, partner_id);
select house.protect('payment', 'select, insert, update');

create table payment_line (
  workspace_id uuid not null,
  payment_id uuid not null,
  commission_line_id uuid not null,
  freed_at timestamptz,
  primary key (workspace_id, payment_id, commission_line_id),
  foreign key (workspace_id, payment_id) references payment,
  foreign key (workspace_id, commission_line_id) references commission_line
);
create unique index payment_line_once on payment_line (workspace_id, commission_line_id) where freed_at is null;
select house.protect('payment_line', 'select, insert, update');

-- Until now all that was earned was booked as accrued; all of it may be paid by its day.
alter table commission_line disable trigger append_only;
do $$
declare
  owned record;
  owed record;
  journal_id uuid;
  payable_id uuid;
begin
  for owned in select id from identity.workspace loop
    perform set_config('alongside.workspace', owned.id::text, true);
    update commission_line set payable_minor = amount_minor where workspace_id = owned.id;
    for owed in
      select a.id, a.partner_id, a.currency, sum(e.amount_minor) as balance from ledger_account a
      join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id
      where a.workspace_id = owned.id and a.kind = 'commission_accrued' group by a.id, a.partner_id, a.currency having sum(e.amount_minor) <> 0
    loop
      journal_id := gen_random_uuid();
      payable_id := gen_random_uuid();
      insert into ledger_account (workspace_id, id, kind, partner_id, currency, opened_at) values (owned.id, payable_id, 'commission_payable', owed.partner_id, owed.currency, now());
      insert into journal (workspace_id, id, cause, effective_on, recorded_at, memo, entry_count)
        values (owned.id, journal_id, 'accrued-to-payable:' || owed.id, current_date, now(), 'What is accrued may be paid', 2);
      insert into entry (workspace_id, journal_id, line_no, entry_count, account_id, amount_minor, currency) values
        (owned.id, journal_id, 1, 2, owed.id, -owed.balance, owed.currency), (owned.id, journal_id, 2, 2, payable_id, owed.balance, owed.currency);
    end loop;
  end loop;
end $$;
set constraints all immediate;
alter table commission_line enable trigger append_only;
alter table commission_line alter column payable_minor set not null;
alter table commission_line add constraint commission_line_amount_check check (amount_minor <> 0 or payable_minor <> 0);

alter table partner force row level security;
alter table journal force row level security;
alter table entry force row level security;
alter table commission_line force row level security;
