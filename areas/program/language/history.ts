// The formula's second half: posting = what is due under all facts known at a moment − what is booked. Statements fall out of it.
import { apart } from './apart.ts'
import { due, keyOf, type Due, type DueLine } from './due.ts'
import type { Fact } from './facts.ts'
import { momentsIn, order, type Moment } from './moments.ts'
import { endOf, later, periodOf } from './periods.ts'
import type { Plan } from './plan.ts'

/** One posting: what became known, or a day on which something lapsed, changed what is due; `because` is the fact or that day. `statement` is the period it is told in, `isPrior` that it belongs to an earlier, closed one. */
export type Entry = {
  because: string; recordedAt: string; partner: string; item: string; component: string; amountMinor: bigint; payableMinor: bigint; currency: string; earnedOn: string; payableOn: string; statement: string; isPrior: boolean
}
export type Statement = { partner: string; period: string; currency: string; totalMinor: bigint; entries: Entry[] }
/** `rewardEntries` are of what is no money; they are on no statement. */
export type History = { due: Due; entries: Entry[]; rewardEntries: Entry[]; statements: Statement[] }

type Booked = { amountMinor: bigint; payableMinor: bigint; earnedOn: string; payableOn: string; line: DueLine }

/** Tells the facts one after the other, in the order in which they became known, and books the difference after each; and on its day what lapses, up to `on`. */
export function tell(plan: Plan, facts: Fact[], on?: string): History {
  const momentOf = momentsIn(plan.timeZone)
  const known = [...facts].map((fact) => ({ fact, moment: momentOf(fact.recordedAt ?? fact.at) })).sort((a, b) => order(a.moment, a.fact.id, b.moment, b.fact.id))
  const at = new Map(known.map((one, i) => [one.fact, i]))
  const last = on ?? known.at(-1)?.moment.day ?? ''
  // What lapses on a day stands after what was told before it.
  const placeOf = (day: string) => known.findLastIndex((one) => one.moment.ns < momentOf(day).ns) + 0.5
  const told = apart(plan, facts).flatMap((group) => tellGroup(plan, group.map((fact) => at.get(fact) ?? 0).sort((a, b) => a - b).map((i) => ({ ...known[i]!, i })), { last, placeOf }))
  const inOrder = told.sort((a, b) => a.i - b.i || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const entries = inOrder.flatMap((one) => (one.isReward ? [] : [one.entry]))
  return { due: due(plan, known.map((one) => one.fact), last), entries, rewardEntries: inOrder.flatMap((one) => (one.isReward ? [one.entry] : [])), statements: statementsOf(entries) }
}

type ToldEntry = { i: number; key: string; isReward: boolean; entry: Entry }
type Known = { fact: Fact; moment: Moment; i: number }
type Clock = { last: string; placeOf: (day: string) => number }
function tellGroup(plan: Plan, known: Known[], { last, placeOf }: Clock): ToldEntry[] {
  const [booked, bookedRewards] = [new Map<string, Booked>(), new Map<string, Booked>()]
  const closed = new Set<string>()
  const step = (facts: Fact[], i: number, cause: Cause): { entries: ToldEntry[]; lapses: string | undefined } => {
    const { lines, rewards, expiring } = due(plan, facts, cause.day)
    const said = (isReward: boolean) => ({ key, entry }: { key: string; entry: Entry }): ToldEntry => ({ i, key, isReward, entry })
    const entries = [...differences(plan, lines, booked, cause, closed).map(said(false)), ...differences(plan, rewards, bookedRewards, cause, closed).map(said(true))]
    return { entries, lapses: expiring.map((one) => one.on).sort()[0] }
  }
  return known.flatMap(({ fact, moment, i }, n) => {
    if (fact.kind === 'statement_closed') closed.add(fact.period)
    const facts = known.slice(0, n + 1).map((one) => one.fact)
    let { entries, lapses } = step(facts, i, { because: fact.id, recordedAt: moment.instant.toString(), day: moment.day })
    const next = known[n + 1]?.moment.day
    while (lapses !== undefined && (next === undefined ? lapses <= last : lapses <= next)) {
      const day = lapses
      const further = step(facts, placeOf(day), { because: day, recordedAt: Temporal.PlainDate.from(day).toZonedDateTime(plan.timeZone).toInstant().toString(), day })
      entries = [...entries, ...further.entries]
      lapses = further.lapses
    }
    return entries
  })
}

type Cause = { because: string; recordedAt: string; day: string }
function differences(plan: Plan, lines: DueLine[], booked: Map<string, Booked>, cause: Cause, closed: Set<string>): { key: string; entry: Entry }[] {
  const now = new Map(lines.map((line) => [bookedUnder(line), line]))
  return [...new Set([...booked.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [before, after] = [booked.get(key), now.get(key)]
    const line = after ?? before?.line
    const amountMinor = (after?.amountMinor ?? 0n) - (before?.amountMinor ?? 0n)
    const payableMinor = (after?.payableMinor ?? 0n) - (before?.payableMinor ?? 0n)
    if (!line || (amountMinor === 0n && payableMinor === 0n)) return []
    const earnedOn = after?.earnedOn ?? before?.earnedOn ?? cause.day
    const payableOn = after?.payableOn ?? before?.payableOn ?? earnedOn
    const own = periodOf(earnedOn, statedEach(plan))
    const statement = firstOpen(own, cause.day, closed, plan)
    booked.set(key, { amountMinor: after?.amountMinor ?? 0n, payableMinor: after?.payableMinor ?? 0n, earnedOn, payableOn, line })
    return [{ key, entry: { because: cause.because, recordedAt: cause.recordedAt, partner: line.partner, item: line.item, component: line.component, amountMinor, payableMinor, currency: line.currency, earnedOn, payableOn, statement, isPrior: statement !== own } }]
  })
}

const bookedUnder = (line: DueLine) => `${keyOf(line)}\n${line.currency}`

/** The period that it belongs to while that is open, else the one of the day it became known. */
export function firstOpen(own: string, recordedDay: string, closed: Set<string>, plan: Plan): string {
  if (!closed.has(own)) return own
  let day = recordedDay
  const each = statedEach(plan)
  for (let guard = 0; guard < 120 && closed.has(periodOf(day, each)); guard += 1) day = later(endOf(day, each), { days: 1 })
  return periodOf(day, each)
}

/** A statement tells at most a quarter, also where it is paid more seldom. */
export function statedEach({ payout: { every } }: Plan): Exclude<Plan['payout']['every'], 'half_year' | 'year'> {
  return every === 'half_year' || every === 'year' ? 'quarter' : every
}

export function statementsOf(entries: Entry[]): Statement[] {
  return [...Map.groupBy(entries, (entry) => [entry.partner, entry.statement, entry.currency].join('\n'))]
    .map(([, own]) => ({ partner: own[0]?.partner ?? '', period: own[0]?.statement ?? '', currency: own[0]?.currency ?? '', totalMinor: own.reduce((sum, entry) => sum + entry.amountMinor, 0n), entries: own }))
    .sort((a, b) => (a.period + a.partner + a.currency < b.period + b.partner + b.currency ? -1 : 1))
}
