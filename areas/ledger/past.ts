// What happened to our own introductions and opportunities, also where it earned nothing, as facts for a back-test.
import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Fact, Facts } from '../program/index.ts'
import { ownWanted, type OwnItem } from './own-facts.ts'

export type PastItem = OwnItem & { facts: Facts }
/** `partners`: everybody who has such an item; `items`: those of one partner. */
type Past = { partners: (r: Reading) => Promise<Id[]>; items: (r: Reading, partnerId: Id) => Promise<PastItem[]> }

const pasts = new Map<string, Past>()

/** Called once at start by an area whose rows can earn; it lies below the ledger, which cannot ask it. */
export function describePast(name: string, past: Past): void {
  pasts.set(name, past)
}

export async function partnersOfPast(r: Reading): Promise<Id[]> {
  const found = await Promise.all([...pasts.values()].map((past) => past.partners(r)))
  return [...new Set(found.flat())]
}

/** As plans in language 2 would have been told them the first time: "ref_…:qualified", "opp_…:won". */
export async function pastFacts(r: Reading, partnerId: Id): Promise<Fact[]> {
  const found = await Promise.all([...pasts.values()].map((past) => past.items(r, partnerId)))
  return found.flat().flatMap((item) => [...ownWanted(item, item.facts, showId(item.opportunityId === item.itemId ? 'opportunity' : 'referral', item.itemId)).values()])
}
