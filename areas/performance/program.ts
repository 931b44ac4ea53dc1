import type { Id } from '../../kernel/ids.ts'
import { orThrow } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import type { MeasureKey } from './definitions.ts'
import { addCounts, partnerRates, rateOf, scaleOf, type Counts, type Likely, type Scale } from './figure-rules.ts'
import { readPeriod, spanOf, type Period, type PeriodWish, type Span } from './period.ts'
import { countsByPartner, partnersInProgram, type Alike, type InProgram } from './queries.ts'

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
  byPartner: Map<Id, Counts>
  scales: Map<MeasureKey, Scale>
}

export async function programOf(r: Reading, span: Span): Promise<Program> {
  const [alike, inProgram] = await Promise.all([countsByPartner(r, span), partnersInProgram(r, span)])
  return programFrom(alike, inProgram)
}

export function programFrom(alike: Alike[], { count, others }: InProgram): Program {
  const byPartner = new Map<Id, Counts>()
  for (const { ids, counts } of alike) for (const id of ids) byPartner.set(id, counts)
  return {
    alike, byPartner, all: addCounts(alike), partners: count + [...others].filter((id) => byPartner.has(id)).length,
    scales: new Map(partnerRates.map((key) => [key, scaleOf(alike.map(({ counts, times }) => ({ ...rateOf(key, counts), times })))])),
  }
}

/** Where the true rate is likely to lie; null for what is no rate of the partner, and without cases. */
export function likelyOf(program: Program, key: MeasureKey, counts: Counts): Likely | null {
  return program.scales.get(key)?.likely(rateOf(key, counts)) ?? null
}
