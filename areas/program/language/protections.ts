// Who holds an account, and why: first come, first served, within what the plan says of registrations.
import { businessDeadline, defaultCalendar } from '../../../kernel/time.ts'
import { holds } from './conditions.ts'
import type { FactOf } from './facts.ts'
import { itemOf, type Item } from './items.ts'
import { instantLater, order, type Moment } from './moments.ts'
import { isLength } from './periods.ts'
import type { ProtectionRules } from './plan-program.ts'
import type { World } from './world.ts'

export type Protection = { id: string; partner: string; account: string; product: string | null; from: Temporal.Instant; until: Temporal.Instant; accepted: boolean; why: string; decideBy: Temporal.Instant | null }
export type ProtectionFacts = { asked: FactOf<'protection'>[]; decisions: FactOf<'decision'>[]; extensions: FactOf<'extension'>[]; steps: FactOf<'step'>[]; choices: FactOf<'choice'>[] }
export const nothingSaid: ProtectionRules = { per: 'account', starts: 'registered', decided: false, refuse: [], lapses: [], endsOn: [], customerMayChoose: false }

const { compare } = Temporal.Instant
const earliest = (a: Temporal.Instant, b: Temporal.Instant) => (compare(a, b) <= 0 ? a : b)
/** Two of an account rival each other; with `per: product` only where both are for the same product. */
const rivals = (a: Protection, b: { account: string; product: string | null }, rules: ProtectionRules) => a.account === b.account && (rules.per === 'account' || a.product === b.product)

/** Decides each registration in the order in which they were asked for. Touching at an instant is no overlap. */
export function decideProtections(facts: ProtectionFacts, rules: ProtectionRules, world: World, momentOf: (text: string) => Moment): Protection[] {
  const held = new Map<string, Protection[]>()
  const decided = [...facts.asked].sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id)).map((one) => {
    const own = held.get(one.account) ?? []
    const decision = decide(one, facts, rules, own, world, momentOf)
    if (decision.accepted) held.set(one.account, [...own, decision])
    return decision
  })
  if (!rules.customerMayChoose) return decided
  return [...facts.choices].sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id)).reduce((all, choice) => chosen(all, choice, rules, momentOf(choice.at).instant), decided)
}

function decide(one: FactOf<'protection'>, facts: ProtectionFacts, rules: ProtectionRules, own: Protection[], world: World, momentOf: (text: string) => Moment): Protection {
  const at = momentOf(one.at)
  const decision = facts.decisions.filter((d) => d.of === one.id).map((d) => ({ ...d, moment: momentOf(d.at) })).sort((a, b) => order(b.moment, b.id, a.moment, a.id))[0]
  const from = rules.starts === 'approved' && decision ? decision.moment.instant : at.instant
  const length = isLength(rules) ? rules : { days: 90 }
  const first = one.until ? momentOf(one.until).instant : instantLater(from, one.days === undefined ? length : { days: one.days }, world.timeZone)
  const view = { item: asItem(one, at, decision?.outcome === 'approved' ? decision.moment.day : undefined), partner: one.partner, world, isProtected: false }
  const refused = rules.refuse.find((rule) => holds(rule.when, view))
  const until = ended(one, from, extended(one, from, first, facts, rules, view, momentOf), facts, rules, world, momentOf)
  const asked = { account: one.account, product: one.product ?? null }
  const rival = own.find((p) => rivals(p, asked, rules) && compare(p.from, until) < 0 && compare(from, p.until) < 0)
  const why = decision?.outcome === 'refused' ? (decision.why ?? 'It was refused.')
    : compare(from, until) >= 0 ? 'The window ends before it starts.'
      : refused ? refused.because
        : rival ? `The account is protected until ${rival.until.toString()}.`
          : decision?.outcome === 'more' ? (decision.why ?? 'Something is still looked into.')
            : rules.decided && !decision ? 'It waits for a decision.' : undefined
  return { id: one.id, partner: one.partner, ...asked, from, until, accepted: why === undefined, why: why ?? 'Nobody else held the account.', decideBy: decideBy(rules, at, decision?.outcome === 'more' ? decision.moment : undefined, world.timeZone) }
}

function decideBy({ decideWithin }: ProtectionRules, asked: Moment, more: Moment | undefined, timeZone: string): Temporal.Instant | null {
  if (!decideWithin) return null
  const calendar = { ...defaultCalendar, timeZone }
  return more && decideWithin.moreBusinessDays ? businessDeadline(more.instant, decideWithin.moreBusinessDays, calendar) : businessDeadline(asked.instant, decideWithin.businessDays, calendar)
}

/** Each extension asked for before the end, as often as allowed. */
function extended(one: FactOf<'protection'>, from: Temporal.Instant, end: Temporal.Instant, facts: ProtectionFacts, rules: ProtectionRules, view: Parameters<typeof holds>[1], momentOf: (text: string) => Moment): Temporal.Instant {
  const { extension } = rules
  if (!extension) return end
  let [until, used] = [end, 0]
  for (const asked of facts.extensions.filter((e) => e.of === one.id).sort((a, b) => order(momentOf(a.at), a.id, momentOf(b.at), b.id))) {
    const { instant } = momentOf(asked.at)
    const item = { ...view.item, fields: { ...view.item.fields, ...asked.fields } }
    if (used >= extension.times || compare(instant, from) < 0 || compare(instant, until) >= 0 || !holds(extension.where, { ...view, item })) continue
    until = instantLater(until, extension, view.world.timeZone)
    used += 1
  }
  return until
}

/** Cut short by a step that ends it, or by one that did not come in time. */
function ended(one: FactOf<'protection'>, from: Temporal.Instant, end: Temporal.Instant, facts: ProtectionFacts, rules: ProtectionRules, world: World, momentOf: (text: string) => Moment): Temporal.Instant {
  const steps = facts.steps.filter((step) => step.of === one.id).map((step) => ({ name: step.name, at: momentOf(step.at).instant })).filter((step) => compare(step.at, from) >= 0).sort((a, b) => compare(a.at, b.at))
  let until = steps.filter((step) => rules.endsOn.includes(step.name)).reduce((least, step) => earliest(least, step.at), end)
  for (const rule of rules.lapses) {
    let last = from
    let done = false
    for (const step of steps.filter((one) => one.name === rule.without)) {
      if (done || compare(step.at, instantLater(last, rule, world.timeZone)) >= 0) break
      last = step.at
      done = rule.once
    }
    if (!done) until = earliest(until, instantLater(last, rule, world.timeZone))
  }
  return until
}

/** The one who held the account loses it from then on; the chosen one has what was left. */
function chosen(all: Protection[], choice: FactOf<'choice'>, rules: ProtectionRules, at: Temporal.Instant): Protection[] {
  const asked = { account: choice.account, product: choice.product ?? null }
  const holder = all.find((p) => p.accepted && rivals(p, asked, rules) && compare(p.from, at) <= 0 && compare(at, p.until) < 0)
  if (!holder || holder.partner === choice.partner) return all
  return [
    ...all.map((p) => (p === holder ? { ...p, until: at, why: 'The customer chose another partner.' } : p)),
    { id: choice.id, partner: choice.partner, account: choice.account, product: holder.product, from: at, until: holder.until, accepted: true, why: 'The customer chose this partner.', decideBy: null },
  ]
}

/** What was registered, looked at as an item is; `approved` is the day on which it was. */
function asItem(one: FactOf<'protection'>, at: Moment, approved: string | undefined): Item {
  const fields = { ...one.fields, ...(approved ? { approved } : {}) }
  const item = itemOf({ id: one.id, kind: 'opportunity', at: one.at, partner: one.partner, account: one.account, ...(one.product ? { product: one.product } : {}), ...(one.amount && one.currency ? { amount: one.amount, currency: one.currency } : {}), fields }, at)
  if (typeof item !== 'string') return item
  const bare = itemOf({ id: one.id, kind: 'opportunity', at: one.at, partner: one.partner, account: one.account, fields }, at)
  if (typeof bare === 'string') throw new Error(bare)
  return bare
}
