-- What a plan says of its payments: groups that are paid apart, a fee, and a currency of payment other than the one it is owed in.
-- `currency` and `amount_minor` are what leaves; gross, withheld, disputed and fee are in `owed_currency`.
alter table payout_payment no force row level security;
alter table payment no force row level security;
alter table payout_payment add column owed_currency text check (owed_currency ~ '^[A-Z]{3}$');
update payout_payment set owed_currency = currency;
alter table payout_payment alter column owed_currency set not null;
alter table payout_payment add column pay_group text not null default '';
alter table payout_payment add column fee_minor bigint not null default 0 check (fee_minor >= 0);
-- at which rate of which day, and who said it; and what the books make of it
alter table payout_payment add column exchange jsonb;
alter table payout_payment add column books_currency text check (books_currency ~ '^[A-Z]{3}$');
alter table payout_payment add column difference_minor bigint not null default 0;
alter table payout_payment drop constraint payout_payment_check;
alter table payout_payment add constraint payout_payment_amount_check check (currency <> owed_currency or amount_minor = gross_minor - withheld_minor - fee_minor);
alter table payout_payment add constraint payout_payment_exchange_check check ((currency = owed_currency) = (exchange is null));
drop index payout_payment_one_each;
create unique index payout_payment_one_each on payout_payment (workspace_id, payout_id, partner_id, owed_currency, pay_group, currency) where again_of is null and state <> 'withdrawn';
create or replace function house.keep_payment() returns trigger language plpgsql as $$
begin
  if (old.payout_id, old.partner_id, old.currency, old.reference, old.method, old.bank_detail_id, old.gross_minor, old.withheld_minor, old.amount_minor, old.again_of, old.owed_currency, old.pay_group, old.fee_minor, old.exchange, old.books_currency, old.difference_minor)
    is distinct from (new.payout_id, new.partner_id, new.currency, new.reference, new.method, new.bank_detail_id, new.gross_minor, new.withheld_minor, new.amount_minor, new.again_of, new.owed_currency, new.pay_group, new.fee_minor, new.exchange, new.books_currency, new.difference_minor)
    or (old.file_id is not null and old.file_id is distinct from new.file_id) then
    raise exception 'a payment is not changed' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and (old.state, new.state) not in (('scheduled', 'sent'), ('scheduled', 'withdrawn'), ('sent', 'paid'), ('sent', 'failed'), ('sent', 'returned'), ('paid', 'returned')) then
    raise exception 'a payment does not go from % to %', old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
alter table payment add column fee_minor bigint not null default 0 check (fee_minor >= 0);
alter table payout_payment force row level security;
alter table payment force row level security;

-- Facts told before with several partners in them are found by whom they share them with.
do $$
declare
  owned record;
begin
  for owned in select id from identity.workspace loop
    perform set_config('alongside.workspace', owned.id::text, true);
    insert into plan_fact_topic (workspace_id, topic, fact_id)
      select t.workspace_id, 'w:' || substr(t.topic, 3), t.fact_id from plan_fact_topic t join plan_fact f on f.workspace_id = t.workspace_id and f.id = t.fact_id
      where t.workspace_id = owned.id and t.topic like 'p:%' and f.kind <> 'above' and (jsonb_typeof(f.body -> 'partners') = 'array' and jsonb_array_length(f.body -> 'partners') > 1)
      on conflict do nothing;
  end loop;
end $$;
