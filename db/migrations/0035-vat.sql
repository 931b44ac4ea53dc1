-- VAT that partners charge: owed from the invoice on, paid with a payment, in accounts of its own and never a part of what was earned.
alter table ledger_account no force row level security;
alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account drop constraint ledger_account_partner_check;
alter table ledger_account add constraint ledger_account_kind_check check (kind in (
  'commission_expense', 'commission_accrued', 'commission_payable', 'held', 'clawback_receivable', 'in_transit', 'paid', 'withholding', 'currency_exchange', 'exchange_difference', 'input_vat', 'vat_payable'));
alter table ledger_account add constraint ledger_account_partner_check
  check ((kind in ('commission_expense', 'withholding', 'currency_exchange', 'exchange_difference', 'input_vat')) = (partner_id is null));
alter table ledger_account force row level security;

-- The VAT of one invoice, below zero for a credit note. Invoices from before have none here: their VAT was paid elsewhere.
create table invoice_vat (
  workspace_id uuid not null,
  invoice_id uuid not null,
  partner_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  vat_minor bigint not null check (vat_minor <> 0),
  posted_at timestamptz not null,
  primary key (workspace_id, invoice_id),
  foreign key (workspace_id, invoice_id) references invoice,
  foreign key (workspace_id, partner_id) references partner
);
create index invoice_vat_partner on invoice_vat (workspace_id, partner_id);
select house.protect('invoice_vat', 'select, insert');
select house.append_only('invoice_vat');

-- Which invoices' VAT a payment in the ledger pays, each whole and in one payment that stands.
alter table payment no force row level security;
alter table payment add column vat_minor bigint not null default 0;
-- VAT alone, where all that it is for was paid before
alter table payment drop constraint payment_gross_minor_check;
alter table payment add constraint payment_gross_minor_check check (gross_minor > 0 or gross_minor = 0 and vat_minor > 0);
alter table payment force row level security;
create table payment_vat (
  workspace_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  freed_at timestamptz,
  primary key (workspace_id, payment_id, invoice_id),
  foreign key (workspace_id, payment_id) references payment,
  foreign key (workspace_id, invoice_id) references invoice_vat
);
create unique index payment_vat_once on payment_vat (workspace_id, invoice_id) where freed_at is null;
select house.protect('payment_vat', 'select, insert, update');

-- The same of a payment that waits for approval; in the currency that is owed.
alter table payout_payment no force row level security;
alter table payout_payment add column vat_minor bigint not null default 0;
alter table payout_payment drop constraint payout_payment_amount_check;
alter table payout_payment add constraint payout_payment_amount_check check (currency <> owed_currency or amount_minor = gross_minor - withheld_minor - fee_minor + vat_minor);
alter table payout_payment force row level security;
create table payout_vat (
  workspace_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  released_at timestamptz,
  primary key (workspace_id, payment_id, invoice_id),
  foreign key (workspace_id, payment_id) references payout_payment,
  foreign key (workspace_id, invoice_id) references invoice
);
create unique index payout_vat_once on payout_vat (workspace_id, invoice_id) where released_at is null;
select house.protect('payout_vat', 'select, insert, update');
create or replace function house.keep_payment() returns trigger language plpgsql as $$
begin
  if (old.payout_id, old.partner_id, old.currency, old.reference, old.method, old.bank_detail_id, old.gross_minor, old.withheld_minor, old.amount_minor, old.again_of, old.owed_currency, old.pay_group, old.fee_minor, old.exchange, old.books_currency, old.difference_minor, old.vat_minor)
    is distinct from (new.payout_id, new.partner_id, new.currency, new.reference, new.method, new.bank_detail_id, new.gross_minor, new.withheld_minor, new.amount_minor, new.again_of, new.owed_currency, new.pay_group, new.fee_minor, new.exchange, new.books_currency, new.difference_minor, new.vat_minor)
    or (old.file_id is not null and old.file_id is distinct from new.file_id) then
    raise exception 'a payment is not changed' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and (old.state, new.state) not in (('scheduled', 'sent'), ('scheduled', 'withdrawn'), ('sent', 'paid'), ('sent', 'failed'), ('sent', 'returned'), ('paid', 'returned')) then
    raise exception 'a payment does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
