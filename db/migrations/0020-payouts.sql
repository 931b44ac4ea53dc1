-- Paying partners. What a partner is paid by, who decided it, what left, and what came of it. Numbers of accounts and taxpayers are sealed
-- by the app before they come here; `shown` holds what may be seen of them.
create table payout_setting (
  workspace_id uuid not null references identity.workspace,
  -- where the payer is
  country text not null check (country ~ '^[A-Z]{2}$'),
  hold_days integer not null check (hold_days between 0 and 90),
  requires_tax_form boolean not null,
  withholding jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (workspace_id)
);
select house.protect('payout_setting', 'select, insert, update');

-- Our own account that a standard file names; one lives per method.
create table paying_account (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  method text not null check (method in ('sepa', 'ach')),
  shown jsonb not null,
  sealed text not null,
  made_at timestamptz not null,
  made_by uuid,
  replaced_at timestamptz,
  primary key (workspace_id, id)
);
create unique index paying_account_one on paying_account (workspace_id, method) where replaced_at is null;
select house.protect('paying_account', 'select, insert, update');

-- What a one-purpose link opens: the page on which one contact says how the partner is paid.
create table payee_request (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  contact_id uuid not null,
  asked_at timestamptz not null,
  asked_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, contact_id) references contact
);
create index payee_request_partner on payee_request (workspace_id, partner_id, id);
select house.protect('payee_request', 'select, insert');

-- Said on that page, and in force once it was confirmed from the contact's mailbox. Never changed, only replaced.
create table payee_detail (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  kind text not null check (kind in ('bank', 'tax', 'vat')),
  shown jsonb not null,
  sealed text not null,
  form_key text not null,
  given_by uuid not null,
  given_at timestamptz not null,
  confirm_until timestamptz not null,
  confirmed_at timestamptz,
  -- the day from which money may go there
  held_until date,
  released_at timestamptz,
  released_by uuid,
  released_why text,
  replaced_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, partner_id, form_key),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, given_by) references contact,
  check ((released_at is null) = (released_why is null)),
  check (held_until is null or confirmed_at is not null)
);
create unique index payee_detail_in_force on payee_detail (workspace_id, partner_id, kind) where confirmed_at is not null and replaced_at is null;
create unique index payee_detail_waiting on payee_detail (workspace_id, partner_id, kind) where confirmed_at is null and replaced_at is null;
select house.protect('payee_detail', 'select, insert, update');
create function house.keep_payee_detail() returns trigger language plpgsql as $$
begin
  if (old.partner_id, old.kind, old.shown, old.sealed, old.given_by, old.given_at) is distinct from (new.partner_id, new.kind, new.shown, new.sealed, new.given_by, new.given_at)
    or (old.confirmed_at is not null and old.confirmed_at is distinct from new.confirmed_at) or (old.replaced_at is not null and old.replaced_at is distinct from new.replaced_at) then
    raise exception 'what a payee said is replaced, not changed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger kept before update on payee_detail for each row execute function house.keep_payee_detail();

-- A batch of payments: one person makes it, another approves it. Nothing of it leaves before.
create table payout (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  -- what was payable by this day
  up_to date not null,
  execution_on date not null,
  state text not null check (state in ('waiting', 'approved', 'sent', 'cancelled')),
  made_by uuid not null,
  made_at timestamptz not null,
  note text,
  approved_by uuid,
  approved_at timestamptz,
  approval_note text,
  sent_at timestamptz,
  cancelled_by uuid,
  cancelled_at timestamptz,
  cancelled_why text,
  primary key (workspace_id, id),
  unique (workspace_id, id, approved_by),
  foreign key (workspace_id, made_by) references member,
  foreign key (workspace_id, approved_by) references member,
  constraint payout_two_people check (approved_by <> made_by),
  check ((approved_by is null) = (approved_at is null)),
  check (state not in ('approved', 'sent') or approved_by is not null),
  check ((state = 'cancelled') = (cancelled_at is not null)),
  check ((state = 'sent') = (sent_at is not null))
);
create index payout_waiting on payout (workspace_id, state) where state in ('waiting', 'approved');
select house.protect('payout', 'select, insert, update');
create function house.keep_payout() returns trigger language plpgsql as $$
begin
  if (old.up_to, old.execution_on, old.made_by, old.made_at) is distinct from (new.up_to, new.execution_on, new.made_by, new.made_at)
    or (old.approved_by is not null and (old.approved_by, old.approved_at) is distinct from (new.approved_by, new.approved_at))
    or (old.state <> new.state and (old.state, new.state) not in (('waiting', 'approved'), ('waiting', 'cancelled'), ('approved', 'sent'), ('approved', 'cancelled'))) then
    raise exception 'a payout goes forward only' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger kept before update on payout for each row execute function house.keep_payout();

-- A file that left: written once, the same whenever it is fetched. It names the approval that it rests on.
create table payment_file (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  payout_id uuid not null,
  approved_by uuid not null,
  method text not null check (method in ('sepa', 'ach', 'csv')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reference text not null check (reference ~ '^[0-9A-Z]{12}$'),
  file_name text not null,
  content_type text not null,
  sealed text not null,
  payment_count integer not null check (payment_count > 0),
  total_minor bigint not null check (total_minor > 0),
  made_at timestamptz not null,
  made_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, payout_id, method, currency),
  unique (workspace_id, reference),
  foreign key (workspace_id, payout_id, approved_by) references payout (workspace_id, id, approved_by)
);
create index payment_file_day on payment_file (workspace_id, method, made_at);
select house.protect('payment_file', 'select, insert');
select house.append_only('payment_file');

-- What one partner is paid in one currency.
create table payout_payment (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  payout_id uuid not null,
  partner_id uuid not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- under which bank and partner know it
  reference text not null check (reference ~ '^[0-9A-Z]{12}$'),
  method text not null check (method in ('sepa', 'ach', 'csv')),
  bank_detail_id uuid not null,
  gross_minor bigint not null,
  withheld_minor bigint not null check (withheld_minor >= 0),
  amount_minor bigint not null check (amount_minor > 0),
  withholding jsonb,
  disputed_minor bigint not null,
  overruled text[] not null,
  overruled_why text,
  again_of uuid,
  state text not null check (state in ('scheduled', 'sent', 'paid', 'failed', 'returned', 'withdrawn')),
  file_id uuid,
  sent_at timestamptz,
  paid_on date,
  returned_on date,
  reason text,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, reference),
  foreign key (workspace_id, payout_id) references payout,
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, bank_detail_id) references payee_detail,
  foreign key (workspace_id, file_id) references payment_file,
  foreign key (workspace_id, again_of) references payout_payment,
  check (amount_minor = gross_minor - withheld_minor),
  check ((withheld_minor = 0) or (withholding is not null)),
  check ((cardinality(overruled) = 0) or (overruled_why is not null)),
  check ((file_id is not null) = (state in ('sent', 'paid', 'failed', 'returned')))
);
create unique index payout_payment_again_once on payout_payment (workspace_id, again_of) where again_of is not null and state <> 'withdrawn';
create unique index payout_payment_one_each on payout_payment (workspace_id, payout_id, partner_id, currency) where again_of is null and state <> 'withdrawn';
create index payout_payment_partner on payout_payment (workspace_id, partner_id, id desc);
create index payout_payment_payout on payout_payment (workspace_id, payout_id, id);
select house.protect('payout_payment', 'select, insert, update');
create function house.keep_payment() returns trigger language plpgsql as $$
begin
  if (old.payout_id, old.partner_id, old.currency, old.reference, old.method, old.bank_detail_id, old.gross_minor, old.withheld_minor, old.amount_minor, old.again_of)
    is distinct from (new.payout_id, new.partner_id, new.currency, new.reference, new.method, new.bank_detail_id, new.gross_minor, new.withheld_minor, new.amount_minor, new.again_of)
    or (old.file_id is not null and old.file_id is distinct from new.file_id) then
    raise exception 'a payment is not changed' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and (old.state, new.state) not in (('scheduled', 'sent'), ('scheduled', 'withdrawn'), ('sent', 'paid'), ('sent', 'failed'), ('sent', 'returned'), ('paid', 'returned')) then
    raise exception 'a payment does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger kept before update on payout_payment for each row execute function house.keep_payment();

-- Which commission lines it pays. A line is in one payment at a time; it is free again when that one failed, came back or was taken out.
create table payout_line (
  workspace_id uuid not null references identity.workspace,
  payment_id uuid not null,
  commission_line_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  released_at timestamptz,
  primary key (workspace_id, payment_id, commission_line_id),
  foreign key (workspace_id, payment_id) references payout_payment,
  foreign key (workspace_id, commission_line_id) references commission_line
);
create unique index payout_line_once on payout_line (workspace_id, commission_line_id) where released_at is null;
select house.protect('payout_line', 'select, insert, update');

-- What a bank told us, read once: the same bytes a second time are the first time's.
create table result_file (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  sha256 bytea not null,
  name text not null,
  format text not null check (format in ('camt', 'csv')),
  applied integer not null,
  repeated integer not null,
  unknown integer not null,
  problems jsonb not null,
  read_at timestamptz not null,
  read_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, sha256)
);
select house.protect('result_file', 'select, insert');
select house.append_only('result_file');

create table payment_result (
  workspace_id uuid not null references identity.workspace,
  result_file_id uuid not null,
  n integer not null,
  row_no integer not null,
  payment_id uuid not null,
  outcome text not null check (outcome in ('paid', 'failed', 'returned')),
  booked_on date,
  reason text,
  changed boolean not null,
  primary key (workspace_id, result_file_id, n),
  foreign key (workspace_id, result_file_id) references result_file,
  foreign key (workspace_id, payment_id) references payout_payment
);
create index payment_result_payment on payment_result (workspace_id, payment_id);
select house.protect('payment_result', 'select, insert');
select house.append_only('payment_result');
