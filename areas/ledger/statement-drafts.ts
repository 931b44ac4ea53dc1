import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { endedPartners } from '../partners/index.ts'
import { plansWithin, statedEvery } from '../program/index.ts'
import { addUp, spanOf, type PeriodSpan, type Totals } from './statement-rules.ts'
import { lastStatements, untoldPayments, untoldSums } from './statement-store.ts'

/** What a statement would say now. */
export type Draft = Totals & { partnerId: Id; currency: string; lines: number; isZero: boolean }

/**
 * The statements that a period has for these partners, or for all, sorted by partner and currency: whoever was on a plan that pays by this
 * kind of period, has something to be told, or an open balance from the last one.
 */
export async function draftsOf(r: Reading, span: PeriodSpan, partnerIds?: Id[]): Promise<Draft[]> {
  const [onPlans, sums, payments, before] = await Promise.all([plansWithin(r, span.from, span.to, partnerIds), untoldSums(r, span, partnerIds), untoldPayments(r, span.to, partnerIds), lastStatements(r, partnerIds)])
  const ended = await endedPartners(r, onPlans.map((one) => one.partnerId))
  const currencies = new Map<Id, Set<string>>()
  const need = (partnerId: Id, currency: string) => currencies.set(partnerId, (currencies.get(partnerId) ?? new Set()).add(currency))
  for (const { partnerId, version } of onPlans) if (statedEvery(version.terms) === span.every && !ended.has(partnerId)) need(partnerId, version.terms.currency)
  for (const { partnerId, currency } of sums) need(partnerId, currency)
  for (const { partnerId, currency, period, closingMinor } of before) if (closingMinor !== 0n && (currencies.has(partnerId) || spanOf(period).every === span.every)) need(partnerId, currency)
  for (const { partnerId, currency } of payments) if (currencies.has(partnerId)) need(partnerId, currency)

  const key = (one: { partnerId: Id; currency: string }) => `${one.partnerId} ${one.currency}`
  const sumOf = new Map(sums.map((one) => [key(one), one]))
  const lastOf = new Map(before.map((one) => [key(one), one]))
  const paidOf = Map.groupBy(payments, key)
  return [...currencies].flatMap(([partnerId, own]) => [...own].map((currency): Draft => {
    const at = key({ partnerId, currency })
    const sum = sumOf.get(at)
    const paid = paidOf.get(at) ?? []
    const totals = addUp(lastOf.get(at)?.closingMinor ?? 0n, [{ amountMinor: sum?.earnedMinor ?? 0n }, { amountMinor: sum?.takenBackMinor ?? 0n }], paid)
    return { partnerId, currency, ...totals, lines: sum?.lines ?? 0, isZero: sum === undefined && paid.length === 0 && totals.openingMinor === 0n }
  })).sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
