// Whom an item is credited to, as a component asks.
import { valueOf } from './conditions.ts'
import type { Credit, Item } from './items.ts'
import { asDay, isLength, later } from './periods.ts'
import type { EarnedComponent } from './plan.ts'
import type { World } from './world.ts'

export function creditsOf(component: EarnedComponent, item: Item, world: World): Credit[] {
  const { to } = component
  const one = (partner: string | undefined): Credit[] => (partner === undefined ? [] : [{ partner, weight: 1n }])
  if (to === 'credited') return item.credits
  if (to === 'protected') return one(item.account === null ? undefined : world.holderOf(item.account, item.at.instant, item.fields['product'])?.partner)
  if (to === 'incumbent') return item.isDecided ? item.credits : world.beforeOf(item)?.credits ?? []
  if (to === 'customer') return one(item.account ?? undefined)
  if ('above' in to) return merged(item.credits.map((credit) => ({ ...credit, partner: managerAt(credit.partner, to.above, item, world) ?? credit.partner })))
  return item.isDecided ? item.credits : touchedBy(to, item, world).map((partner) => ({ partner, weight: 1n }))
}

/** Two members of one firm are one firm. */
function merged(credits: Credit[]): Credit[] {
  const weights = new Map<string, bigint>()
  for (const { partner, weight } of credits) weights.set(partner, (weights.get(partner) ?? 0n) + weight)
  return [...weights].map(([partner, weight]) => ({ partner, weight }))
}

export function managerAt(start: string, level: number, item: Item, world: World): string | undefined {
  let partner: string | undefined = start
  const seen = new Set<string>()
  for (let i = 0; i < level && partner !== undefined; i += 1) {
    if (seen.has(partner)) return undefined
    seen.add(partner)
    partner = world.managerOf(partner, item.at.instant)
  }
  // Nobody stands above themselves.
  return partner !== undefined && seen.has(partner) ? undefined : partner
}

const hour = 3_600_000_000_000n
type Touching = Extract<EarnedComponent['to'], { touch: string }>
/** Whose touch counts on the day of the sign-up, or of the first purchase; the last day of the time, or its last moment, is in it. */
function touchedBy(to: Touching, item: Item, world: World): string[] {
  if (item.account === null) return []
  const isOwn = to.upTo === 'day'
  const first = isOwn ? item : (world.firstOf(item) ?? item)
  const said = to.upTo === undefined || isOwn ? undefined : asDay(valueOf(to.upTo, { item, partner: '', world, isProtected: false }), world.timeZone)
  if (to.upTo !== undefined && !isOwn && said === undefined) return []
  const ref = said ?? first.at.day
  const before = world.touchesOf(item.account).filter((touch) => (said === undefined ? touch.at.ns <= first.at.ns : touch.at.day <= ref))
  const alive = before.filter((touch) => {
    const start = to.restarts ? touch : (before.find((one) => one.partner === touch.partner) ?? touch)
    if (to.hours !== undefined) return first.at.ns <= start.at.ns + BigInt(to.hours) * hour
    return !isLength(to) || ref <= later(start.at.day, to)
  })
  const partners = (to.touch === 'all' ? alive : to.touch === 'first' ? alive.slice(0, 1) : alive.slice(-1)).map((touch) => touch.partner)
  return [...new Set(partners)]
}
