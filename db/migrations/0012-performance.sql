-- Performance owns no tables. These indexes carry all that its figures read, so that a quarter of a large program is counted without
-- touching the tables; `include` keeps what is not searched by out of the key.
drop index referral_submitted;
create index referral_submitted on referral (workspace_id, submitted_at) include (partner_id);
create index referral_answered on referral (workspace_id, answered_at) include (partner_id, company_id, qualified_grade, opportunity_at) where answered_at is not null;
create index company_fit on company (workspace_id, id) where icp_grade in ('A', 'B');
create index opportunity_sourced_closed on opportunity (workspace_id, closed_on) include (partner_id, state, amount_minor, currency)
  where attribution = 'sourced' and state in ('won', 'lost');
create index promise_due_on on promise (workspace_id, due_at) include (partner_id, settled_at, outcome);
create index commission_line_booked_on on commission_line (workspace_id, booked_on) include (partner_id, currency, amount_minor);
-- Time to close looks at every opportunity of a kind, direct ones too.
create index opportunity_timed on opportunity (workspace_id, attribution, opened_on) include (closed_on, state, partner_id);
