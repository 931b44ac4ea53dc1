-- Invoices for commissions: raised by the partner against a statement, or by us for the partner under an agreement (self-billing).

-- What a self-billed invoice says of us, who pay.
create table invoice_setting (
  workspace_id uuid not null references identity.workspace,
  name text not null check (name <> ''),
  address text not null check (address <> ''),
  vat_number text,
  prefix text not null check (prefix ~ '^[A-Z0-9-]{1,12}$'),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id)
);
select house.protect('invoice_setting', 'select, insert, update');

-- Who raises invoices with one partner, from which statements on. Replaced, never changed, so that an invoice can cite it.
create table invoicing (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  mode text not null check (mode in ('none', 'partner', 'self')),
  -- the day of the self-billing agreement
  agreed_on date,
  -- statements of periods that end on this day or later
  from_on date not null,
  -- hundredths of a percent, where the partner charges VAT
  vat_rate integer not null check (vat_rate between 0 and 10000),
  address text,
  set_at timestamptz not null,
  set_by uuid,
  replaced_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  check ((mode = 'self') = (agreed_on is not null)),
  check (mode <> 'self' or address is not null)
);
create unique index invoicing_in_force on invoicing (workspace_id, partner_id) where replaced_at is null;
select house.protect('invoicing', 'select, insert, update');

-- The last number that was given away. Counted up in the transaction that writes the invoice, so that no number is left out.
create table invoice_sequence (
  workspace_id uuid not null references identity.workspace,
  last integer not null check (last >= 0),
  primary key (workspace_id)
);
select house.protect('invoice_sequence', 'select, insert, update');

-- One for each statement. What it says of both sides is that of the day it was made. A self-billed one below zero is a credit note.
create table invoice (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  statement_id uuid not null,
  partner_id uuid not null,
  invoicing_id uuid not null,
  kind text not null check (kind in ('partner', 'self')),
  sequence integer check (sequence >= 1),
  number text not null check (number <> ''),
  issued_on date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null check (net_minor <> 0),
  vat_minor bigint not null,
  gross_minor bigint not null,
  vat_mode text not null check (vat_mode in ('reverse_charge', 'domestic', 'small_business', 'outside_scope')),
  vat_rate integer not null,
  sentence text not null,
  partner_vat_number text,
  -- both sides as a self-billed one names them: from (the partner), to (us)
  sides jsonb,
  made_at timestamptz not null,
  made_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, statement_id),
  foreign key (workspace_id, statement_id) references statement,
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, invoicing_id) references invoicing,
  check (gross_minor = net_minor + vat_minor),
  check ((kind = 'self') = (sequence is not null)),
  check ((kind = 'self') = (sides is not null)),
  check (kind = 'self' or net_minor > 0)
);
create unique index invoice_sequence_once on invoice (workspace_id, sequence) where sequence is not null;
create unique index invoice_number_once on invoice (workspace_id, partner_id, number);
select house.protect('invoice', 'select, insert');
select house.append_only('invoice');
