import type { Id } from '../../kernel/ids.ts'
import { orThrow } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import type { MeasureKey } from './definitions.ts'
import { addCounts, partnerRates, rateOf, scaleOf, type Counts, type Likely, type Scale } from './figure-rules.ts'
import { readPeriod, spanOf, type Period, type PeriodWish, type Span } from './period.ts'
import { countsByPartner, partnersInProgram } from './queries.ts'

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
  /** All together in the period before; null when there is none, or nobody asked. */
  before: Counts | null
  byPartner: Map<Id, Counts>
  scales: Map<MeasureKey, Scale>
}

export async function programOf(r: Reading, now: Span, then: Span | null = null): Promise<Program> {
  const { partners: found, before } = await countsByPartner(r, now, then)
  const known = found.flatMap(({ partnerId, counts }) => (partnerId === null ? [] : [{ partnerId, counts }]))
  const { count, others } = await partnersInProgram(r, now)
  return {
    before, partners: count + known.filter((p) => others.has(p.partnerId)).length, all: addCounts(found.map((p) => p.counts)),
    byPartner: new Map(known.map((p) => [p.partnerId, p.counts])), scales: new Map(partnerRates.map((key) => [key, scaleOf(known.map((p) => rateOf(key, p.counts)))])),
  }
}

/** Where the true rate is likely to lie; null for what is no rate of the partner, and without cases. */
export function likelyOf(program: Program, key: MeasureKey, counts: Counts): Likely | null {
  return program.scales.get(key)?.likely(rateOf(key, counts)) ?? null
}
