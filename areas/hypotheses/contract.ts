import { z } from 'zod'
import { can, currencyIn, dateIn, idIn, idOut, instantOut, lineIn, named, optionalTextIn, textIn } from '../../platform/http/shapes.ts'
import { stopMeasures } from './predictions.ts'
import { decidable, hypothesisStates, hypothesisTypes } from './rules.ts'

const type = z.enum(hypothesisTypes)
const spread = (most: number, words: string) => {
  const number = z.number({ error: words }).min(0, words).max(most, words)
  return z.object({ value: number, low: number.nullable().default(null), high: number.nullable().default(null) })
}
const minorText = z.string().regex(/^\d{1,18}$/, 'An amount is whole minor units, such as "4000000" for €40,000.00.')
const amounts = z.object({ valueMinor: minorText, lowMinor: minorText.nullable().default(null), highMinor: minorText.nullable().default(null) })
const share = spread(1, 'A share is between 0 and 1.')

/** Low and high hold eight of ten; left out they are 30 % below and above. */
export const predictionsIn = z.object({
  currency: currencyIn,
  activePartners: spread(100_000, 'Partners are 0 to 100,000.'), introductions: spread(10_000, 'Introductions are 0 to 10,000 per partner and quarter.'),
  opportunityRate: share, wonRate: share, firstYearValue: amounts, monthsToFirst: spread(60, 'Months are 0 to 60.'),
  monthsToClose: z.number({ error: 'Months are 1 to 36.' }).min(1, 'Months are 1 to 36.').max(36, 'Months are 1 to 36.').default(3), fixedCostMinor: minorText,
  feeShare: z.number({ error: 'A share is between 0 and 1.' }).min(0, 'A share is between 0 and 1.').max(1, 'A share is between 0 and 1.'),
  stop: z.object({ measure: z.enum(stopMeasures), below: z.number().min(0, 'A number to stop at is not negative.').max(1e18) }),
})
const words = (missing: string) => textIn(2000, missing)
export const hypothesisIn = z.object({
  type, segment: lineIn(200, 'Say which segment: whom these partners would introduce.'), bestPlaced: words('Say which partner is best placed.'), whyRecommend: words('Say why they would recommend us.'),
  gainFinancial: words('Say what they get in money.'), gainStrategic: words('Say what they get for their strategy.'), gainReputational: words('Say what they get for their name.'),
  reviewOn: dateIn, ownerId: idIn('member').optional(), predictions: predictionsIn,
})
export const hypothesisChange = hypothesisIn.omit({ type: true, predictions: true }).partial()
export const decisionIn = z.object({
  to: z.enum(decidable), why: textIn(2000, 'Say why.'), since: dateIn.nullish().transform((day) => day ?? null).meta({ description: 'With testing: the day the test began, when it was before today.' }),
  focusWhy: optionalTextIn(2000).meta({ description: 'With testing: why a third partner type is tested at once.' }),
})
export const placeIn = z.object({ hypothesisId: idIn('hypothesis').nullable(), from: dateIn.optional(), why: optionalTextIn(2000) })
export const forecastIn = z.object({ predictions: predictionsIn, months: z.number().int().min(6).max(60).default(24) })

const spreadOut = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
export const predictionsOut = z.object({
  currency: z.string(), activePartners: spreadOut, introductions: spreadOut, opportunityRate: spreadOut, wonRate: spreadOut,
  firstYearValue: z.object({ valueMinor: z.string(), lowMinor: z.string().nullable(), highMinor: z.string().nullable() }), monthsToFirst: spreadOut, monthsToClose: z.number(), fixedCostMinor: z.string(), feeShare: z.number(),
  stop: z.object({ measure: z.enum(stopMeasures), below: z.number() }),
}).meta({ id: 'Predictions' })
const state = z.enum(hypothesisStates)
const short = { id: idOut('hypothesis'), type, segment: z.string(), state }
export const hypothesisRow = z.object({ ...short, reviewOn: z.string(), owner: named('member'), partners: z.number().int().meta({ description: 'That belong to it today.' }), testingFrom: z.string().nullable() }).meta({ id: 'HypothesisRow' })
const who = named('member').nullable().meta({ description: 'Null for a key or the system.' })
export const hypothesisOut = z.object({
  ...short, bestPlaced: z.string(), whyRecommend: z.string(), gainFinancial: z.string(), gainStrategic: z.string(), gainReputational: z.string(), reviewOn: z.string(), owner: named('member'),
  testingFrom: z.string().nullable(), testedUntil: z.string().nullable(),
  predictions: predictionsOut, version: z.number().int(), versions: z.array(z.object({ version: z.number().int(), predictions: predictionsOut, at: instantOut, by: who, why: z.string().nullable() })),
  decisions: z.array(z.object({ id: idOut('hypothesisDecision'), from: state, to: z.enum(decidable), at: instantOut, by: who, why: z.string(), focusWhy: z.string().nullable(), version: z.number().int() })),
  partners: z.array(z.object({ partner: named('partner'), state: z.string(), from: z.string(), until: z.string().nullable(), why: z.string().nullable() })),
  can: z.object({ change: can, addPartner: can, decide: z.array(z.object({ to: z.enum(decidable), can })) }),
}).meta({ id: 'Hypothesis' })
export const placesOut = z.object({
  current: z.object({ ...short, from: z.string() }).nullable(), before: z.array(z.object({ ...short, from: z.string(), until: z.string() })), can: z.object({ place: can }),
}).meta({ id: 'PartnerHypothesis' })

const band = z.object({ low: z.number(), mid: z.number(), high: z.number() }).meta({ id: 'ForecastBand', description: 'Eight of ten runs lie between low and high, half below mid. Amounts are minor units; an estimate, not money owed.' })
export const forecastOut = z.object({
  currency: z.string(), runs: z.number().int(), months: z.array(z.object({ month: z.number().int(), pipeline: band, revenue: band, fees: band, net: band })),
  introductions: band, opportunities: band, won: band, costPerWon: band.nullable(), wonNothing: z.number(), finding: z.string(),
  breakEven: z.object({ probability: z.number(), low: z.number().nullable(), mid: z.number().nullable(), high: z.number().nullable() }),
}).meta({ id: 'Forecast' })
export const presetsOut = z.object({
  source: z.string(), spread: z.number(),
  items: z.array(z.object({
    type, bestPlaced: z.string(), whyRecommend: z.string(), gainFinancial: z.string(), gainStrategic: z.string(), gainReputational: z.string(), needs: z.array(z.string()), economics: z.string(), reviewOn: z.string(), predictions: predictionsOut,
  })),
}).meta({ id: 'HypothesisPresets' })
