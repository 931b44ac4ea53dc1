import { orThrow } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { addCounts, bothOf, countsFor, type Alike } from './alike-rules.ts'
import type { MeasureKey } from './definitions.ts'
import { partnerRates, rateOf, scaleOf, type Counts, type Likely, type Scale } from './figure-rules.ts'
import { readPeriod, spanOf, type Period, type PeriodWish, type Span } from './period.ts'
import { casesByPartner, partnersInProgram, promisesByPartner, type InProgram } from './queries.ts'

export type Asked = { period: Period; now: Span; before: Span | null; today: string; timeZone: string; currency: string }

/** The period asked for, in the days of the workspace. Refuses one that ends before it begins. */
export async function askedPeriod(r: Reading, wish: PeriodWish): Promise<Asked> {
  const { timeZone, currency } = await workspaceSettings(r)
  const today = dayOf(r.now, timeZone).toString()
  const period = orThrow(readPeriod(wish, today))
  return { period, today, timeZone, currency, now: spanOf(period, timeZone), before: period.previous && spanOf(period.previous, timeZone) }
}

/** All partners' numbers in a period, and what they say about partners in general. */
export type Program = {
  /** How many an average is taken over: those in the program at the end of the period, and any other with a case in it. */
  partners: number
  all: Counts
  /** Partners with a case in the period, those with the same numbers together. */
  alike: Alike[]
  scales: Map<MeasureKey, Scale>
}

export async function programOf(r: Reading, span: Span): Promise<Program> {
  const [cases, promises, inProgram] = await Promise.all([casesByPartner(r, span), promisesByPartner(r, span), partnersInProgram(r, span)])
  return programFrom(cases, promises, inProgram)
}

export function programFrom(cases: Alike[], promises: Alike[], { count, others }: InProgram): Program {
  const alike = bothOf(cases, promises)
  return {
    alike, all: addCounts(alike), partners: count + countsFor(alike, others).size,
    scales: new Map(partnerRates.map((key) => [key, scaleOf(alike.map(({ counts, times }) => ({ ...rateOf(key, counts), times })))])),
  }
}

/** Where the true rate is likely to lie; null for what is no rate of the partner, and without cases. */
export function likelyOf(program: Program, key: MeasureKey, counts: Counts): Likely | null {
  return program.scales.get(key)?.likely(rateOf(key, counts)) ?? null
}
