-- The quarterly review of one partner: prepared while open, frozen when held.
create table review (
  workspace_id uuid not null references identity.workspace,
  id uuid not null,
  partner_id uuid not null,
  -- the first day of its quarter
  quarter_from date not null check (extract(day from quarter_from) = 1 and extract(month from quarter_from) in (1, 4, 7, 10)),
  state text not null check (state in ('open', 'held')),
  opened_at timestamptz not null,
  opened_by uuid,
  -- what follows is said when it is held
  held_on date,
  held_at timestamptz,
  held_by uuid,
  attendees text check (attendees <> ''),
  conclusion text check (conclusion in ('grow', 'keep', 'fix', 'fit_conversation')),
  why text check (why <> ''),
  -- the figures as they were, with what was predicted of them
  numbers jsonb check (jsonb_typeof(numbers) = 'object'),
  hypothesis_id uuid,
  primary key (workspace_id, id),
  constraint review_one_a_quarter unique (workspace_id, partner_id, quarter_from),
  foreign key (workspace_id, partner_id) references partner,
  foreign key (workspace_id, hypothesis_id) references hypothesis,
  check (case state
    when 'held' then held_on is not null and held_at is not null and attendees is not null and conclusion is not null and why is not null and numbers is not null
    else held_on is null and held_at is null and held_by is null and attendees is null and conclusion is null and why is null and numbers is null and hypothesis_id is null end)
);
create index review_quarter on review (workspace_id, quarter_from, state);
create index review_hypothesis on review (workspace_id, hypothesis_id) where hypothesis_id is not null;
select house.protect('review', 'select, insert, update');

-- What was said at a review stays as it was said.
create function house.refuse_change_of_held() returns trigger language plpgsql as $$
begin
  if old.state = 'held' then raise exception 'a review that was held does not change' using errcode = 'restrict_violation'; end if;
  return new;
end $$;
create trigger held_stays before update on review for each row execute function house.refuse_change_of_held();

-- Notes, version by version: the newest is in force, those before a correction stay readable.
create table review_note (
  workspace_id uuid not null,
  review_id uuid not null,
  version integer not null check (version > 0),
  notes text not null,
  -- needed once the review was held
  why text,
  written_at timestamptz not null,
  written_by uuid,
  primary key (workspace_id, review_id, version),
  foreign key (workspace_id, review_id) references review
);
select house.protect('review_note', 'select, insert');
select house.append_only('review_note');

-- What was agreed: at most five, each with an owner, one of us or somebody at the partner in words, and a day.
create table review_action (
  workspace_id uuid not null,
  id uuid not null,
  review_id uuid not null,
  n smallint not null,
  words text not null check (words <> ''),
  owner_id uuid,
  owner_words text check (owner_words <> ''),
  due_on date not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  settled_at timestamptz,
  settled_by uuid,
  settled_why text,
  added_at timestamptz not null,
  added_by uuid,
  primary key (workspace_id, id),
  constraint review_action_five check (n between 1 and 5),
  constraint review_action_place unique (workspace_id, review_id, n),
  foreign key (workspace_id, review_id) references review,
  foreign key (workspace_id, owner_id) references member,
  check ((owner_id is null) <> (owner_words is null)),
  check ((state = 'open') = (settled_at is null)),
  check (state <> 'dropped' or settled_why is not null)
);
create index review_action_open on review_action (workspace_id, owner_id) where state = 'open';
select house.protect('review_action', 'select, insert, update');
