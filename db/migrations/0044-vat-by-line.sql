-- For which commission lines an invoice is, and how much of its VAT belongs to each: VAT leaves with the line that it is for.
alter table commission_line no force row level security;
alter table statement_line no force row level security;
alter table invoice no force row level security;
alter table invoice_vat no force row level security;
alter table payment no force row level security;
alter table payment_vat no force row level security;
alter table payout_payment no force row level security;
alter table payout_vat no force row level security;

create table invoice_line (
  workspace_id uuid not null,
  invoice_id uuid not null,
  commission_line_id uuid not null,
  -- the invoice itself, or the one that a credit note lowers
  of_invoice_id uuid not null,
  net_minor bigint not null check (net_minor <> 0),
  vat_minor bigint not null,
  primary key (workspace_id, invoice_id, commission_line_id),
  foreign key (workspace_id, invoice_id) references invoice,
  foreign key (workspace_id, of_invoice_id) references invoice,
  foreign key (workspace_id, commission_line_id) references commission_line
);
create index invoice_line_line on invoice_line (workspace_id, commission_line_id);
create index invoice_line_of on invoice_line (workspace_id, of_invoice_id);
-- The VAT of the sum up to a line less that of the sum before it: together exactly what the invoice has.
insert into invoice_line (workspace_id, invoice_id, commission_line_id, of_invoice_id, net_minor, vat_minor)
select workspace_id, id, commission_line_id, id, net_minor, case when has_vat then round(up_to * vat_rate / 10000) - round((up_to - net_minor) * vat_rate / 10000) else 0 end
from (
  select i.workspace_id, i.id, s.commission_line_id, l.amount_minor as net_minor, i.vat_rate, v.invoice_id is not null as has_vat, sum(l.amount_minor) over (partition by i.workspace_id, i.id order by s.position) as up_to
  from invoice i join statement_line s on s.workspace_id = i.workspace_id and s.statement_id = i.statement_id
    join commission_line l on l.workspace_id = s.workspace_id and l.id = s.commission_line_id
    left join invoice_vat v on v.workspace_id = i.workspace_id and v.invoice_id = i.id
  where l.amount_minor <> 0
) as told;

-- A part of the VAT of an invoice is in one payment that stands.
create temp table paid_whole on commit drop as select * from payment_vat;
create temp table planned_whole on commit drop as select * from payout_vat;
drop table payment_vat;
drop table payout_vat;
create table payment_vat (
  workspace_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  commission_line_id uuid not null,
  freed_at timestamptz,
  primary key (workspace_id, payment_id, invoice_id, commission_line_id),
  foreign key (workspace_id, payment_id) references payment,
  foreign key (workspace_id, invoice_id, commission_line_id) references invoice_line
);
create unique index payment_vat_once on payment_vat (workspace_id, invoice_id, commission_line_id) where freed_at is null;
create table payout_vat (
  workspace_id uuid not null,
  payment_id uuid not null,
  invoice_id uuid not null,
  commission_line_id uuid not null,
  amount_minor bigint not null check (amount_minor <> 0),
  released_at timestamptz,
  primary key (workspace_id, payment_id, invoice_id, commission_line_id),
  foreign key (workspace_id, payment_id) references payout_payment,
  foreign key (workspace_id, invoice_id, commission_line_id) references invoice_line
);
create unique index payout_vat_once on payout_vat (workspace_id, invoice_id, commission_line_id) where released_at is null;
insert into payment_vat select w.workspace_id, w.payment_id, w.invoice_id, l.commission_line_id, w.freed_at from paid_whole w join invoice_line l using (workspace_id, invoice_id) where l.vat_minor <> 0;
insert into payout_vat select w.workspace_id, w.payment_id, w.invoice_id, l.commission_line_id, l.vat_minor, w.released_at from planned_whole w join invoice_line l using (workspace_id, invoice_id) where l.vat_minor <> 0;
select house.protect('invoice_line', 'select, insert');
select house.append_only('invoice_line');
select house.protect('payment_vat', 'select, insert, update');
select house.protect('payout_vat', 'select, insert, update');

alter table commission_line force row level security;
alter table statement_line force row level security;
alter table invoice force row level security;
alter table invoice_vat force row level security;
alter table payment force row level security;
alter table payout_payment force row level security;
