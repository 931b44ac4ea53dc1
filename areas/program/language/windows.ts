// Which items of an account a component still pays on: a window of time, broken by silence, and the first so many.
import { holds, valueOf } from './conditions.ts'
import { asDay, later } from './periods.ts'
import type { EarnedComponent } from './plan.ts'
import type { Limits } from './plan-pay.ts'
import { ownerOf, periodIn, type Unit } from './rating.ts'

type Window = NonNullable<EarnedComponent['window']>
type Span = { from: string; until: string | null; last: string; isOver: boolean }

/** Counted from the first with the account, or from a day that a field says, by calendar months: to the same date, or the last day of a month that is shorter. */
export function withinWindow(units: Unit[], window: EarnedComponent['window']): Unit[] {
  if (!window) return units
  const spans = new Map<string, Span>()
  return units.filter((unit) => {
    const key = `${unit.scope}\n${unit.account}`
    const known = spans.get(key)
    const start = window.from === undefined ? unit.day : asDay(valueOf(window.from, unit.view), unit.view.world.timeZone)
    if (start === undefined) return false
    const span = window.from === undefined && known ? known : { ...spanOf(start, window), last: known?.last ?? unit.day, isOver: known?.isOver ?? false }
    spans.set(key, span)
    if (window.breaks) broken(span, unit, window, window.breaks, spans, key)
    const now = spans.get(key) ?? span
    now.last = unit.day
    return !now.isOver && unit.day >= now.from && (now.until === null || unit.day < now.until)
  })
}

function broken(span: Span, unit: Unit, window: Window, breaks: NonNullable<Window['breaks']>, spans: Map<string, Span>, key: string): void {
  if (!span.isOver && unit.day <= later(span.last, breaks)) return
  if (breaks.unless && holds(breaks.unless, unit.view)) spans.set(key, { ...spanOf(unit.day, window), last: unit.day, isOver: false })
  else span.isOver = true
}

function spanOf(start: string, { after, months, days }: Window): Pick<Span, 'from' | 'until'> {
  const from = later(start, { months: after })
  return { from, until: months === undefined && days === undefined ? null : later(start, { months: after + (months ?? 0), days }) }
}

/** The first so many that were not wholly refunded; what is refunded leaves its place to the next. */
export function firstOnes(units: Unit[], items: Limits['items']): Unit[] {
  if (!items) return units
  const seen = new Map<string, string[]>()
  return units.filter((unit) => {
    if (unit.kept.n === 0n) return false
    const key = [ownerOf(unit, items.per), periodIn(unit, items.over ?? 'ever')].join('\n')
    const before = seen.get(key) ?? []
    const one = items.distinct === undefined ? String(before.length) : valueOf(items.distinct, unit.view)
    if (before.includes(one)) return true
    if (before.length >= items.count) return false
    seen.set(key, [...before, one])
    return true
  })
}
