// Guards L8 for what is less than a plan's smallest payment and is lost on its payment day: due from the lines and that day alone, so that it
// does not hang on who makes which payout when, and can be worked out again.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { sayDate } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { payTermsIn, sayAmount, type Plan, type PlanSpan } from '../program/index.ts'
import type { Difference } from './difference.ts'
import { groupOf, lossOf, type Lost } from './loss-lines.ts'

/** What such lines are about: "lost:below:" and the payment day. They follow from no item. */
export const lostBelow = (day: string): string => `lost:below:${day}`
const isBelow = (one: Pick<Lost, 'itemKey'>): boolean => one.itemKey.startsWith(lostBelow(''))
const isLosing = (plan: Plan | null | undefined): plan is Plan => plan?.payout.below === 'forfeited'

/** Whether one of these plans lets go of what is too small. */
export const losesBelow = (spans: PlanSpan[]): boolean => spans.some((span) => isLosing(span.plan))

/**
 * What a partner loses, or gets back. On a payment day that is over: whatever is payable by it and in no payment, where it comes to less than
 * the plan's smallest payment, in each group and currency; not while some of it is disputed or held. Where an item in it is taken back later,
 * as much of the loss is taken back, so that nobody owes what they never got. A plan that carries asks the database nothing.
 */
export async function tooSmall(r: Reading, partnerId: Id, spans: PlanSpan[], lost: Lost[], today: string): Promise<Difference[]> {
  if (!losesBelow(spans)) return []
  const differences: Difference[] = []
  const balances = await payableBefore(r, partnerId, today)
  const planOn = (day: string) => spans.findLast((span) => span.from <= day)
  for (const day of [...new Set(balances.filter((one) => one.minor > 0n).map((one) => one.on))].sort()) {
    const span = planOn(day)
    if (!isLosing(span?.plan)) continue
    const { plan } = span
    for (const [key, own] of Map.groupBy(balances.filter((one) => one.on <= day), ({ component, currency }) => groupOf(plan, component, currency))) {
      const [currency = '', component = ''] = key.split(' ')
      const minor = own.reduce((sum, one) => sum + one.minor, 0n)
      const minimum = payTermsIn(plan, component, currency).minimumMinor ?? 0n
      if (minor <= 0n || minor >= minimum || own.some((one) => one.isKept)) continue
      const before = lost.find((one) => one.itemKey === lostBelow(day) && one.component === component && one.currency === currency)
      const about = before ?? { itemKey: lostBelow(day), component, currency, earnedOn: day, planVersionId: span.planVersionId, lastLineId: null, clause: `Less than the smallest payment, ${sayAmount(minimum, currency)}, is lost on the payment day.` }
      differences.push(lossOf(partnerId, about, -minor, [`${sayAmount(minor, currency)} could be paid by ${sayDate(Temporal.PlainDate.from(day))}. The smallest payment is ${sayAmount(minimum, currency)}; less is lost, as the plan says.`]))
      balances.push({ on: day, component, currency, minor: -minor, isKept: false })
    }
  }
  return [...differences, ...(await givenBack(r, partnerId, spans, lost.filter(isBelow)))]
}

type Payable = { on: string; component: string; currency: string; minor: bigint; isKept: boolean }
async function payableBefore(r: Reading, partnerId: Id, today: string): Promise<Payable[]> {
  const { rows } = await sql<{ on: string; component: string; currency: string; minor: string; kept: boolean }>`
    select l.payable_on::text as on, l.component, l.currency, sum(l.payable_minor)::text as minor,
      bool_or(l.payable_minor > 0 and ((l.held_until is not null and l.held_until > ${today}::date) or exists (select from dispute d where d.workspace_id = l.workspace_id and d.commission_line_id = l.id and d.state <> 'settled'))) as kept
    from commission_line l where l.workspace_id = ${r.workspace} and l.partner_id = ${partnerId} and l.payable_on < ${today}::date and l.payable_minor <> 0
      and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null)
    group by l.payable_on, l.component, l.currency`.execute(r.q)
  return rows.map(({ kept, minor, ...row }) => ({ ...row, minor: BigInt(minor), isKept: kept }))
}

/** Of each loss as much as was taken back since of the items in it, never more than the loss. */
async function givenBack(r: Reading, partnerId: Id, spans: PlanSpan[], lost: Lost[]): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const one of lost) {
    const day = one.earnedOn
    const before = lost.filter((other) => other.currency === one.currency && other.component === one.component && other.earnedOn < day).map((other) => other.earnedOn).sort().at(-1) ?? ''
    const plan = spans.findLast((span) => span.from <= day)?.plan
    const since = (await changedSince(r, partnerId, one, day, before)).reduce((sum, row) => (plan && groupOf(plan, row.component, one.currency) !== groupOf(plan, one.component, one.currency) ? sum : sum + row.minor), 0n)
    const taken = since >= 0n ? 0n : -since > -one.firstMinor ? -one.firstMinor : -since
    const minor = one.firstMinor + taken - one.minor
    if (minor !== 0n) differences.push(lossOf(partnerId, one, minor, [minor > 0n ? `What it was lost of was taken back since; ${sayAmount(minor, one.currency)} of the loss no longer stands.` : 'What it was lost of is earned after all.']))
  }
  return differences
}

/** By component, what was booked after a payment day on items that were payable by it and not paid. */
async function changedSince(r: Reading, partnerId: Id, { currency, firstLineId }: Lost, day: string, before: string): Promise<{ component: string; minor: bigint }[]> {
  const paidIn = sql`(select p.payment_id from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null)`
  const { rows } = await sql<{ component: string; minor: string }>`
    select later.component, sum(later.payable_minor)::text as minor from (
      select distinct l.item_id, l.item_key, l.component from commission_line l
      where l.workspace_id = ${r.workspace} and l.partner_id = ${partnerId} and l.currency = ${currency} and l.payable_on <= ${day}::date and (${before} = '' or l.payable_on > nullif(${before}, '')::date) and l.item_key not like 'lost:%'
        and ${paidIn} is not distinct from (select p.payment_id from payment_line p where p.workspace_id = ${r.workspace} and p.commission_line_id = ${firstLineId} and p.freed_at is null)) own
    join commission_line later on later.workspace_id = ${r.workspace} and later.item_id = own.item_id and later.item_key = own.item_key and later.component = own.component and later.partner_id = ${partnerId} and later.currency = ${currency} and later.payable_on > ${day}::date
    group by later.component`.execute(r.q)
  return rows.map((row) => ({ component: row.component, minor: BigInt(row.minor) }))
}
