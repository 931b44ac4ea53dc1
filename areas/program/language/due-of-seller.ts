// What is due on the items of one partner when plans change over time: each version is asked as if it had always held, and its answer is
// taken for the days that it rules. So a window that began and a total that ran under an earlier version go on under the next.
import { earnedDue, ruleIn, type DueLine, type Reward } from './due.ts'
import { moved, type Expiring, type Use } from './expiry.ts'
import type { Fact, Trayed } from './facts.ts'
import type { Plan } from './plan.ts'
import { worldOf, type World } from './world.ts'

/** From `from` up to but not including `until`. Without a plan a version of language 1 rules, which facts do not reach. */
export type PlanSpan = { planVersionId: string; plan: Plan | null; from: string; until: string | null }
export type SellerLine = DueLine & { planVersionId: string }
export type SellerReward = Reward & { planVersionId: string }
/** `expiring` is what will lapse and when, if nothing is earned or used until then. */
export type SellerDue = { lines: SellerLine[]; rewards: SellerReward[]; expiring: Expiring[]; tray: Trayed[] }

type SellerUse = Use & { more: { planVersionId: string } }

/** What the facts of our own introductions and opportunities give as their source. */
export const ownSource = 'introduction'

/** `facts` are all that can bear on the seller's items; lines of other sellers that follow from them are left out. `on` is the day that is looked at for what lapses. */
export function dueOfSeller(seller: string, spans: PlanSpan[], facts: Fact[], on: string): SellerDue {
  const tray = new Map<string, Trayed>()
  const [lines, earned]: [SellerLine[], SellerReward[]] = [[], []]
  const uses = new Map<string, SellerUse>()
  const ruledBy = (day: string): PlanSpan | undefined => spans.find((span) => span.from <= day && (span.until === null || day < span.until))
  let world: World | undefined
  for (const [planVersionId, own] of Map.groupBy(spans, (span) => span.planVersionId)) {
    const plan = own[0]?.plan
    if (!plan) continue
    const found = earnedDue(plan, facts)
    world = found.world
    const days = new Map([...world.items.map((item) => [item.id, item.at.day] as const), ...world.used.map(({ fact, at }) => [fact.id, at.day] as const)])
    const isOwn = (line: DueLine) => line.seller === seller && ruledBy(line.itemDay)?.planVersionId === planVersionId
    // Not copied, which would say each working.
    for (const line of found.lines) if (isOwn(line)) lines.push(Object.assign(line, { planVersionId }))
    for (const line of found.rewards) if (isOwn(line)) earned.push(Object.assign(line, { planVersionId }))
    // What an earlier version gave can be used under one that no longer gives it.
    for (const use of found.uses) if (use.partner === seller && (!uses.has(use.id) || ruledBy(use.day)?.planVersionId === planVersionId)) uses.set(use.id, { ...use, more: { planVersionId } })
    for (const one of found.tray) {
      const day = days.get(idOf(one))
      if (day === undefined || ruledBy(day)?.planVersionId === planVersionId) tray.set(idOf(one), one)
    }
  }
  const { items, used } = world ?? unplanned(facts, tray)
  for (const item of items) {
    if (item.kind === 'payment' || !item.credits.some((credit) => credit.partner === seller)) continue
    const span = ruledBy(item.at.day)
    if (span && !span.plan && item.fields['source'] === ownSource) continue // language 1 pays for it by itself
    if (!span?.plan) tray.set(item.id, { fact: { id: item.id }, why: span ? 'The plan that rules that day is in version 1 of the plan language, which facts do not reach.' : `No plan was in force for the partner on ${item.at.day}.` })
  }
  for (const { fact, at } of used) {
    if (uses.has(fact.id)) tray.delete(fact.id)
    else if (fact.partner === seller && !ruledBy(at.day)?.plan) tray.set(fact.id, { fact: { id: fact.id }, why: `No plan was in force for the partner on ${at.day}.` })
  }
  return { lines, ...movedUnder(spans, earned, [...uses.values()], on), tray: [...tray.values()] }
}

/** Uses and lapses over what the versions gave together: each lot lapses as the version says under which it was earned. */
function movedUnder(spans: PlanSpan[], earned: SellerReward[], uses: SellerUse[], on: string): Pick<SellerDue, 'rewards' | 'expiring'> {
  const plans = new Map(spans.flatMap((span) => (span.plan ? [[span.planVersionId, span.plan] as const] : [])))
  if (uses.length === 0 && ![...plans.values()].some((plan) => plan.expiry)) return { rewards: earned, expiring: [] }
  return moved(earned, uses, (lot) => {
    const plan = plans.get(lot.planVersionId)
    return plan && ruleIn(plan, lot)
  }, on)
}

function unplanned(facts: Fact[], tray: Map<string, Trayed>): World {
  const world = worldOf(facts, { timeZone: 'UTC', currency: 'EUR' })
  for (const one of world.tray) tray.set(idOf(one), one)
  return world
}

const idOf = (trayed: Trayed): string => String((trayed.fact as { id?: unknown }).id)
