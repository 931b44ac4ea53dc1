// What the facts come to before any component: items with what is kept of them, who stands above whom, who protects what, standings and rates.
import { fraction, type Fraction } from '../../../kernel/fraction.ts'
import type { View } from './conditions.ts'
import type { Fact, FactOf, Trayed } from './facts.ts'
import { apply, decideCredits, earningKinds, itemOf, laterKinds, paymentsOf, type Item } from './items.ts'
import { momentsIn, order, type Moment } from './moments.ts'
import type { Total } from './plan-parts.ts'
import type { ProtectionRules, Tiers } from './plan-program.ts'
import { decideProtections, nothingSaid, type Protection } from './protections.ts'
import { ratesIn } from './rates.ts'
import { standingsOf, type Standings } from './standings.ts'
import { tierByRules } from './tier-of.ts'
import { totalsIn } from './totals.ts'

export type Touch = { partner: string; at: Moment; id: string }
export type World = Standings & {
  timeZone: string
  yearBegins: number
  /** The field that says when a contract began. */
  contractFrom: string | undefined
  items: Item[]
  itemsOf: (partner: string) => Item[]
  itemsAt: (account: string) => Item[]
  /** The first purchase of the item's account, and the one before it, of its product where it has one. */
  firstOf: (item: Item) => Item | undefined
  beforeOf: (item: Item) => Item | undefined
  touchesOf: (account: string) => Touch[]
  totalOf: (total: Total, view: View) => Fraction
  protections: Protection[]
  /** Those of an account that were accepted. */
  protectionsOf: (account: string) => Protection[]
  /** Who holds the account at this moment: from the start, included, to the end, excluded. */
  holderOf: (account: string, at: Temporal.Instant, product?: string) => Protection | undefined
  managerOf: (partner: string, at: Temporal.Instant) => string | undefined
  /** The day on which its partnership had ended by then. */
  endedOn: (partner: string, at: Temporal.Instant) => string | undefined
  /** The empty text while it has none. */
  tierOf: (partner: string, at: Temporal.Instant) => string
  /** How many of `to` one of `from` is, in major units, by the newest rate up to that day, given either way round. */
  rateOn: (from: string, to: string, day: string) => Fraction | undefined
  payoutDays: string[]
  /** Points and credits that were used. */
  used: { fact: FactOf<'used'>; at: Moment }[]
  tray: Trayed[]
}
export type WorldRules = { timeZone: string; currency: string; yearBegins?: number | undefined; contract?: { from: string } | undefined; tiers?: Tiers | undefined; protection?: ProtectionRules | undefined }

/** Facts in, world out; the order in which they are given does not matter. */
export function worldOf(told: Fact[], rules: WorldRules): World {
  const tray: Trayed[] = []
  const { timeZone } = rules
  const momentOf = momentsIn(timeZone)
  const withdrawn = new Set(told.flatMap((one) => (one.kind === 'withdrawn' ? [one.of] : [])))
  const facts = withdrawn.size === 0 ? told : told.filter((one) => !withdrawn.has(one.id) && one.kind !== 'withdrawn')
  const kinds = Map.groupBy(facts, (one) => one.kind)
  const of = <Kind extends Fact['kind']>(kind: Kind): FactOf<Kind>[] => (kinds.get(kind) ?? []) as FactOf<Kind>[]
  const items = readItems(of, momentOf, withdrawn, tray)
  const ofPartner = <One extends { id: string; at: string; partner: string }>(all: One[]) =>
    Map.groupBy(all.map((one) => ({ ...one, moment: momentOf(one.at) })).sort((a, b) => -order(a.moment, a.id, b.moment, b.id)), (one) => one.partner)
  const [above, tiers, ended] = [ofPartner(of('above')), ofPartner(of('tier')), ofPartner(of('ended'))]
  const newest = <One extends { moment: Moment }>(all: One[] | undefined, at: Temporal.Instant) => all?.find((one) => Temporal.Instant.compare(one.moment.instant, at) <= 0)
  const momentAt = (instant: Temporal.Instant): Moment => ({ instant, ns: instant.epochNanoseconds, day: instant.toZonedDateTimeISO(timeZone).toPlainDate().toString() })
  const byPartner = grouped(items, (item) => item.credits.map((credit) => credit.partner))
  const byAccount = grouped(items, (item) => (item.account === null ? [] : [item.account]))
  const touches = Map.groupBy(of('touch').map((one) => ({ partner: one.partner, account: one.account, at: momentOf(one.at), id: one.id })).sort((a, b) => order(a.at, a.id, b.at, b.id)), (one) => one.account)
  const chain = chainOf(byAccount)
  const world: World = {
    timeZone, yearBegins: rules.yearBegins ?? 1, contractFrom: rules.contract?.from, items, ...standingsOf(of('standing'), momentOf), ...chain,
    itemsOf: (partner) => byPartner.get(partner) ?? [], itemsAt: (account) => byAccount.get(account) ?? [], touchesOf: (account) => touches.get(account) ?? [],
    totalOf: totalsIn(rules.currency, (item, why) => tray.some((one) => one.why === why && (one.fact as { id?: string }).id === item.id) || tray.push({ fact: { id: item.id }, why })),
    protections: [], protectionsOf: () => [], holderOf: () => undefined,
    managerOf: (partner, at) => newest(above.get(partner), at)?.manager,
    endedOn: (partner, at) => newest(ended.get(partner), at)?.moment.day,
    tierOf: (partner, at) => newest(tiers.get(partner), at)?.tier ?? (rules.tiers ? tierByRules(rules.tiers, world, partner, momentAt(at), momentOf) : ''),
    rateOn: rateOn(ratesIn(of('rate'), momentOf)),
    used: of('used').map((fact) => ({ fact, at: momentOf(fact.at) })),
    payoutDays: of('payout').map((one) => momentOf(one.at).day).sort(),
    tray,
  }
  world.protections = decideProtections({ asked: of('protection'), decisions: of('decision'), extensions: of('extension'), steps: of('step'), choices: of('choice') }, rules.protection ?? nothingSaid, world, momentOf)
  const held = Map.groupBy(world.protections.filter((p) => p.accepted), (p) => p.account)
  world.protectionsOf = (account) => held.get(account) ?? []
  world.holderOf = (account, at, product) => held.get(account)?.find((p) => Temporal.Instant.compare(p.from, at) <= 0 && Temporal.Instant.compare(at, p.until) < 0 && (rules.protection?.per !== 'product' || p.product === (product ?? null)))
  const asked = new Set(of('protection').map((one) => one.id))
  for (const one of [...of('decision'), ...of('extension'), ...of('step')]) if (!asked.has(one.of)) tray.push({ fact: one, why: `It is about the protection “${one.of}”, which ${withdrawn.has(one.of) ? 'was withdrawn' : 'is not known'}.` })
  return world
}

function readItems(of: <Kind extends Fact['kind']>(kind: Kind) => FactOf<Kind>[], momentOf: (text: string) => Moment, withdrawn: Set<string>, tray: Trayed[]): Item[] {
  const items = new Map<string, Item>()
  for (const one of earningKinds.flatMap((kind) => of(kind))) {
    const item = itemOf(one, momentOf(one.at))
    if (typeof item === 'string') tray.push({ fact: one, why: item })
    else items.set(one.id, item)
  }
  for (const one of laterKinds.flatMap((kind) => of(kind)).sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id))) {
    const item = items.get(one.of)
    const why = item ? apply(item, one, momentOf(one.at)) : withdrawn.has(one.of) ? `It is about “${one.of}”, which was withdrawn.` : `It is about “${one.of}”, which is not known.`
    if (why) tray.push({ fact: one, why })
  }
  const inTime = of('credited').sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id))
  for (const one of [...inTime.filter((fact) => fact.of === undefined), ...inTime.filter((fact) => fact.of !== undefined)]) {
    const why = decideCredits(items, one, momentOf(one.at))
    if (why) tray.push({ fact: one, why })
  }
  return [...items.values()].flatMap((item) => [item, ...paymentsOf(item)]).sort((a, b) => order(a.at, a.id, b.at, b.id))
}

const purchases = new Set(['sale', 'renewal', 'expansion', 'invoice', 'usage'])
function chainOf(byAccount: Map<string, Item[]>): Pick<World, 'firstOf' | 'beforeOf'> {
  const chain = (item: Item) => (item.account === null ? [] : (byAccount.get(item.account) ?? [])).filter((one) => purchases.has(one.kind))
  return {
    firstOf: (item) => chain(item)[0],
    beforeOf: (item) => chain(item).findLast((one) => order(one.at, one.id, item.at, item.id) < 0 && (item.fields['product'] === undefined || one.fields['product'] === item.fields['product'])),
  }
}

const rateOn = (said: ReturnType<typeof ratesIn>): World['rateOn'] => (from, to, day) => (from === to ? fraction(1n, 1n) : said(from, to, day)?.rate)

function grouped(items: Item[], keysOf: (item: Item) => string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) for (const key of keysOf(item)) {
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
