// One partner's part in a test beside what was predicted of a partner. Pure: what is said, never whether it is enough, since one partner in
// one quarter has too few cases to judge a prediction by.
import { count } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'
import { percent, sayNumber, whole } from './hypothesis-finding-rules.ts'
import { settleDays, type Share } from './hypothesis-rules.ts'

/** The numbers predicted that one partner can be held against; null ends are as predictions have them. */
export type PredictedOfPartner = {
  currency: string; introductions: Spread; opportunityRate: Spread; wonRate: Spread; monthsToFirst: Spread; firstYearValue: { valueMinor: string; lowMinor: string | null; highMinor: string | null }
}
type Spread = { value: number; low: number | null; high: number | null }
export type Brought = { qualified: number; settled: Share; closed: Share; amounts: { cases: number; sumMinor: bigint }; /** Null once it has introduced somebody. */ waiting: { since: string; months: number } | null }
export type PredictedLine = { key: 'introductions' | 'opportunity_rate' | 'won_rate' | 'first_year_value'; name: string; definition: string; saidPredicted: string; /** Where it lies eight times out of ten; null where nobody said. */ saidRange: string | null; said: string; cases: number }
export type Comparison = { /** While it has introduced nobody yet, within the time predicted for that. */ ramp: string | null; lines: PredictedLine[] }

const nothing = 'no cases'
const shareSaid = ({ counted, cases }: Share) => (cases === 0 ? nothing : `${percent(counted / cases)}, ${counted} of ${cases}`)
const predicted = ({ value, low, high }: Spread, say: (n: number) => string) => ({ saidPredicted: say(value), saidRange: low === null || high === null ? null : `${say(low)} to ${say(high)}` })

export function comparePartner(p: PredictedOfPartner, b: Brought): Comparison {
  const { cases, sumMinor } = b.amounts
  const { valueMinor, lowMinor, highMinor } = p.firstYearValue
  const value = { value: Number(valueMinor), low: lowMinor === null ? null : Number(lowMinor), high: highMinor === null ? null : Number(highMinor) }
  const money = (minor: number) => whole(minor, p.currency)
  return {
    ramp: rampOf(p, b.waiting),
    lines: [
      { key: 'introductions', name: 'Qualified introductions', definition: 'Introductions qualified in the period that reached us while the partner belonged to the hypothesis and it was under test. Predicted per active partner and quarter.', ...predicted(p.introductions, sayNumber), said: sayNumber(b.qualified), cases: b.qualified },
      { key: 'opportunity_rate', name: 'Qualified introductions that become opportunities', definition: `Of those qualified in the period and at least ${settleDays} days ago, the share that became an opportunity, up to now.`, ...predicted(p.opportunityRate, percent), said: shareSaid(b.settled), cases: b.settled.cases },
      { key: 'won_rate', name: 'Opportunities won, of those closed', definition: 'Partner-sourced opportunities that came of the test and closed in the period: won, by won and lost together.', ...predicted(p.wonRate, percent), said: shareSaid(b.closed), cases: b.closed.cases },
      { key: 'first_year_value', name: 'Average first-year value', definition: `Amounts of opportunities of the test won in the period, in ${p.currency}.`, ...predicted(value, money), said: cases === 0 ? nothing : money(Number(sumMinor) / cases), cases },
    ],
  }
}

/** A young partner is ramping, never failing: within the time that was predicted to the first introduction, while none has come. */
function rampOf(p: PredictedOfPartner, waiting: Brought['waiting']): string | null {
  if (!waiting || waiting.months >= p.monthsToFirst.value) return null
  return `Ramping since ${sayDate(Temporal.PlainDate.from(waiting.since))}: ${count(p.monthsToFirst.value, 'month')} were predicted to the first introduction.`
}
