// The formula's second half: posting = what is due under all facts known at a moment − what is booked. Statements fall out of it.
import { due, keyOf, type Due, type DueLine } from './due.ts'
import type { Fact } from './facts.ts'
import type { Plan } from './plan.ts'
import { periodOf } from './rating.ts'
import { momentsIn, order } from './world.ts'

/** One posting: what became known changed what is due. `statement` is the period it is told in, `isPrior` that it belongs to an earlier, closed one. */
export type Entry = {
  because: string; recordedAt: string; partner: string; item: string; component: string; amountMinor: bigint; payableMinor: bigint; earnedOn: string; payableOn: string; statement: string; isPrior: boolean
}
export type Statement = { partner: string; period: string; totalMinor: bigint; entries: Entry[] }
export type History = { due: Due; entries: Entry[]; statements: Statement[] }

type Booked = { amountMinor: bigint; payableMinor: bigint; earnedOn: string; payableOn: string }

/** Tells the facts one after the other, in the order in which they became known, and books the difference after each. */
export function tell(plan: Plan, facts: Fact[]): History {
  const momentOf = momentsIn(plan.timeZone)
  const known = [...facts].map((fact) => ({ fact, moment: momentOf(fact.recordedAt ?? fact.at) })).sort((a, b) => order(a.moment, a.fact.id, b.moment, b.fact.id))
  const booked = new Map<string, Booked & { line: Pick<DueLine, 'partner' | 'item' | 'component'> }>()
  const closed = new Set<string>()
  const entries: Entry[] = []
  let state = due(plan, [])
  for (const [i, { fact, moment }] of known.entries()) {
    if (fact.kind === 'statement_closed') closed.add(fact.period)
    state = due(plan, known.slice(0, i + 1).map((one) => one.fact))
    const now = new Map(state.lines.map((line) => [keyOf(line), line]))
    for (const key of [...new Set([...booked.keys(), ...now.keys()])].sort()) {
      const [before, after] = [booked.get(key), now.get(key)]
      const line = after ?? before?.line
      const amountMinor = (after?.amountMinor ?? 0n) - (before?.amountMinor ?? 0n)
      const payableMinor = (after?.payableMinor ?? 0n) - (before?.payableMinor ?? 0n)
      if (!line || (amountMinor === 0n && payableMinor === 0n)) continue
      const earnedOn = after?.earnedOn ?? before?.earnedOn ?? moment.day
      const payableOn = after?.payableOn ?? before?.payableOn ?? earnedOn
      const own = periodOf(earnedOn, plan.payout.every)
      const statement = firstOpen(own, moment.day, closed, plan)
      entries.push({ because: fact.id, recordedAt: moment.instant.toString(), partner: line.partner, item: line.item, component: line.component, amountMinor, payableMinor, earnedOn, payableOn, statement, isPrior: statement !== own })
      booked.set(key, { amountMinor: after?.amountMinor ?? 0n, payableMinor: after?.payableMinor ?? 0n, earnedOn, payableOn, line })
    }
  }
  return { due: state, entries, statements: statementsOf(entries) }
}

/** The period that it belongs to while that is open, else the one of the day it became known. */
export function firstOpen(own: string, recordedDay: string, closed: Set<string>, plan: Plan): string {
  if (!closed.has(own)) return own
  let day = Temporal.PlainDate.from(recordedDay)
  for (let guard = 0; guard < 120 && closed.has(periodOf(day.toString(), plan.payout.every)); guard += 1) day = day.add({ months: plan.payout.every === 'month' ? 1 : 3 })
  return periodOf(day.toString(), plan.payout.every)
}

export function statementsOf(entries: Entry[]): Statement[] {
  return [...Map.groupBy(entries, (entry) => `${entry.partner}\n${entry.statement}`)]
    .map(([, own]) => ({ partner: own[0]?.partner ?? '', period: own[0]?.statement ?? '', totalMinor: own.reduce((sum, entry) => sum + entry.amountMinor, 0n), entries: own }))
    .sort((a, b) => (a.period + a.partner < b.period + b.partner ? -1 : 1))
}
