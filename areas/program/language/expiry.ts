// Guards that points and credits are used once and lapse on their day: what was earned first is used first, and only what is left lapses. Pure;
// what lapsed follows from all facts known and the day that is looked at, whatever the order in which they came.
import { percentOf, round, times, whole, type Rounding } from '../../../kernel/fraction.ts'
import { sayDate } from '../../../kernel/time.ts'
import { sayPercent } from '../../../kernel/text.ts'
import { sayAmount } from './amounts.ts'
import type { Reward } from './due.ts'
import { daysBetween, earlier, endOf, isLength, later, sayLength, sayPeriod } from './periods.ts'
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
export type Rule = { rule: Expiry; yearBegins: number; rounding: Rounding }

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

/** What of a lot lapsed, or will: `fromMinor` of what was left then, with what of it may be used. */
type Lapsed = { day: string; minor: bigint; fromMinor: bigint; usableMinor: bigint; usedMinor: bigint }
type Lot<More = object> = { line: Line<More>; own: Rule | undefined; leftMinor: bigint; usedMinor: bigint; lapsed: Lapsed[] }
type Step = { day: string; id: string } & ({ lot: Lot } | { lapse: Lot } | { lessMinor: bigint; parts: string[] })

function movedOf<More extends object>(earned: Line<More>[], uses: Using<More>[], ruleOf: RuleOf<More>, on: string): Moved<More> {
  const activity = activityOf(earned, uses)
  const lots = earned.filter((line) => line.amountMinor > 0n).map((line): Lot<More> => ({ line, own: ruleOf(line), leftMinor: line.amountMinor, usedMinor: 0n, lapsed: [] }))
  const last = [on, ...activity.either].reduce((later, day) => (day > later ? day : later), '')
  const parts = new Map(uses.map((use) => [use.id, [] as string[]]))
  const steps: Step[] = [
    ...lots.map((lot) => ({ day: lot.line.earnedOn, id: idOf(lot), lot })),
    ...lots.flatMap((lot) => (lot.own ? lapsesOf(lot.line.earnedOn, lot.own, activity, last).map((day) => ({ day, id: idOf(lot), lapse: lot })) : [])),
    // What a partner owes in points is taken like what is used.
    ...earned.filter((line) => line.amountMinor < 0n).map((line) => ({ day: line.earnedOn, id: line.item, lessMinor: -line.amountMinor, parts: [] })),
    ...uses.map((use) => ({ day: use.day, id: use.id, lessMinor: use.amountMinor, parts: parts.get(use.id) ?? [] })),
  ]
  take(steps)
  const lapsed = lots.flatMap((lot) => lot.lapsed.map((one) => ({ lot, one })))
  return { rewards: [...uses.map((use) => useLine(use, parts.get(use.id) ?? [])), ...lapsed.filter(({ one }) => one.day <= on).map(({ lot, one }) => lapseLine(lot, one))], expiring: expiringOf(lapsed.filter(({ one }) => one.day > on)) }
}

const idOf = ({ line }: Lot): string => `${line.item}\n${line.component}`

/** Goes through the days: what lapses on one goes first, then what is earned on it; what is used comes from what was earned until then, the first earned first; more than that from what is earned next. */
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
  const rank = (step: Step) => ('lapse' in step ? 0 : 'lot' in step ? 1 : 2)
  const inOrder = steps.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : rank(a) - rank(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)))
  for (const step of inOrder) {
    if ('lapse' in step) {
      lapse(step.lapse, step.day)
      continue
    }
    if ('lot' in step) {
      owed = owed.flatMap((one) => ((one.minor -= from(step.lot, one.minor, one.parts)) > 0n ? [one] : []))
      open.push(step.lot)
      continue
    }
    let minor = step.lessMinor
    for (const lot of open) minor -= from(lot, minor, step.parts)
    if (minor > 0n) owed.push({ minor, parts: step.parts })
  }
}

function lapse(lot: Lot, day: string): void {
  const { own, leftMinor, usedMinor, lapsed, line } = lot
  const minor = own?.rule.percent === undefined ? leftMinor : round(times(whole(leftMinor), percentOf(own.rule.percent)), own.rounding)
  if (minor <= 0n) return
  const usable = line.payableMinor - usedMinor - lapsed.reduce((sum, one) => sum + one.usableMinor, 0n)
  lot.leftMinor -= minor
  lapsed.push({ day, minor, fromMinor: leftMinor, usableMinor: usable < 0n ? 0n : usable < minor ? usable : minor, usedMinor })
}

type Activity = { earned: string[]; used: string[]; either: string[] }
function activityOf(earned: Reward[], uses: Use[]): Activity {
  const [own, used] = [earned.filter((line) => line.amountMinor > 0n).map((line) => line.earnedOn), uses.map((use) => use.day)]
  return { earned: own.sort(), used: used.sort(), either: [...own, ...used].sort() }
}

/** The days from which on it, or a part of it, can no longer be used, up to the first after the last day that is looked at; none where it keeps. */
function lapsesOf(earnedOn: string, own: Rule, activity: Activity, last: string): string[] {
  const days: string[] = []
  const isOnce = own.rule.percent === undefined || own.rule.rest === 'keeps'
  for (let day = lapseOf(earnedOn, own, activity, ''); day !== null; day = lapseOf(earnedOn, own, activity, day)) {
    days.push(day)
    if (isOnce || day > last) break
  }
  return days
}

/** The first such day after another, null where it keeps. */
function lapseOf(earnedOn: string, { rule, yearBegins }: Rule, activity: Activity, after: string): string | null {
  const byAge = agedOn(earnedOn, rule, yearBegins, after)
  const bySilence = rule.idle ? silentOn(after > earnedOn ? after : earnedOn, rule.idle, activity[rule.idle.without]) : null
  return bySilence !== null && (byAge === null || bySilence < byAge) ? bySilence : byAge
}

/** So long after it was earned, twice as long and so on; with the end of a period in which that is over, or with each further end where no time is said. */
function agedOn(earnedOn: string, rule: Expiry, yearBegins: number, after: string): string | null {
  if (!rule.end && !isLength(rule)) return null
  const { end } = rule
  const ended = (day: string) => (end ? later(endOf(day, end, yearBegins), { days: 1 }) : day)
  if (!isLength(rule)) return ended(after > earnedOn ? after : earnedOn)
  // No month has more than 31 days, so that none is left out.
  for (let n = after > earnedOn ? Math.max(1, Math.floor(daysBetween(earnedOn, after) / ((rule.months ?? 0) * 31 + (rule.days ?? 0) + (end ? 366 : 0)))) : 1; ; n += 1) {
    const day = ended(later(earnedOn, { months: (rule.months ?? 0) * n, days: (rule.days ?? 0) * n }))
    if (day > after) return day
  }
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

function lapseLine<More extends object>({ line, own, lapsed }: Lot<More>, { day, minor, fromMinor, usableMinor, usedMinor }: Lapsed): Line<More> {
  const money = (amount: bigint) => sayAmount(amount, line.currency)
  const before = lapsed.filter((one) => one.day < day).reduce((sum, one) => sum + one.minor, 0n)
  const said = own ? becauseOf(own.rule, line.earnedOn, day, own.yearBegins) : ''
  return {
    ...line, move: 'lapsed', item: lapsedBy(day, line.item), amountMinor: -minor, payableMinor: -usableMinor, earnedOn: day, payableOn: day, heldUntil: null,
    working: [
      `Earned on ${say(line.earnedOn)}: ${money(line.amountMinor)}; used by ${say(day)}: ${usedMinor === 0n ? 'nothing' : money(usedMinor)}${before === 0n ? '' : `; lapsed before: ${money(before)}`}.`,
      own?.rule.percent === undefined ? `What is left, ${money(minor)}, lapses ${said}.` : `${sayPercent(own.rule.percent)} of what is left, ${money(minor)} of ${money(fromMinor)}, lapses ${before > 0n && own ? sayAgain(own.rule) : said}.`,
    ],
  }
}

/** Which of the two times it was. */
const becauseOf = (rule: Expiry, earnedOn: string, day: string, yearBegins: number): string =>
  rule.idle && agedOn(earnedOn, rule, yearBegins, earlierDay(day)) !== day ? sayExpiry({ ...rule, days: undefined, months: undefined, end: undefined }) : sayExpiry({ ...rule, idle: undefined })
const earlierDay = (day: string): string => earlier(day, { days: 1 })

function expiringOf(lapsed: { lot: Lot; one: Lapsed }[]): Expiring[] {
  return [...Map.groupBy(lapsed, ({ one }) => one.day)].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([on, own]): Expiring[] => {
    const [first] = own
    return first ? [{ ...ownerOf(first.lot.line), unit: first.lot.line.unit, currency: first.lot.line.currency, on, amountMinor: own.reduce((sum, { one }) => sum + one.minor, 0n) }] : []
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

/** When the next part lapses. */
export function sayAgain({ end, idle, ...length }: Expiry): string {
  if (idle) return `after each further ${sayLength(idle)} of that`
  return end && !isLength(length) ? `at the end of each further ${sayPeriod(end)}` : `after each further ${sayLength(length)}${end ? `, at the end of that ${sayPeriod(end)}` : ''}`
}
