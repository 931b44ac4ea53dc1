-- What is held, what a partner owes back, and what exchange costs: accounts of their own.

-- Foreign keys and old rows are read by queries of the owner, who must see all of them meanwhile.
alter table ledger_account no force row level security;
alter table journal no force row level security;
alter table entry no force row level security;
alter table commission_line no force row level security;

alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account drop constraint ledger_account_partner_check;
alter table ledger_account add constraint ledger_account_kind_check check (kind in (
  'commission_expense', 'commission_accrued', 'commission_payable', 'held', 'clawback_receivable', 'in_transit', 'paid', 'withholding', 'currency_exchange', 'exchange_difference'));
alter table ledger_account add constraint ledger_account_partner_check
  check ((kind in ('commission_expense', 'withholding', 'currency_exchange', 'exchange_difference')) = (partner_id is null));

-- `held_until`: the day on which the plan's hold on it is over, where it was not when the line was booked. `clawback_minor`: by how much it
-- raises, or lowers, what the partner owes back of money that was paid.
alter table commission_line add column held_until date;
alter table commission_line add column clawback_minor bigint not null default 0;
alter table commission_line add constraint commission_line_held_check check (held_until is null or (held_until > booked_on and payable_minor <> 0));

-- Lines whose money is held now, so that whoever lets it go finds them. The entries say the same for ever.
create table held_line (
  workspace_id uuid not null,
  commission_line_id uuid not null,
  primary key (workspace_id, commission_line_id),
  foreign key (workspace_id, commission_line_id) references commission_line
);
select house.protect('held_line', 'select, insert, delete');

-- A payment that left in another currency: how much of it, at which rate of which day. What the vendor's books had it at differs by so much.
alter table payment add column sent_currency text check (sent_currency ~ '^[A-Z]{3}$' and sent_currency <> currency);
alter table payment add column sent_minor bigint check (sent_minor > 0);
alter table payment add column books_currency text check (books_currency ~ '^[A-Z]{3}$');
alter table payment add column difference_minor bigint not null default 0;
alter table payment add constraint payment_sent_check check ((sent_currency is null) = (sent_minor is null));
alter table payment add constraint payment_books_check check (difference_minor = 0 or books_currency is not null);

-- Until now what is disputed stood among what may be paid.
do $$
declare
  owned record;
  owed record;
  journal_id uuid;
  payable_id uuid;
  held_id uuid;
begin
  for owned in select id from identity.workspace loop
    perform set_config('alongside.workspace', owned.id::text, true);
    for owed in
      select l.id, l.partner_id, l.currency, l.payable_minor from commission_line l
      where l.workspace_id = owned.id and l.payable_minor > 0
        and exists (select from dispute d where d.workspace_id = l.workspace_id and d.commission_line_id = l.id and d.state <> 'settled')
        and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null)
    loop
      journal_id := gen_random_uuid();
      select id into payable_id from ledger_account where workspace_id = owned.id and kind = 'commission_payable' and partner_id = owed.partner_id and currency = owed.currency;
      if payable_id is null then
        payable_id := gen_random_uuid();
        insert into ledger_account (workspace_id, id, kind, partner_id, currency, opened_at) values (owned.id, payable_id, 'commission_payable', owed.partner_id, owed.currency, now());
      end if;
      select id into held_id from ledger_account where workspace_id = owned.id and kind = 'held' and partner_id = owed.partner_id and currency = owed.currency;
      if held_id is null then
        held_id := gen_random_uuid();
        insert into ledger_account (workspace_id, id, kind, partner_id, currency, opened_at) values (owned.id, held_id, 'held', owed.partner_id, owed.currency, now());
      end if;
      insert into journal (workspace_id, id, cause, effective_on, recorded_at, memo, entry_count)
        values (owned.id, journal_id, 'held:' || journal_id, current_date, now(), 'Held', 2);
      insert into entry (workspace_id, journal_id, line_no, entry_count, account_id, amount_minor, currency, commission_line_id) values
        (owned.id, journal_id, 1, 2, payable_id, owed.payable_minor, owed.currency, owed.id), (owned.id, journal_id, 2, 2, held_id, -owed.payable_minor, owed.currency, owed.id);
      insert into held_line (workspace_id, commission_line_id) values (owned.id, owed.id);
    end loop;
  end loop;
end $$;
set constraints all immediate;

alter table ledger_account force row level security;
alter table journal force row level security;
alter table entry force row level security;
alter table commission_line force row level security;
