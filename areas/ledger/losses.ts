// Guards L8 for what a partner loses at the end: due from the facts and what is not paid, less what was lost already, as lines of their own.
import { sql } from 'kysely'
import { showId, type Id } from '../../kernel/ids.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { payTermsIn, sayAmount, type Fact, type Plan, type PlanSpan } from '../program/index.ts'
import { losesBelow, tooSmall } from './below-minimum.ts'
import type { Difference } from './difference.ts'
import { groupOf, losersAmong, lossOf, lostOf, type Lost } from './loss-lines.ts'

/** What lines of losses are about: "lost:" and the fact that the partnership ended. They follow from no item. */
export const lostBy = (factId: string): string => `lost:${factId}`
/** Whether a line tells of a loss: its day is the one on which it was lost. */
export const isLoss = (itemKey: string | null): boolean => itemKey?.startsWith(lostBy('')) ?? false

type Ended = Extract<Fact, { kind: 'ended' }>

/**
 * What a partner loses, or gets back, now: under `all` whatever is not paid while the fact stands, also what becomes payable later; under
 * `below_minimum` what was less than that when the fact was told. A debt stays. And what was too small on a payment day. Where nothing ended
 * and the plan carries what is too small it asks the database nothing.
 */
export async function lossesOf(r: Reading, partnerId: Id, spans: PlanSpan[], own: Fact[]): Promise<Difference[]> {
  const ended = own.filter((fact): fact is Ended => fact.kind === 'ended' && fact.partner === showId('partner', partnerId))
  const losing = losesBelow(spans)
  if (ended.length === 0 && !losing) return []
  const lost = await lostOf(r, partnerId)
  const atEnd = ended.length === 0 ? [] : await lostAtEnd(r, partnerId, spans, own, ended, lost)
  // At an end that loses all, nothing is left that could be too small.
  return atEnd.length > 0 || !losing ? atEnd : tooSmall(r, partnerId, spans, lost, await todayOf(r))
}

async function lostAtEnd(r: Reading, partnerId: Id, spans: PlanSpan[], own: Fact[], ended: Ended[], lost: Lost[]): Promise<Difference[]> {
  const withdrawn = new Set(own.flatMap((fact) => (fact.kind === 'withdrawn' ? [fact.of] : [])))
  const back = lost.filter((one) => one.minor !== 0n && ended.some((fact) => withdrawn.has(fact.id) && one.itemKey === lostBy(fact.id)))
  const differences = back.map((one): Difference => lossOf(partnerId, one, -one.minor, ['The partnership did not end; what was lost is owed again.']))
  const standing = ended.filter((fact) => !withdrawn.has(fact.id)).sort((a, b) => (a.at < b.at ? -1 : 1))
  if (standing.length === 0) return differences
  const unpaid = await unpaidOf(r, partnerId)
  for (const one of back) unpaid.push({ component: one.component, currency: one.currency, minor: -one.minor })
  for (const fact of standing) {
    const day = fact.at.slice(0, 10)
    const span = spans.find((one) => one.from <= day && (one.until === null || day < one.until))
    const rule = span?.plan?.payout.forfeits.find((one) => one.on === fact.why)
    if (!span?.plan || !rule) continue
    for (const [key, minor] of balancesIn(span.plan, unpaid)) {
      const [currency = '', component = ''] = key.split(' ')
      const before = lost.find((one) => one.itemKey === lostBy(fact.id) && one.component === component && one.currency === currency)
      const minimum = payTermsIn(span.plan, component, currency).minimumMinor ?? 0n
      if (minor <= 0n || (rule.what === 'below_minimum' && (minor >= minimum || before !== undefined))) continue
      const about = before ?? { itemKey: lostBy(fact.id), component, currency, earnedOn: day, planVersionId: span.planVersionId, lastLineId: null, clause: rule.what === 'all' ? `What is not paid is lost when the partnership ends: ${fact.why}.` : `Less than the smallest payment is lost when the partnership ends: ${fact.why}.` }
      differences.push(lossOf(partnerId, about, -minor, [`The partnership ended on ${sayDate(Temporal.PlainDate.from(day))}: ${fact.why}.`, `${sayAmount(minor, currency)} that ${rule.what === 'all' ? 'was not paid' : 'was less than the smallest payment'} is lost, as the plan says.`]))
      unpaid.push({ component, currency, minor: -minor })
    }
  }
  return differences
}

type Unpaid = { component: string; currency: string; minor: bigint }
/** By currency and the plan's groups, each under a component of it, so that it is set off within its group. */
function balancesIn(plan: Plan, unpaid: Unpaid[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { component, currency, minor } of unpaid) {
    const key = groupOf(plan, component, currency)
    sums.set(key, (sums.get(key) ?? 0n) + minor)
  }
  return sums
}

async function unpaidOf(r: Reading, partnerId: Id): Promise<Unpaid[]> {
  const { rows } = await sql<{ component: string; currency: string; minor: string }>`
    select l.component, l.currency, sum(l.payable_minor)::text as minor from commission_line l where l.workspace_id = ${r.workspace} and l.partner_id = ${partnerId}
      and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null) group by 1, 2`.execute(r.q)
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor) }))
}

/** Of these partners, those who lose something when others book for them, or a payment comes back. */
export const losersOf = (r: Reading, partnerIds: Id[]): Promise<Id[]> => losersAmong(r, partnerIds, endedAmong)

/** Of these partners, those of whom it was told that the partnership ended. */
async function endedAmong(r: Reading, partnerIds: Id[]): Promise<Id[]> {
  if (partnerIds.length === 0) return []
  const topics = new Map(partnerIds.map((id) => [`p:${showId('partner', id)}`, id]))
  const rows = await r.q
    .selectFrom('plan_fact_topic as t').innerJoin('plan_fact as f', (j) => j.onRef('f.workspace_id', '=', 't.workspace_id').onRef('f.id', '=', 't.fact_id')).select('t.topic').distinct()
    .where('t.workspace_id', '=', r.workspace).where('t.topic', 'in', [...topics.keys()]).where('f.kind', '=', 'ended').execute()
  return rows.flatMap((row) => topics.get(row.topic) ?? [])
}
