// What is due on the items of one partner when plans change over time: each version is asked as if it had always held, and its answer is
// taken for the days that it rules. So a window that began and a total that ran under an earlier version go on under the next.
import { due, type DueLine, type Reward } from './due.ts'
import type { Fact, Trayed } from './facts.ts'
import type { Plan } from './plan.ts'
import type { Item } from './items.ts'
import { worldOf } from './world.ts'

/** From `from` up to but not including `until`. Without a plan a version of language 1 rules, which facts do not reach. */
export type PlanSpan = { planVersionId: string; plan: Plan | null; from: string; until: string | null }
export type SellerLine = DueLine & { planVersionId: string }
export type SellerReward = Reward & { planVersionId: string }
export type SellerDue = { lines: SellerLine[]; rewards: SellerReward[]; tray: Trayed[] }

/** What the facts of our own introductions and opportunities give as their source. */
export const ownSource = 'introduction'

/** `facts` are all that can bear on the seller's items; lines of other sellers that follow from them are left out. */
export function dueOfSeller(seller: string, spans: PlanSpan[], facts: Fact[]): SellerDue {
  const tray = new Map<string, Trayed>()
  const [lines, rewards]: [SellerLine[], SellerReward[]] = [[], []]
  const ruledBy = (day: string): PlanSpan | undefined => spans.find((span) => span.from <= day && (span.until === null || day < span.until))
  let items: Item[] | undefined
  for (const [planVersionId, own] of Map.groupBy(spans, (span) => span.planVersionId)) {
    const plan = own[0]?.plan
    if (!plan) continue
    const found = due(plan, facts)
    items = found.world.items
    const days = new Map(items.map((item) => [item.id, item.at.day]))
    const isOwn = (line: DueLine) => line.seller === seller && ruledBy(line.itemDay)?.planVersionId === planVersionId
    // Not copied, which would say each working.
    for (const line of found.lines) if (isOwn(line)) lines.push(Object.assign(line, { planVersionId }))
    for (const line of found.rewards) if (isOwn(line)) rewards.push(Object.assign(line, { planVersionId }))
    for (const one of found.tray) {
      const day = days.get(idOf(one))
      if (day === undefined || ruledBy(day)?.planVersionId === planVersionId) tray.set(idOf(one), one)
    }
  }
  for (const item of items ?? unplanned(facts, tray)) {
    if (item.kind === 'payment' || !item.credits.some((credit) => credit.partner === seller)) continue
    const span = ruledBy(item.at.day)
    if (span && !span.plan && item.fields['source'] === ownSource) continue // language 1 pays for it by itself
    if (!span?.plan) tray.set(item.id, { fact: { id: item.id }, why: span ? 'The plan that rules that day is in version 1 of the plan language, which facts do not reach.' : `No plan was in force for the partner on ${item.at.day}.` })
  }
  return { lines, rewards, tray: [...tray.values()] }
}

function unplanned(facts: Fact[], tray: Map<string, Trayed>): Item[] {
  const world = worldOf(facts, { timeZone: 'UTC', currency: 'EUR' })
  for (const one of world.tray) tray.set(idOf(one), one)
  return world.items
}

const idOf = (trayed: Trayed): string => String((trayed.fact as { id?: unknown }).id)
