// Guards that points and credits are used once and lapse on their day: what was earned first is used first, and only what is left lapses. Pure;
// what lapsed follows from all facts known and the day that is looked at, whatever the order in which they came.
import { sayDate } from '../../../kernel/time.ts'
import { sayAmount } from './amounts.ts'
import type { Reward } from './due.ts'
import { endOf, isLength, later, sayLength, sayPeriod } from './periods.ts'
import type { Expiry } from './plan-program.ts'

/** Something used: whose, of which unit, how much in its minor units, on which day. */
export type Use = { id: string; partner: string; account: string | null; unit: string; currency: string; amountMinor: bigint; day: string }
/** What will lapse on a day if nothing is used or earned until then. */
export type Expiring = Pick<Use, 'partner' | 'account' | 'unit' | 'currency' | 'amountMinor'> & { on: string }
/** A line, or a use, with what else its owner knows of it. */
type Line<More> = Reward & More
type Using<More> = Use & { more: More }
export type Moved<More> = { rewards: Line<More>[]; expiring: Expiring[] }
/** How a unit lapses where a lot of it was earned, and in which month years begin there. */
export type RuleOf<More> = (lot: Line<More>) => Rule | undefined
export type Rule = { rule: Expiry; yearBegins: number }

/** What lines of what lapsed are about: "lapsed:", the day and the item that it was earned on. */
export const lapsedBy = (day: string, item: string): string => `lapsed:${day}:${item}`
export const usedComponent = 'used'

type Owner = { partner: string; account: string | null }
export const ownerOf = (line: Pick<Reward, 'partner' | 'seller' | 'to'>): Owner => (line.to === 'customer' ? { partner: line.seller, account: line.partner } : { partner: line.partner, account: null })
const keyOf = ({ partner, account }: Owner, unit: string, currency: string): string => JSON.stringify([partner, account, unit, currency])

/** Adds to what was earned a line for each use and for each lot that lapsed by `on`, that day included: each takes away. */
export function moved<More extends object>(earned: Line<More>[], uses: Using<More>[], ruleOf: RuleOf<More>, on: string): Moved<More> {
  const lots = Map.groupBy(earned, (line) => keyOf(ownerOf(line), line.unit, line.currency))
  const used = Map.groupBy(uses, (use) => keyOf(use, use.unit, use.currency))
  const found = [...new Set([...lots.keys(), ...used.keys()])].map((key) => movedOf(lots.get(key) ?? [], used.get(key) ?? [], ruleOf, on))
  return { rewards: [...earned, ...found.flatMap((one) => one.rewards)], expiring: found.flatMap((one) => one.expiring) }
}

type Lot<More = object> = { line: Line<More>; lapsesOn: string | null; because: string; leftMinor: bigint; usedMinor: bigint }
type Step = { day: string; id: string } & ({ lot: Lot } | { lessMinor: bigint; parts: string[] })

function movedOf<More extends object>(earned: Line<More>[], uses: Using<More>[], ruleOf: RuleOf<More>, on: string): Moved<More> {
  const activity = activityOf(earned, uses)
  const lots = earned.filter((line) => line.amountMinor > 0n).map((line): Lot<More> => {
    const own = ruleOf(line)
    return { line, ...(own ? lapseOf(line.earnedOn, own, activity) : keeps), leftMinor: line.amountMinor, usedMinor: 0n }
  })
  const parts = new Map(uses.map((use) => [use.id, [] as string[]]))
  const steps: Step[] = [
    ...lots.map((lot) => ({ day: lot.line.earnedOn, id: `${lot.line.item}\n${lot.line.component}`, lot })),
    // What a partner owes in points is taken like what is used.
    ...earned.filter((line) => line.amountMinor < 0n).map((line) => ({ day: line.earnedOn, id: line.item, lessMinor: -line.amountMinor, parts: [] })),
    ...uses.map((use) => ({ day: use.day, id: use.id, lessMinor: use.amountMinor, parts: parts.get(use.id) ?? [] })),
  ]
  take(steps)
  const lapsed = lots.filter((lot) => lot.lapsesOn !== null && lot.lapsesOn <= on && lot.leftMinor > 0n)
  return { rewards: [...uses.map((use) => useLine(use, parts.get(use.id) ?? [])), ...lapsed.map(lapseLine)], expiring: expiringOf(lots.filter((lot) => lot.lapsesOn !== null && lot.lapsesOn > on && lot.leftMinor > 0n)) }
}

/** Goes through the days: what is used comes from what was earned until then and has not lapsed, the first earned first; more than that from what is earned next. */
function take(steps: Step[]): void {
  const open: Lot[] = []
  let owed: { minor: bigint; parts: string[] }[] = []
  const from = (lot: Lot, wanted: bigint, parts: string[]): bigint => {
    const minor = wanted < lot.leftMinor ? wanted : lot.leftMinor
    if (minor <= 0n) return 0n
    lot.leftMinor -= minor
    lot.usedMinor += minor
    parts.push(`${sayAmount(minor, lot.line.currency)} of ${lot.line.item}`)
    return minor
  }
  const inOrder = steps.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : Number('lot' in b) - Number('lot' in a) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)))
  for (const step of inOrder) {
    if ('lot' in step) {
      owed = owed.flatMap((one) => ((one.minor -= from(step.lot, one.minor, one.parts)) > 0n ? [one] : []))
      open.push(step.lot)
      continue
    }
    let minor = step.lessMinor
    for (const lot of open) if (lot.lapsesOn === null || step.day < lot.lapsesOn) minor -= from(lot, minor, step.parts)
    if (minor > 0n) owed.push({ minor, parts: step.parts })
  }
}

type Activity = { earned: string[]; used: string[]; either: string[] }
function activityOf(earned: Reward[], uses: Use[]): Activity {
  const [own, used] = [earned.filter((line) => line.amountMinor > 0n).map((line) => line.earnedOn), uses.map((use) => use.day)]
  return { earned: own.sort(), used: used.sort(), either: [...own, ...used].sort() }
}

type Lapse = Pick<Lot, 'lapsesOn' | 'because'>
const keeps: Lapse = { lapsesOn: null, because: '' }
/** The day from which on it can no longer be used, and why then; none where it keeps. */
function lapseOf(earnedOn: string, { rule, yearBegins }: Rule, activity: Activity): Lapse {
  const over = isLength(rule) ? later(earnedOn, rule) : earnedOn
  const byAge = rule.end ? later(endOf(over, rule.end, yearBegins), { days: 1 }) : isLength(rule) ? over : null
  const bySilence = rule.idle ? silentOn(earnedOn, rule.idle, activity[rule.idle.without]) : null
  if (bySilence !== null && (byAge === null || bySilence < byAge)) return { lapsesOn: bySilence, because: sayExpiry({ ...rule, days: undefined, months: undefined, end: undefined }) }
  return { lapsesOn: byAge, because: sayExpiry({ ...rule, idle: undefined }) }
}

/** The first day on which so long had passed without activity, counted from the day it was earned; activity on that day comes too late. */
function silentOn(earnedOn: string, idle: NonNullable<Expiry['idle']>, days: string[]): string {
  let end = later(earnedOn, idle)
  for (const day of days) {
    if (day <= earnedOn) continue
    if (day >= end) break
    end = later(day, idle)
  }
  return end
}

function useLine<More extends object>(use: Using<More>, parts: string[]): Line<More> {
  const { partner, account, currency, unit, amountMinor, day, id } = use
  const covered = parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing was there to use.'
  return {
    ...use.more, move: 'used', heldUntil: null, partner: account ?? partner, seller: partner, item: id, component: usedComponent, amountMinor: -amountMinor, payableMinor: -amountMinor, currency, earnedOn: day, payableOn: day, itemId: id, itemDay: day, unit, to: account === null ? 'partner' : 'customer',
    working: [`Used on ${say(day)}: ${sayAmount(amountMinor, currency)}. What was earned first is used first: ${covered}`],
  }
}

function lapseLine<More extends object>({ line, lapsesOn, leftMinor, usedMinor, because }: Lot<More>): Line<More> {
  const day = lapsesOn ?? line.earnedOn
  const usable = line.payableMinor - usedMinor
  const money = (minor: bigint) => sayAmount(minor, line.currency)
  return {
    ...line, move: 'lapsed', item: lapsedBy(day, line.item), amountMinor: -leftMinor, payableMinor: usable > 0n ? -usable : 0n, earnedOn: day, payableOn: day, heldUntil: null,
    working: [`Earned on ${say(line.earnedOn)}: ${money(line.amountMinor)}; used by ${say(day)}: ${usedMinor === 0n ? 'nothing' : money(usedMinor)}.`, `What is left, ${money(leftMinor)}, lapses ${because}.`],
  }
}

function expiringOf(lots: Lot[]): Expiring[] {
  return [...Map.groupBy(lots, (lot) => lot.lapsesOn ?? '')].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([on, own]): Expiring[] => {
    const [first] = own
    return first ? [{ ...ownerOf(first.line), unit: first.line.unit, currency: first.line.currency, on, amountMinor: own.reduce((sum, lot) => sum + lot.leftMinor, 0n) }] : []
  })
}

const say = (day: string): string => sayDate(Temporal.PlainDate.from(day))

/** "24 months after it was earned, or after 12 months in which nothing was earned or used". */
export function sayExpiry(rule: Expiry): string {
  const { end, idle } = rule
  const length = isLength(rule) ? sayLength(rule) : ''
  const byAge = end === undefined ? length && `${length} after it was earned`
    : length === '' ? `at the end of the ${sayPeriod(end)} in which it was earned`
      : end === 'year' && rule.months === 12 && rule.days === undefined ? 'at the end of the year after the one in which it was earned' : `at the end of the ${sayPeriod(end)} in which ${length} since it was earned are over`
  const silence = { earned: 'earned', used: 'used', either: 'earned or used' }
  return [byAge, idle && `after ${sayLength(idle)} in which nothing was ${silence[idle.without]}`].filter(Boolean).join(', or ')
}
