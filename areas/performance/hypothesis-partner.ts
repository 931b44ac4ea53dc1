import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { hypothesisById, predictionsOf, type HypothesisRow } from '../hypotheses/index.ts'
import { monthsBetween, testOf } from './hypothesis-actuals.ts'
import { comparePartner, type Comparison } from './hypothesis-partner-rules.ts'
import { broughtBy, closedIn, firstIn, members, qualifiedIn, settledIn, valuedIn, type Test } from './hypothesis-populations.ts'
import type { Share } from './hypothesis-rules.ts'
import type { PeriodWish } from './period.ts'
import { askedPeriod } from './program.ts'

export type PartnerInTest = Pick<HypothesisRow, 'type' | 'segment' | 'state'> & Comparison & { /** Of its predictions. */ version: number; /** The first day of the test. */ from: string | null }

/**
 * What one partner brought in a period to the test of a hypothesis, beside what was predicted: counted out of the cases that the verdict
 * counts, so that partners and periods add up to it. Without lines while the test has not begun.
 */
export async function partnerInTest(r: Reading, { hypothesisId, partnerId }: { hypothesisId: Id; partnerId: Id }, wish: PeriodWish): Promise<PartnerInTest> {
  const hypothesis = await hypothesisById(r, hypothesisId)
  const [inForce] = await predictionsOf(r, hypothesisId)
  if (!inForce) throw new Error(`hypothesis ${hypothesisId} has no predictions`)
  const said = { type: hypothesis.type, segment: hypothesis.segment, state: hypothesis.state, version: inForce.version }
  const test = await testOf(r, hypothesis)
  if (!test) return { ...said, from: null, ramp: null, lines: [] }
  const { now: span, today } = await askedPeriod(r, wish)
  const { currency } = inForce.predictions
  const share = async (cases: ReturnType<typeof qualifiedIn>, kind: 'moments' | 'days'): Promise<Share> =>
    (await sql<Share>`select count(*)::int as cases, count(*) filter (where counted)::int as counted from (${broughtBy(partnerId, span, cases, kind)}) as brought`.execute(r.q)).rows[0] ?? { counted: 0, cases: 0 }
  const valued = await sql<{ cases: number; sum: string }>`select count(*)::int as cases, coalesce(sum(amount_minor), 0)::text as sum from (${broughtBy(partnerId, span, valuedIn(r, test, currency), 'days')}) as valued where counted`.execute(r.q)
  return {
    ...said, from: test.firstDay,
    ...comparePartner(inForce.predictions, {
      qualified: (await share(qualifiedIn(r, test), 'moments')).cases, settled: await share(settledIn(r, test), 'moments'), closed: await share(closedIn(r, test), 'days'),
      amounts: { cases: valued.rows[0]?.cases ?? 0, sumMinor: BigInt(valued.rows[0]?.sum ?? '0') }, waiting: await waitingOf(r, test, partnerId, span.lastDay < today ? span.lastDay : today),
    }),
  }
}

/** Since when and for how many months a partner that has introduced nobody yet has been in the test on a day. */
async function waitingOf(r: Reading, test: Test, partnerId: Id, day: string): Promise<{ since: string; months: number } | null> {
  const { rows: stays } = await sql<{ starts: string }>`select starts from (${members(r, test)}) as members where partner_id = ${partnerId} and starts <= ${day}::date order by starts limit 1`.execute(r.q)
  const { rows: firsts } = await sql<{ at: Temporal.Instant }>`select at from (${firstIn(r, test)}) as first where partner_id = ${partnerId} order by at limit 1`.execute(r.q)
  const [stay, first] = [stays[0], firsts[0]]
  if (!stay || (first && dayOf(first.at, test.timeZone).toString() <= day)) return null
  return { since: stay.starts, months: monthsBetween(stay.starts, day) }
}
