-- Somebody says that a commission line is wrong, and by which facts it is put right. The line itself never changes; what follows is booked
-- beside it and cites the event of the correction.
create table commission_correction (
  workspace_id uuid not null,
  id uuid not null,
  commission_line_id uuid not null,
  partner_id uuid not null,
  -- replaced: told anew with what holds; withdrawn: it never was; lowered: a part of it fell away on a day
  how text not null check (how in ('replaced', 'withdrawn', 'lowered')),
  why text not null check (why <> ''),
  -- what was said to hold instead, by field: before and after
  change jsonb not null,
  -- the facts that were told, in order, by the names they were told under
  fact_keys text[] not null check (cardinality(fact_keys) > 0),
  -- the event under which they were told; the journals of what follows cite it
  event_id uuid not null,
  said_at timestamptz not null,
  said_by uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, commission_line_id) references commission_line,
  foreign key (workspace_id, partner_id) references partner
);
create index commission_correction_line on commission_correction (workspace_id, commission_line_id);
create index commission_correction_event on commission_correction (workspace_id, event_id);
select house.protect('commission_correction', 'select, insert');
select house.append_only('commission_correction');
