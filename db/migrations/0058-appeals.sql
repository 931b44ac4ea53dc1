-- A partner may ask once that an introduction which was not taken up is looked at again. Where a case was decided, that opens another one, which names it.
alter table referral_decision drop constraint referral_decision_kind_check;
alter table referral_decision add constraint referral_decision_kind_check
  check (kind in ('accepted', 'asked', 'declined', 'contacted', 'met', 'qualified', 'opportunity', 'won', 'lost', 'reopened', 'appealed'));
create unique index referral_decision_appealed_once on referral_decision (workspace_id, referral_id) where kind = 'appealed';

alter table conflict add column appeal_of uuid;
-- A reference is checked by reading the table, and whoever migrates without being a superuser reads nothing of it while isolation binds its owner too.
alter table conflict no force row level security;
alter table conflict add foreign key (workspace_id, appeal_of) references conflict;
alter table conflict force row level security;
create unique index conflict_appealed_once on conflict (workspace_id, appeal_of) where appeal_of is not null;
