// The one formula's first half: what is due to each partner, for each item and component, under all facts known. Pure; order decides nothing.
import { percentOf, round, times, whole } from '../../../kernel/fraction.ts'
import { sayPercent } from '../../../kernel/text.ts'
import { sayAmount } from './amounts.ts'
import { valueOf } from './conditions.ts'
import { managerAt } from './credits.ts'
import { moved, type Expiring, type Rule, type Use } from './expiry.ts'
import type { Fact, Trayed } from './facts.ts'
import { keptBy } from './instead.ts'
import { capped } from './limits.ts'
import { linesOf, type DueLine, type Internal } from './lines.ts'
import { momentsIn } from './moments.ts'
import { isShared, type EarnedComponent, type Plan, type SharedComponent } from './plan.ts'
import { pricesOf, type Price } from './prices.ts'
import type { Protection } from './protections.ts'
import { rate, type LessOf, type Rated, type Unit } from './rating.ts'
import { momentOf, withReturns } from './returns.ts'
import { sayAll } from './sentences.ts'
import { subjectsOf, unitNameOf, type Scope, type Subject } from './subjects.ts'
import { capPartners } from './together.ts'
import { kindsIn, money, usesOf } from './uses.ts'
import { worldOf, type World } from './world.ts'

export type { DueLine } from './lines.ts'
export { paymentDay } from './payable-on.ts'
/** What is due in other than money to a partner: points, credits; or to a customer. Apart, so that no payment can count it. */
export type Reward = DueLine & { unit: string; to: 'partner' | 'customer'; move: 'earned' | 'used' | 'lapsed' }
export type Due = { lines: DueLine[]; rewards: Reward[]; expiring: Expiring[]; prices: Price[]; protections: Protection[]; tray: Trayed[]; world: World }
/** What was earned, before any of it was used or lapsed; `uses` are those that the plan knows a unit for. */
export type EarnedDue = Omit<Due, 'expiring'> & { uses: Use[] }

/** Lines of zero are left out. `lines` are money to partners and nothing else. `on` is the day that is looked at for what lapses: that of the newest fact when left out. */
export function due(plan: Plan, facts: Fact[], on?: string): Due {
  const { uses, ...found } = earnedDue(plan, facts)
  if (uses.length === 0 && !plan.expiry) return { ...found, expiring: [] }
  const { rewards, expiring } = moved(found.rewards, uses.map((use) => ({ ...use, more: {} })), (lot) => ruleIn(plan, lot), on ?? newestDay(facts, plan.timeZone))
  return { ...found, rewards: sorted(rewards), expiring }
}

export function ruleIn(plan: Plan, { unit }: Pick<Reward, 'unit'>): Rule | undefined {
  const rule = plan.expiry?.find((one) => one.unit === unit)
  return rule && { rule, yearBegins: plan.yearBegins ?? 1, rounding: plan.rounding }
}

/** The day on which the newest of the facts became known. */
function newestDay(facts: Fact[], timeZone: string): string {
  const momentOf = momentsIn(timeZone)
  return facts.map((fact) => momentOf(fact.recordedAt ?? fact.at).day).reduce((last, day) => (day > last ? day : last), '')
}

export function earnedDue(plan: Plan, facts: Fact[]): EarnedDue {
  const world = worldOf(facts, plan)
  const tray: Trayed[] = []
  const found = [...new Set([plan.currency, ...(plan.currencies ?? [])])].map((currency) => dueIn({ plan, currency, world, tray }))
  const lines = sorted(found.flatMap((one) => one.lines).filter((line) => line.amountMinor !== 0n))
  const kinds = kindsIn(plan)
  const kindOf = (line: Internal) => kinds.get(line.component) ?? money
  const isReward = (line: Internal) => kindOf(line).unit !== undefined || kindOf(line).to === 'customer'
  const uses = usesOf(plan, kinds, world, tray)
  return {
    lines: lines.filter((line) => !isReward(line)).map(bare), rewards: lines.filter(isReward).map((line) => Object.assign(bare(line), { unit: kindOf(line).unit ?? 'money', to: kindOf(line).to, move: 'earned' as const })),
    prices: found.flatMap((one) => one.prices), protections: world.protections, tray: [...world.tray, ...tray], world, uses,
  }
}

// Named one by one: leaving one out of a million by rest takes several times as long.
const bare = ({ partner, seller, item, component, amountMinor, payableMinor, currency, earnedOn, payableOn, heldUntil, working, itemId, itemDay }: Internal): DueLine =>
  ({ partner, seller, item, component, amountMinor, payableMinor, currency, earnedOn, payableOn, heldUntil, get working() { return sayAll(working) }, itemId, itemDay })
/** Of two sellers of one item each brings a share of their own to whoever is above both. */
export const keyOf = (line: Pick<DueLine, 'partner' | 'item' | 'component' | 'seller'>): string => `${line.partner}\n${line.item}\n${line.component}\n${line.seller}`
const sorted = <Line extends Pick<DueLine, 'partner' | 'item' | 'component' | 'seller'>>(lines: Line[]): Line[] => lines.map((line) => ({ line, key: keyOf(line) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ line }) => line)

type Found = { component: EarnedComponent; rated: Map<Subject, Rated> }

function dueIn(scope: Scope): { lines: Internal[]; prices: Price[] } {
  const { plan, currency } = scope
  const looked = plan.components.flatMap((component) => (isShared(component) ? [] : [{ component, subjects: subjectsOf(component, scope) }]))
  const kept = keptBy(looked)
  const found: Found[] = []
  for (const [i, { component }] of looked.entries()) {
    const own = withReturns(component, kept[i] ?? [])
    const rated = rate(own.map((one) => one.unit), component, unitNameOf(component, currency), plan.rounding, { past: pastOf(component, scope), lessOf: paidBefore(component, found) })
    found.push({ component, rated: new Map(own.flatMap((subject) => (rated.has(subject.unit) ? [[subject, rated.get(subject.unit)!] as const] : []))) })
  }
  capTogether(plan, found, currency)
  capPartners(plan, found, currency, scope.world)
  const isPosted = ({ component }: Found) => !component.price || component.price.rebate
  let lines = found.filter(isPosted).flatMap(({ component, rated }) => linesOf(plan, component, currency, rated))
  for (const component of plan.components) if (isShared(component)) lines = lines.concat(sharedLines(plan, component, lines, scope.world))
  return { lines, prices: found.flatMap(({ component, rated }) => pricesOf(component, currency, rated)) }
}

/** What the components that are taken off it pay on an item, to all. */
function paidBefore({ less }: EarnedComponent, found: Found[]): LessOf | undefined {
  if (!less) return undefined
  const paid = less.map((id) => {
    const byKey = new Map<string, bigint>()
    for (const { component, rated } of found) if (component.id === id) for (const [{ unit }, { amountMinor }] of rated) byKey.set(unit.key, (byKey.get(unit.key) ?? 0n) + amountMinor)
    return { of: id, byKey }
  })
  return (unit) => paid.map(({ of, byKey }) => ({ of, minor: byKey.get(unit.key) ?? 0n }))
}

/** What growth is measured against, also from before the component began. */
function pastOf(component: EarnedComponent, scope: Scope): Unit[] | undefined {
  if (!('bands' in component.pay) || typeof component.pay.bands.quota !== 'object') return undefined
  return withReturns(component, subjectsOf({ ...component, from: undefined, until: undefined }, scope)).map((one) => one.unit)
}

/** Caps over several components together: room goes in the order of the items, then of the components. */
function capTogether(plan: Plan, found: Found[], currency: string): void {
  for (const { of, ...cap } of plan.caps ?? []) {
    const room = capped(cap, currency)
    const all = found.filter(({ component }) => of.includes(component.id)).flatMap(({ rated }, index) => [...rated].map(([subject, one]) => ({ subject, one, index })))
    const inOrder = all.sort((a, b) => (momentOf(a.subject).ns < momentOf(b.subject).ns ? -1 : momentOf(a.subject).ns > momentOf(b.subject).ns ? 1 : a.subject.unit.key < b.subject.unit.key ? -1 : a.subject.unit.key > b.subject.unit.key ? 1 : a.index - b.index))
    for (const { subject, one } of inOrder) {
      one.amountMinor = room.fit(subject.unit, one.amountMinor, one.working)
      room.use(subject.unit, one.amountMinor)
    }
  }
}

function sharedLines(plan: Plan, component: SharedComponent, lines: Internal[], world: World): Internal[] {
  const { share } = component
  const of = [share.of].flat()
  const part = percentOf(share.percent)
  const taken = new Set<string>()
  // Where several of the components that it is of pay on one item, each but the first has a name of its own.
  const itemOf = (line: Internal, partner: string): string => {
    const key = `${partner}\n${line.seller}\n${line.item}`
    const item = taken.has(key) ? `${line.item}#${line.component}` : line.item
    taken.add(key)
    return item
  }
  return lines.filter((line) => of.includes(line.component)).flatMap((line): Internal[] => {
    const partner = whoShares(share.to, line, world)
    if (!partner) return []
    const [amountMinor, payableMinor] = [round(times(whole(line.amountMinor), part), plan.rounding), round(times(whole(line.payableMinor), part), plan.rounding)]
    const { amountMinor: earned, currency, partner: earner } = line
    if (share.takenFromIt) {
      line.amountMinor -= amountMinor
      line.payableMinor -= payableMinor
      line.working.push(() => `${sayPercent(share.percent)} of it goes to ${partner}.`)
    }
    return [{ ...line, partner, item: itemOf(line, partner), component: component.id, amountMinor, payableMinor, working: [() => `${sayPercent(share.percent)} of the ${sayAmount(earned, currency)} that ${earner} earned.`] }]
  })
}

function whoShares(to: SharedComponent['share']['to'], line: Internal, world: World): string | undefined {
  if ('above' in to) return managerAt(line.partner, to.above, line.source, world)
  if ('earlierProtection' in to) return earlierHolder(line, to.earlierProtection.withinDays, world)
  return valueOf(to.field, { item: line.source, partner: line.partner, world, isProtected: false }) || undefined
}

/** Who else held the account last, if that ended less than so many days before. */
function earlierHolder(line: Internal, withinDays: number, world: World): string | undefined {
  const at = line.source.at.instant
  const ended = world.protectionsOf(line.source.account ?? '')
    .filter((p) => p.partner !== line.partner && Temporal.Instant.compare(p.until, at) <= 0 && Temporal.Instant.compare(at, p.until.add({ hours: withinDays * 24 })) < 0)
    .sort((a, b) => Temporal.Instant.compare(b.until, a.until))
  return ended[0]?.partner
}
