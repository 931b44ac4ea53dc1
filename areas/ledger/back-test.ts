// What a draft makes of the past of some partners, beside what was booked. Reads only: nothing is kept, told or posted.
import { sql } from 'kysely'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { dueOfSeller, isSimple, ownSource, versionsById, type Fact, type Plan } from '../program/index.ts'
import { draft } from './facts-of-mates.ts'

/** Days on which something was earned, both included. */
export type BackTestAsked = { plan: Plan; from: string | null; to: string | null }
/** What came to somebody in one currency: booked, and under the draft, which has one currency only. */
export type BackTestShare = { who: string; currency: string; bookedMinor: bigint; draftMinor: bigint }
export type BackTestPart = { items: number; unused: number; shares: BackTestShare[] }

export const draftSpans = (plan: Plan) => [{ planVersionId: draft, plan, from: '0000-01-01', until: null }]

/** What the draft makes due on the items of one seller, whoever it comes to. `facts` are all that can bear on them. */
export function partOfDraft(seller: string, { plan, from, to }: BackTestAsked, facts: Fact[]): BackTestPart {
  const found = dueOfSeller(seller, draftSpans(plan), facts, to ?? '')
  const lines = found.lines.filter((line) => line.currency === plan.currency && (from === null || from <= line.earnedOn) && (to === null || line.earnedOn <= to))
  return {
    items: new Set(lines.map((line) => line.item)).size, unused: found.tray.length,
    shares: lines.map((line) => ({ who: line.partner, currency: line.currency, bookedMinor: 0n, draftMinor: line.amountMinor })),
  }
}

/** Adds up what came to the same one in the same currency. */
export function addShares(shares: BackTestShare[]): BackTestShare[] {
  const sums = new Map<string, BackTestShare>()
  for (const one of shares) {
    const key = `${one.currency} ${one.who}`
    const sum = sums.get(key)
    sums.set(key, sum ? { ...sum, bookedMinor: sum.bookedMinor + one.bookedMinor, draftMinor: sum.draftMinor + one.draftMinor } : one)
  }
  return [...sums.values()].filter((one) => one.bookedMinor !== 0n || one.draftMinor !== 0n)
}

/** What is booked on the items of sellers, for whomever, whatever plan it was booked under. */
export async function bookedShares(r: Reading, sellerIds: Id[], { from, to }: { from: string | null; to: string | null }): Promise<BackTestShare[]> {
  if (sellerIds.length === 0) return []
  const rows = await r.q
    .selectFrom('commission_line').select(['partner_id', 'currency', sql<string>`sum(amount_minor)`.as('sum')])
    .where('workspace_id', '=', r.workspace)
    // The items of a seller in language 2 are settled as one; in language 1 each is its own.
    .where((w) => w.or([w.and([w('item_id', '=', anyOf(sellerIds)), w('item_key', 'is not', null)]), w.and([w('partner_id', '=', anyOf(sellerIds)), w('item_key', 'is', null)])]))
    .$if(from !== null, (q) => q.where('earned_on', '>=', from ?? ''))
    .$if(to !== null, (q) => q.where('earned_on', '<=', to ?? ''))
    .groupBy(['partner_id', 'currency'])
    .execute()
  return rows.map((row) => ({ who: showId('partner', row.partner_id), currency: row.currency, bookedMinor: BigInt(row.sum), draftMinor: 0n }))
}

/** What plans in language 1 paid for, as the facts that it would have been told as. */
export async function bookedOn(r: Reading, sellerId: Id): Promise<Fact[]> {
  const rows = await r.q
    .selectFrom('commission_line as l').select(['l.item_id', 'l.opportunity_id', 'l.company_id', 'l.component', 'l.plan_version_id', 'l.earned_on', 'l.basis_minor', 'l.basis_currency'])
    .where('l.workspace_id', '=', r.workspace).where('l.partner_id', '=', sellerId).where('l.item_key', 'is', null).where('l.corrects', 'is', null)
    .where((w) => w.not(w.exists(w.selectFrom('commission_line as c').select('c.id').whereRef('c.workspace_id', '=', 'l.workspace_id').whereRef('c.corrects', '=', 'l.id'))))
    .orderBy('l.id')
    .execute()
  const versions = await versionsById(r, [...new Set(rows.map((row) => row.plan_version_id))])
  return rows.flatMap((row): Fact[] => {
    const version = versions.get(row.plan_version_id)
    const trigger = version && isSimple(version) ? version.terms.components.find((one) => one.id === row.component)?.trigger : undefined
    const base = showId(row.opportunity_id === row.item_id ? 'opportunity' : 'referral', row.item_id)
    const common = { at: row.earned_on, partner: showId('partner', sellerId), source: ownSource, ...(row.company_id ? { account: showId('company', row.company_id) } : {}) }
    if (trigger === 'referral.qualified') return [{ kind: 'qualified', id: `${base}:qualified`, ...common }]
    if (trigger !== 'opportunity.won' || row.basis_minor === null || row.basis_currency === null) return []
    return [{ kind: 'sale', id: `${base}:won`, amount: decimal(row.basis_minor, row.basis_currency), currency: row.basis_currency, ...common }]
  })
}

/** "ref_…:won:2" is the second telling of "ref_…:won". */
export const firstName = (id: string): string => id.replace(/^((?:ref|opp)_[0-9a-f]{32}:[a-z]+):\d+$/, '$1')

export const partnerOfWho = (who: string): Id | undefined => parseId('partner', who)
