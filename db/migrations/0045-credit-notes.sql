-- A credit note takes back a part of one invoice, for what one statement took back.
alter table invoice no force row level security;
alter table invoice add column credits_id uuid;
alter table invoice add foreign key (workspace_id, credits_id) references invoice;
alter table invoice drop constraint invoice_workspace_id_statement_id_key;
create unique index invoice_statement_once on invoice (workspace_id, statement_id) where credits_id is null;
create unique index invoice_credit_once on invoice (workspace_id, statement_id, credits_id) where credits_id is not null;
alter table invoice drop constraint invoice_check3;
alter table invoice add constraint invoice_net_check check (case when credits_id is null then kind = 'self' or net_minor > 0 else net_minor < 0 end);
alter table invoice force row level security;

-- How much of an invoice credit notes took back; never more than it has, whoever writes them at once.
create table invoice_credit (
  workspace_id uuid not null,
  invoice_id uuid not null,
  net_minor bigint not null,
  vat_minor bigint not null,
  credited_net_minor bigint not null check (credited_net_minor between 0 and net_minor),
  credited_vat_minor bigint not null check (credited_vat_minor between 0 and vat_minor),
  primary key (workspace_id, invoice_id),
  foreign key (workspace_id, invoice_id) references invoice
);
select house.protect('invoice_credit', 'select, insert, update');
create function house.count_credit() returns trigger language plpgsql as $$
begin
  insert into public.invoice_credit (workspace_id, invoice_id, net_minor, vat_minor, credited_net_minor, credited_vat_minor)
    select i.workspace_id, i.id, i.net_minor, i.vat_minor, 0, 0 from public.invoice i
    where i.workspace_id = new.workspace_id and i.id = new.credits_id and i.credits_id is null and i.net_minor > 0
      and (i.partner_id, i.currency, i.kind) = (new.partner_id, new.currency, new.kind)
    on conflict (workspace_id, invoice_id) do nothing;
  update public.invoice_credit c set credited_net_minor = c.credited_net_minor - new.net_minor, credited_vat_minor = c.credited_vat_minor - new.vat_minor
    where c.workspace_id = new.workspace_id and c.invoice_id = new.credits_id;
  if not found then
    raise exception 'a credit note is for an invoice of the same partner' using errcode = 'check_violation', constraint = 'invoice_credits_check';
  end if;
  return new;
end $$;
create trigger credits before insert on invoice for each row when (new.credits_id is not null) execute function house.count_credit();
