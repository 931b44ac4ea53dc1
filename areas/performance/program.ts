import type { Id } from '../../kernel/ids.ts'
import { orThrow } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import type { MeasureKey } from './definitions.ts'
import { addCounts, rateKeys, rateOf, scaleOf, type Counts, type Likely, type Scale } from './figure-rules.ts'
import { readPeriod, spanOf, type Period, type PeriodWish } from './period.ts'
import { countsByPartner, partnersInProgram, type PartnerCounts, type Spans } from './queries.ts'

export type Asked = { period: Period; spans: Spans; today: string; timeZone: string; currency: string }

/** The period asked for, in the days of the workspace. Refuses one that ends before it begins. */
export async function askedPeriod(r: Reading, wish: PeriodWish): Promise<Asked> {
  const { timeZone, currency } = await workspaceSettings(r)
  const today = dayOf(r.now, timeZone).toString()
  const period = orThrow(readPeriod(wish, today))
  const now = spanOf(period, timeZone)
  return { period, today, timeZone, currency, spans: { now, both: spanOf({ from: period.previous?.from ?? period.from, to: period.to }, timeZone) } }
}

/** All partners' numbers in a period, and what they say about partners in general. */
export type Program = {
  /** How many an average is taken over. */
  partners: number
  now: Counts; before: Counts
  /** Of the one partner asked about. */
  ownBefore: Counts
  /** Those with a case in the period. */
  byPartner: Map<Id, PartnerCounts>
  scales: Map<MeasureKey, Scale>
}

export async function programOf(r: Reading, spans: Spans, ownId?: Id): Promise<Program> {
  const { partners, ...before } = await countsByPartner(r, spans, ownId)
  return {
    ...before, partners: (await partnersInProgram(r, spans.now)) + partners.filter((p) => !p.inProgram).length, now: addCounts(partners.map((p) => p.now)),
    byPartner: new Map(partners.map((p) => [p.partnerId, p])), scales: new Map(rateKeys.map((key) => [key, scaleOf(partners.map((p) => rateOf(key, p.now)))])),
  }
}

/** Where the true rate is likely to lie; null for what is no rate of the partner. Promises are ours to keep, not theirs. */
export function likelyOf(program: Program, key: MeasureKey, counts: Counts): Likely | null {
  return key === 'promises_kept' ? null : (program.scales.get(key)?.likely(rateOf(key, counts)) ?? null)
}
