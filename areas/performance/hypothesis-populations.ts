// The cases of a test: what partners introduced and closed while they belonged to a hypothesis, out of the populations that every other
// figure counts. Each gives id, partner_id, at, counted.
import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { settleDays } from './hypothesis-rules.ts'
import type { Span } from './period.ts'
import { booked, closed, submitted } from './populations.ts'

/** `firstDay` is the first day of the test and `end` the first that is no longer part of it; both are days. */
export type Test = { hypothesisId: Id; span: Span; firstDay: string; end: string; timeZone: string }
type Sql = RawBuilder<unknown>

/** Partners with the days in which they belong to it and it is under test: partner_id, starts, ends (not included). */
export const members = (r: Reading, { hypothesisId, firstDay, end }: Test): Sql => sql`
  select p.partner_id, greatest(p.starts_on, ${firstDay}::date) as starts, least(coalesce(p.ends_on, ${end}::date), ${end}::date) as ends
  from hypothesis_partner as p
  where p.workspace_id = ${r.workspace} and p.hypothesis_id = ${hypothesisId} and p.replaced_at is null
    and p.starts_on < ${end}::date and coalesce(p.ends_on, ${end}::date) > ${firstDay}::date`

const dayOf = (column: Sql, { timeZone }: Test): Sql => sql`(${column} at time zone ${timeZone})::date`

/** Introductions that belong to it by their partner and the day they reached us, with what became of them. */
const tied = (r: Reading, test: Test): Sql => sql`
  select s.id, s.partner_id, s.at, m.starts, f.qualified_at, f.opportunity_at
  from (${submitted(r, { span: test.span })}) as s
  join (${members(r, test)}) as m on m.partner_id = s.partner_id and ${dayOf(sql`s.at`, test)} >= m.starts and ${dayOf(sql`s.at`, test)} < m.ends
  join referral as f on f.workspace_id = ${r.workspace} and f.id = s.id`

/** Of cases whose `at` is a moment or a day, those of one partner in a period. */
export const broughtBy = (partnerId: Id, span: Span, cases: Sql, kind: 'moments' | 'days'): Sql => sql`
  select * from (${cases}) as cases
  where partner_id = ${partnerId} and ${kind === 'moments' ? sql`at >= ${span.start} and at < ${span.end}` : sql`at >= ${span.firstDay}::date and at <= ${span.lastDay}::date`}`

export const qualifiedIn = (r: Reading, test: Test): Sql => sql`
  select id, partner_id, qualified_at as at, true as counted from (${tied(r, test)}) as tied where qualified_at < ${test.span.end}`

/** Qualified long enough ago that most of what becomes an opportunity has. */
export const settledIn = (r: Reading, test: Test): Sql => sql`
  select id, partner_id, qualified_at as at, opportunity_at is not null as counted from (${tied(r, test)}) as tied
  where qualified_at < ${test.span.end} and qualified_at < ${r.now}::timestamptz - make_interval(days => ${settleDays}::int)`

/** The first introduction of each partner in it. */
export const firstIn = (r: Reading, test: Test): Sql => sql`
  select distinct on (partner_id, starts) id, partner_id, at, true as counted from (${tied(r, test)}) as tied order by partner_id, starts, at, id`

/** Partner-sourced opportunities that came of it, by the day of their introduction, else by the day they were opened: with is_won, amount_minor, currency. */
export const closedIn = (r: Reading, test: Test): Sql => sql`
  select c.id, c.partner_id, c.at, c.is_won as counted, c.amount_minor, c.currency
  from (${closed(r, { span: test.span })}) as c
  join opportunity as o on o.workspace_id = ${r.workspace} and o.id = c.id
  left join referral as f on f.workspace_id = ${r.workspace} and f.id = o.referral_id
  cross join lateral (select coalesce(${dayOf(sql`f.submitted_at`, test)}, o.opened_on, ${dayOf(sql`o.created_at`, test)}) as day) as tie
  join (${members(r, test)}) as m on m.partner_id = c.partner_id and tie.day >= m.starts and tie.day < m.ends`

/** Won ones with an amount in the currency that was predicted in. */
export const valuedIn = (r: Reading, test: Test, currency: string): Sql => sql`
  select id, partner_id, at, amount_minor is not null and currency = ${currency} as counted, amount_minor, currency from (${closedIn(r, test)}) as closed where counted`

/** Commission lines booked to its partners while they belong to it. */
export const bookedIn = (r: Reading, test: Test): Sql => sql`
  select b.partner_id, b.amount_minor, b.currency from (${booked(r, { span: test.span })}) as b
  join (${members(r, test)}) as m on m.partner_id = b.partner_id and b.at >= m.starts and b.at < m.ends`
