// What decides beside the amount whether and how a partner is paid, as plans say it: asked for, what it needs, and exchange.
import { round, times, whole, type Fraction } from '../../kernel/fraction.ts'
import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { exchangeOn, needsHold, planSpans, versionsById, type Exchange } from '../program/index.ts'
import { factsOn } from './fact-store.ts'
import { ofPartner, ofRate } from './fact-topics.ts'
import { factsOfSeller, ownFacts } from './facts-of-seller.ts'
import type { PayableLine } from './payments.ts'

/**
 * `exchange`: at which rate it leaves in another currency; `none` where that has no rate. `books`: minor units of the vendor's books for one
 * of what is owed today, and what each line stands at in them; null where they are the same or have no rate.
 */
export type PayStanding = { isAsked: boolean; needsMet: boolean; exchange: (Exchange & { currency: string }) | 'none' | null; books: { currency: string; perMinor: Fraction; booked: ReadonlyMap<Id, bigint> } | null }

/** Of lines of one partner that are paid together. Most plans ask nothing of the database. */
export async function payStandingOf(r: Reading, lines: PayableLine[]): Promise<PayStanding> {
  const [first] = lines
  if (!first) return { isAsked: true, needsMet: true, exchange: null, books: null }
  const { terms, partnerId } = first
  const needing = new Set(lines.flatMap((line) => (line.terms.needs ? [line.planVersionId] : [])))
  return {
    isAsked: lines.some((line) => line.terms.onRequest) ? await isAsked(r, partnerId) : true, needsMet: needing.size === 0 ? true : await allHold(r, partnerId, [...needing]),
    ...(terms.currency === null && terms.books === null ? { exchange: null, books: null } : await exchanged(r, first, lines)),
  }
}

/** The newest payment to a partner that did not come back. */
export const lastPayment = (r: Reading, partnerId: Id) =>
  r.q.selectFrom('payment').select(['id', 'posted_at']).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('state', '<>', 'returned').orderBy('posted_at', 'desc').limit(1).executeTakeFirst()

/** Whether the partner asked since the last payment was made. */
async function isAsked(r: Reading, partnerId: Id): Promise<boolean> {
  const asked = (await factsOn(r, [ofPartner(showId('partner', partnerId))])).filter((fact) => fact.kind === 'payout_requested')
  if (asked.length === 0) return false
  const rows = await r.q.selectFrom('plan_fact').select(['key', 'recorded_at']).where('workspace_id', '=', r.workspace).where('key', 'in', asked.map((fact) => fact.id)).execute()
  const last = await lastPayment(r, partnerId)
  return rows.some((row) => !last || Temporal.Instant.compare(row.recorded_at, last.posted_at) > 0)
}

async function allHold(r: Reading, partnerId: Id, versionIds: Id[]): Promise<boolean> {
  const facts = await factsOfSeller(r, partnerId, await planSpans(r, partnerId), await ownFacts(r, partnerId))
  return [...(await versionsById(r, versionIds)).values()].every(({ terms }) => terms.language !== 2 || needsHold(terms, showId('partner', partnerId), facts, r.now))
}

async function exchanged(r: Reading, { terms, currency, planVersionId }: PayableLine, lines: PayableLine[]): Promise<Pick<PayStanding, 'exchange' | 'books'>> {
  const [facts, today, versions] = [await factsOn(r, [ofRate(currency)]), await todayOf(r), await versionsById(r, [planVersionId])]
  const plan = versions.get(planVersionId)?.terms
  const timeZone = plan?.language === 2 ? plan.timeZone : 'UTC'
  const on = (to: string, day: string) => exchangeOn(facts, currency, to, day, timeZone)
  const paid = terms.currency === null ? null : (on(terms.currency, today) ?? 'none')
  const settled = terms.books === null ? undefined : on(terms.books, today)
  const booked = terms.books === null || !settled ? undefined : new Map(lines.map((line): [Id, bigint] => [line.id, round(times(whole(line.payableMinor), (on(terms.books ?? '', line.earnedOn) ?? settled).perMinor), terms.rounding)]))
  return {
    exchange: paid === null || paid === 'none' ? paid : { ...paid, currency: terms.currency ?? currency },
    books: terms.books !== null && settled && booked ? { currency: terms.books, perMinor: settled.perMinor, booked } : null,
  }
}
