// What a draft would have paid over the real past beside what was booked. Reads only: nothing is kept, told or posted.
import { sql } from 'kysely'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import { partnerNames } from '../partners/index.ts'
import { dueOfSeller, isSimple, ownSource, versionsById, type Fact, type Plan } from '../program/index.ts'
import { draft } from './facts-of-mates.ts'
import { factsOfSeller, ownFacts } from './facts-of-seller.ts'
import { ofPartner } from './fact-topics.ts'
import { linesOfItem } from './store.ts'

/** Days on which something was earned, both included. */
export type BackTestAsked = { plan: Plan; from?: string | undefined; to?: string | undefined; partnerId?: Id | undefined; after?: Id | undefined; limit: number }
/** What came to one partner from the items of one seller: booked, in each currency, and under the draft, in its own currency alone. */
export type BackTestShare = { partnerId: Id; booked: { amountMinor: bigint; currency: string }[]; draftMinor: bigint }
export type BackTestSeller = { sellerId: Id; items: number; unused: number; shares: BackTestShare[] }
export type BackTestPage = { sellers: BackTestSeller[]; names: Map<Id, string>; next: Id | null; total: number }

/**
 * Runs a draft over the past of some partners, in the order of their ids: all facts told, and what was booked under plans in language 1
 * as the introductions and sales it was booked on. Introductions that earned nothing under such a plan are not known here.
 */
export async function backTest(r: Reading, asked: BackTestAsked): Promise<BackTestPage> {
  const all = await sellersOf(r, asked.partnerId)
  const left = all.filter((id) => asked.after === undefined || id > asked.after)
  const own = left.slice(0, asked.limit)
  const sellers: BackTestSeller[] = []
  for (const sellerId of own) sellers.push(await ofSeller(r, sellerId, asked))
  const names = await partnerNames(r, [...new Set(sellers.flatMap((one) => [one.sellerId, ...one.shares.map((share) => share.partnerId)]))])
  return { sellers, names, next: left.length > own.length ? (own.at(-1) ?? null) : null, total: all.length }
}

/** Every partner of whom a fact was told or for whom something was booked. */
async function sellersOf(r: Reading, only: Id | undefined): Promise<Id[]> {
  if (only !== undefined) return [only]
  const { rows } = await sql<{ topic: string }>`select distinct topic from plan_fact_topic where workspace_id = ${r.workspace} and topic like ${`${ofPartner('')}%`}`.execute(r.q)
  const booked = await r.q.selectFrom('commission_line').select('partner_id').distinct().where('workspace_id', '=', r.workspace).execute()
  return [...new Set([...rows.flatMap((row) => parseId('partner', row.topic.slice(ofPartner('').length)) ?? []), ...booked.map((row) => row.partner_id)])].sort()
}

async function ofSeller(r: Reading, sellerId: Id, { plan, from, to }: BackTestAsked): Promise<BackTestSeller> {
  const spans = [{ planVersionId: draft, plan, from: '0000-01-01', until: null }]
  const told = await ownFacts(r, sellerId)
  const names = new Set(told.map((fact) => ownName(fact.id)))
  const own = [...told, ...(await bookedOn(r, sellerId)).filter((fact) => !names.has(fact.id))]
  const found = dueOfSeller(showId('partner', sellerId), spans, await factsOfSeller(r, sellerId, spans, own))
  const isWithin = (day: string) => (from === undefined || from <= day) && (to === undefined || day <= to)
  const shares = new Map<Id, BackTestShare>()
  const shareOf = (partnerId: Id) => {
    const share = shares.get(partnerId) ?? { partnerId, booked: [], draftMinor: 0n }
    shares.set(partnerId, share)
    return share
  }
  const lines = found.lines.filter((line) => line.currency === plan.currency && isWithin(line.earnedOn))
  for (const line of lines) shareOf(parseId('partner', line.partner) ?? sellerId).draftMinor += line.amountMinor
  for (const row of await booked(r, sellerId, from, to)) shareOf(row.partnerId).booked.push({ amountMinor: row.amountMinor, currency: row.currency })
  return { sellerId, items: new Set(lines.map((line) => line.item)).size, unused: found.tray.length, shares: [...shares.values()] }
}

/** "ref_…:won:2" is the second telling of "ref_…:won". */
const ownName = (id: string): string => id.replace(/^((?:ref|opp)_[0-9a-f]{32}:[a-z]+):\d+$/, '$1')

/** What is booked on the items of a seller, for whomever, whatever plan it was booked under. */
async function booked(r: Reading, sellerId: Id, from: string | undefined, to: string | undefined) {
  const rows = await r.q
    .selectFrom('commission_line').select(['partner_id', 'currency', sql<string>`sum(amount_minor)`.as('sum')])
    .where('workspace_id', '=', r.workspace)
    .where((w) => w.or([w.and([w('item_key', 'is not', null), w('seller_id', '=', sellerId)]), w.and([w('item_key', 'is', null), w('partner_id', '=', sellerId)])]))
    .$if(from !== undefined, (q) => q.where('earned_on', '>=', from ?? ''))
    .$if(to !== undefined, (q) => q.where('earned_on', '<=', to ?? ''))
    .groupBy(['partner_id', 'currency'])
    .execute()
  return rows.map((row) => ({ partnerId: row.partner_id, currency: row.currency, amountMinor: BigInt(row.sum) }))
}

/** What plans in language 1 paid for, as the facts that it would have been told as. */
async function bookedOn(r: Reading, sellerId: Id): Promise<Fact[]> {
  const items = await r.q.selectFrom('commission_line').select('item_id').distinct().where('workspace_id', '=', r.workspace).where('partner_id', '=', sellerId).where('item_key', 'is', null).execute()
  const facts = new Map<string, Fact>()
  for (const { item_id: itemId } of items) {
    const { live } = await linesOfItem(r, itemId)
    const versions = await versionsById(r, live.map((line) => line.planVersionId))
    for (const line of live.filter((one) => one.partnerId === sellerId)) {
      const version = versions.get(line.planVersionId)
      const trigger = version && isSimple(version) ? version.terms.components.find((one) => one.id === line.component)?.trigger : undefined
      const base = showId(line.opportunityId === itemId ? 'opportunity' : 'referral', itemId)
      const common = { at: line.earnedOn, partner: showId('partner', sellerId), source: ownSource, ...(line.companyId ? { account: showId('company', line.companyId) } : {}) }
      if (trigger === 'referral.qualified') facts.set(`${base}:qualified`, { kind: 'qualified', id: `${base}:qualified`, ...common })
      if (trigger === 'opportunity.won' && line.basis) facts.set(`${base}:won`, { kind: 'sale', id: `${base}:won`, amount: decimal(line.basis.amountMinor, line.basis.currency), currency: line.basis.currency, ...common })
    }
  }
  return [...facts.values()]
}
