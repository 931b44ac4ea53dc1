// The formula's second half: posting = what is due under all facts known at a moment − what is booked. Statements fall out of it.
import { due, keyOf, type Due, type DueLine } from './due.ts'
import type { Fact } from './facts.ts'
import { momentsIn, order } from './moments.ts'
import { endOf, later, periodOf } from './periods.ts'
import type { Plan } from './plan.ts'

/** One posting: what became known changed what is due. `statement` is the period it is told in, `isPrior` that it belongs to an earlier, closed one. */
export type Entry = {
  because: string; recordedAt: string; partner: string; item: string; component: string; amountMinor: bigint; payableMinor: bigint; currency: string; earnedOn: string; payableOn: string; statement: string; isPrior: boolean
}
export type Statement = { partner: string; period: string; currency: string; totalMinor: bigint; entries: Entry[] }
/** `rewardEntries` are of what is no money; they are on no statement. */
export type History = { due: Due; entries: Entry[]; rewardEntries: Entry[]; statements: Statement[] }

type Booked = { amountMinor: bigint; payableMinor: bigint; earnedOn: string; payableOn: string; line: DueLine }

/** Tells the facts one after the other, in the order in which they became known, and books the difference after each. */
export function tell(plan: Plan, facts: Fact[]): History {
  const momentOf = momentsIn(plan.timeZone)
  const known = [...facts].map((fact) => ({ fact, moment: momentOf(fact.recordedAt ?? fact.at) })).sort((a, b) => order(a.moment, a.fact.id, b.moment, b.fact.id))
  const [booked, bookedRewards] = [new Map<string, Booked>(), new Map<string, Booked>()]
  const closed = new Set<string>()
  const [entries, rewardEntries]: [Entry[], Entry[]] = [[], []]
  let state = due(plan, [])
  for (const [i, { fact, moment }] of known.entries()) {
    if (fact.kind === 'statement_closed') closed.add(fact.period)
    state = due(plan, known.slice(0, i + 1).map((one) => one.fact))
    const cause = { because: fact.id, recordedAt: moment.instant.toString(), day: moment.day }
    entries.push(...differences(plan, state.lines, booked, cause, closed))
    rewardEntries.push(...differences(plan, state.rewards, bookedRewards, cause, closed))
  }
  return { due: state, entries, rewardEntries, statements: statementsOf(entries) }
}

function differences(plan: Plan, lines: DueLine[], booked: Map<string, Booked>, cause: { because: string; recordedAt: string; day: string }, closed: Set<string>): Entry[] {
  const now = new Map(lines.map((line) => [bookedUnder(line), line]))
  return [...new Set([...booked.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [before, after] = [booked.get(key), now.get(key)]
    const line = after ?? before?.line
    const amountMinor = (after?.amountMinor ?? 0n) - (before?.amountMinor ?? 0n)
    const payableMinor = (after?.payableMinor ?? 0n) - (before?.payableMinor ?? 0n)
    if (!line || (amountMinor === 0n && payableMinor === 0n)) return []
    const earnedOn = after?.earnedOn ?? before?.earnedOn ?? cause.day
    const payableOn = after?.payableOn ?? before?.payableOn ?? earnedOn
    const own = periodOf(earnedOn, plan.payout.every)
    const statement = firstOpen(own, cause.day, closed, plan)
    booked.set(key, { amountMinor: after?.amountMinor ?? 0n, payableMinor: after?.payableMinor ?? 0n, earnedOn, payableOn, line })
    return [{ because: cause.because, recordedAt: cause.recordedAt, partner: line.partner, item: line.item, component: line.component, amountMinor, payableMinor, currency: line.currency, earnedOn, payableOn, statement, isPrior: statement !== own }]
  })
}

const bookedUnder = (line: DueLine) => `${keyOf(line)}\n${line.currency}`

/** The period that it belongs to while that is open, else the one of the day it became known. */
export function firstOpen(own: string, recordedDay: string, closed: Set<string>, plan: Plan): string {
  if (!closed.has(own)) return own
  let day = recordedDay
  for (let guard = 0; guard < 120 && closed.has(periodOf(day, plan.payout.every)); guard += 1) day = later(endOf(day, plan.payout.every), { days: 1 })
  return periodOf(day, plan.payout.every)
}

export function statementsOf(entries: Entry[]): Statement[] {
  return [...Map.groupBy(entries, (entry) => [entry.partner, entry.statement, entry.currency].join('\n'))]
    .map(([, own]) => ({ partner: own[0]?.partner ?? '', period: own[0]?.statement ?? '', currency: own[0]?.currency ?? '', totalMinor: own.reduce((sum, entry) => sum + entry.amountMinor, 0n), entries: own }))
    .sort((a, b) => (a.period + a.partner + a.currency < b.period + b.partner + b.currency ? -1 : 1))
}
