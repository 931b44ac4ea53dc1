import { sql } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import type { HypothesisRow } from '../hypotheses/index.ts'
import { bookedIn, closedIn, firstIn, members, qualifiedIn, settledIn, valuedIn, type Test } from './hypothesis-populations.ts'
import type { Share, TimeIn } from './hypothesis-rules.ts'
import { spanOf } from './period.ts'

export type Actuals = {
  /** Months since the test began, up to today or to the day it was decided. */
  months: number
  times: TimeIn[]
  /** Partners that are in it, and of these those in state active. */
  partners: number; activePartners: number
  qualified: number; settled: Share; closed: Share
  /** Minor units in the predictions' currency; `unvalued` were won without an amount in it. */
  amounts: number[]; unvalued: number
  /** Booked to its partners in the predictions' currency; null where the reader may not see money. */
  feesMinor: bigint | null
}

const daysPerMonth = 30.4375
/** In months of average length; negative when `to` comes first. */
export const monthsBetween = (from: string, to: string): number => Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days / daysPerMonth

/** The days of a test, or undefined while it has not begun. */
export async function testOf(r: Reading, hypothesis: HypothesisRow): Promise<Test | undefined> {
  const { testingFrom, testedUntil } = hypothesis
  if (testingFrom === null) return undefined
  const { timeZone } = await workspaceSettings(r)
  const end = testedUntil ?? dayOf(r.now, timeZone).add({ days: 1 }).toString()
  return { hypothesisId: hypothesis.id, firstDay: testingFrom, end, timeZone, span: spanOf({ from: testingFrom, to: Temporal.PlainDate.from(end).subtract({ days: 1 }).toString() }, timeZone) }
}

/** What happened in a test so far. */
export async function actualsOf(r: Reading, test: Test, currency: string): Promise<Actuals> {
  const { rows: stays } = await sql<{ partner_id: Id; days: number; first_after: number | null; is_in: boolean; state: string }>`
    with members as (${members(r, test)}), first as (${firstIn(r, test)})
    select m.partner_id, m.ends - m.starts as days, m.ends = ${test.end}::date as is_in, p.state,
      (select min((f.at at time zone ${test.timeZone})::date) - m.starts from first f where f.partner_id = m.partner_id and (f.at at time zone ${test.timeZone})::date >= m.starts and (f.at at time zone ${test.timeZone})::date < m.ends) as first_after
    from members m join partner p on p.workspace_id = ${r.workspace} and p.id = m.partner_id order by m.starts, m.partner_id`.execute(r.q)
  const shareOf = async (cases: ReturnType<typeof settledIn>): Promise<Share> =>
    (await sql<Share>`select count(*) filter (where counted)::int as counted, count(*)::int as cases from (${cases}) as cases`.execute(r.q)).rows[0] ?? { counted: 0, cases: 0 }
  const { rows: valued } = await sql<{ amount_minor: bigint | null; counted: boolean }>`select amount_minor, counted from (${valuedIn(r, test, currency)}) as valued`.execute(r.q)
  const inIt = stays.filter((stay) => stay.is_in)
  return {
    months: monthsBetween(test.firstDay, test.end),
    times: stays.map((stay) => ({ months: stay.days / daysPerMonth, firstAt: stay.first_after === null ? null : stay.first_after / daysPerMonth, isIn: stay.is_in })),
    partners: inIt.length, activePartners: inIt.filter((stay) => stay.state === 'active').length,
    qualified: (await shareOf(qualifiedIn(r, test))).cases, settled: await shareOf(settledIn(r, test)), closed: await shareOf(closedIn(r, test)),
    amounts: valued.filter((row) => row.counted).map((row) => Number(row.amount_minor)), unvalued: valued.filter((row) => !row.counted).length,
    feesMinor: may(r.actor, 'ledger:read') ? await feesOf(r, test, currency) : null,
  }
}

/** The plans that hold today for partners that belong to it today, most partners first. */
export async function plansIn(r: Reading, hypothesisId: Id): Promise<{ id: Id; name: string; partners: number }[]> {
  const { timeZone } = await workspaceSettings(r)
  const today = dayOf(r.now, timeZone).toString()
  const { rows } = await sql<{ id: Id; name: string; partners: number }>`
    select p.id, p.name, count(*)::int as partners
    from hypothesis_partner h
    join partner_plan a on a.workspace_id = h.workspace_id and a.partner_id = h.partner_id and a.replaced_at is null and a.starts_on <= ${today}::date and coalesce(a.ends_on > ${today}::date, true)
    join plan_version v on v.workspace_id = a.workspace_id and v.id = a.plan_version_id
    join plan p on p.workspace_id = v.workspace_id and p.id = v.plan_id
    where h.workspace_id = ${r.workspace} and h.hypothesis_id = ${hypothesisId} and h.replaced_at is null and h.starts_on <= ${today}::date and coalesce(h.ends_on > ${today}::date, true)
    group by p.id, p.name order by partners desc, p.name`.execute(r.q)
  return rows
}

async function feesOf(r: Reading, test: Test, currency: string): Promise<bigint> {
  const { rows } = await sql<{ sum: string }>`select coalesce(sum(amount_minor), 0)::text as sum from (${bookedIn(r, test)}) as booked where currency = ${currency}`.execute(r.q)
  return BigInt(rows[0]?.sum ?? '0')
}
