// The cases behind every figure, in SQL: which rows, dated how, and which of them count. Figures and the rows they open to are both
// made of these, so that they cannot disagree. Rows of other areas are read here and in the files beside, and never written: this is
// the one exception to "doors only", because a figure over many rows is one statement on one snapshot.
import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Span } from './period.ts'

export type Scope = { span: Span; partnerId?: Id | undefined }
type Sql = RawBuilder<unknown>

const ofPartner = (column: string, { partnerId }: Pick<Scope, 'partnerId'>) => (partnerId === undefined ? sql`` : sql`and ${sql.ref(column)} = ${partnerId}`)

/** Introductions by the moment they reached us: id, partner_id, at, counted. */
export const submitted = (r: Reading, scope: Scope): Sql => sql`
  select f.id, f.partner_id, f.submitted_at as at, true as counted from referral as f
  where f.workspace_id = ${r.workspace} and f.submitted_at >= ${scope.span.start} and f.submitted_at < ${scope.span.end} ${ofPartner('f.partner_id', scope)}`

/** Introductions by the moment we accepted or declined them: id, partner_id, at, and what the two measures on them ask about. */
export const decided = (r: Reading, scope: Scope): Sql => sql`
  select f.id, f.partner_id, f.answered_at as at, f.company_id, f.qualified_grade, f.opportunity_at is not null as has_opportunity from referral as f
  where f.workspace_id = ${r.workspace} and f.answered_at >= ${scope.span.start} and f.answered_at < ${scope.span.end} ${ofPartner('f.partner_id', scope)}`

/**
 * The companies among those of `decided` that fit now, for introductions without a grade at qualification. Asked for with one array of
 * ids, which the index answers in one sorted pass; a join would look each company up by itself, three times as slow.
 */
export const fit = (r: Reading): Sql => sql`
  select c.id from company as c
  where c.workspace_id = ${r.workspace} and c.icp_grade in ('A', 'B') and c.id = any (array(select company_id from decided where qualified_grade is null))`

/** Over rows of `decided`, beside `fit`. */
export const metIcp: Sql = sql`case when qualified_grade is null then company_id in (select id from fit) else qualified_grade in ('A', 'B') end`

/** Opportunities sourced by partners that were won or lost, by closing date: id, partner_id, at (a day), is_won, amount and currency. */
export const closed = (r: Reading, scope: Scope): Sql => sql`
  select o.id, o.partner_id, o.closed_on as at, o.state = 'won' as is_won, o.amount_minor, o.currency from opportunity as o
  where o.workspace_id = ${r.workspace} and o.attribution = 'sourced' and o.state in ('won', 'lost')
    and o.closed_on >= ${scope.span.firstDay} and o.closed_on <= ${scope.span.lastDay} ${ofPartner('o.partner_id', scope)}`

/** Promises by the moment they were due, kept or not: id, partner_id, at, counted. */
export const due = (r: Reading, scope: Scope): Sql => sql`
  select p.id, p.partner_id, p.due_at as at, p.outcome is not distinct from 'kept' as counted from promise as p
  where p.workspace_id = ${r.workspace} and p.due_at >= ${scope.span.start} and p.due_at < ${scope.span.end}
    and (p.outcome in ('kept', 'broken') or (p.settled_at is null and p.due_at < ${r.now})) ${ofPartner('p.partner_id', scope)}`

/** Commission lines by the day they were booked: partner_id, at (a day), amount and currency. Their rows come through the ledger's door. */
export const booked = (r: Reading, scope: Scope): Sql => sql`
  select l.partner_id, l.booked_on as at, l.amount_minor, l.currency from commission_line as l
  where l.workspace_id = ${r.workspace} and l.booked_on >= ${scope.span.firstDay} and l.booked_on <= ${scope.span.lastDay} ${ofPartner('l.partner_id', scope)}`

export type Timed = { attribution: 'sourced' | 'direct'; partnerId?: Id | undefined; today: string }
/** Opportunities of one kind with the days they took or have taken so far; no days, or days before the first, where dates are missing or contradict. */
export const timed = (r: Reading, which: Timed): Sql => sql`
  select o.id, o.partner_id, o.opened_on as at, o.state, o.state = 'won' as counted, (case when o.state = 'open' then ${which.today}::date else o.closed_on end) - o.opened_on as days
  from opportunity as o
  where o.workspace_id = ${r.workspace} and o.attribution = ${which.attribution} ${ofPartner('o.partner_id', which)}`
