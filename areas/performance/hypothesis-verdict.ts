import { orThrow, refuse } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import { hypothesesTested, hypothesisById, predictionsOf, type HypothesisRow, type Predictions } from '../hypotheses/index.ts'
import { opportunityRows, referralRows, type CaseRow } from './case-rows.ts'
import { casePage, type PageWish } from './case-page.ts'
import { actualsOf, monthsBetween, plansIn, testOf, type Actuals } from './hypothesis-actuals.ts'
import { verdictOf, type Finding, type Targets, type Verdict } from './hypothesis-finding-rules.ts'
import { broughtBy, closedIn, firstIn, qualifiedIn, settledIn, valuedIn } from './hypothesis-populations.ts'
import { partnerInTest } from './hypothesis-partner.ts'
import type { PredictedMeasure, Proposal } from './hypothesis-rules.ts'
import type { Period, PeriodWish } from './period.ts'
import { askedPeriod } from './program.ts'

/** The figures that open to rows; active partners are the list on the hypothesis itself. */
export const rowFigures = ['introductions', 'opportunity_rate', 'won_rate', 'first_year_value', 'months_to_first'] as const satisfies PredictedMeasure[]
export type RowFigure = (typeof rowFigures)[number]
export type HypothesisVerdict = Omit<Verdict, 'proposal'> & { proposal: Proposal; from: string | null; until: string | null; months: number; partners: number; fees: string | null }
export type FullVerdict = HypothesisVerdict & { plans: Awaited<ReturnType<typeof plansIn>> }

/** What was predicted against what happened in the test so far, or up to the day it was decided. */
export async function hypothesisVerdict(r: Reading, id: Id): Promise<FullVerdict> {
  const hypothesis = await hypothesisById(r, id)
  const [inForce] = await predictionsOf(r, id)
  if (!inForce) throw new Error(`hypothesis ${id} has no predictions`)
  return { ...(await verdictOn(r, hypothesis, inForce.predictions)), plans: await plansIn(r, id) }
}

async function verdictOn(r: Reading, hypothesis: HypothesisRow, p: Predictions): Promise<HypothesisVerdict> {
  const test = await testOf(r, hypothesis)
  if (!test) return { proposal: 'not_begun', sentence: 'The test has not begun, so nothing is counted yet.', findings: [], byReview: null, stop: { measure: p.stop.measure, probability: null, sentence: '' }, from: null, until: null, months: 0, partners: 0, fees: null }
  const happened = await actualsOf(r, test, p.currency)
  const review = hypothesis.testedUntil === null ? { on: hypothesis.reviewOn, months: monthsBetween(test.end, hypothesis.reviewOn) } : null
  // A decided test is judged as of its decision; the review date asks about one that runs.
  const isReviewDue = hypothesis.testedUntil !== null || hypothesis.reviewOn < test.end
  const verdict = verdictOf(targetsOf(p), { ...happened, review }, isReviewDue)
  return { ...verdict, from: test.firstDay, until: hypothesis.testedUntil && Temporal.PlainDate.from(hypothesis.testedUntil).subtract({ days: 1 }).toString(), months: happened.months, partners: happened.times.length, fees: sayFees(happened, p) }
}

const targetsOf = (p: Predictions): Targets => ({
  currency: p.currency, activePartners: p.activePartners.value, introductions: p.introductions.value, opportunityRate: p.opportunityRate.value, wonRate: p.wonRate.value, valueMinor: Number(p.firstYearValue.valueMinor), monthsToFirst: p.monthsToFirst.value, stop: p.stop,
})

/** Fees as the ledger has them; what is spent besides is not kept here. */
function sayFees({ feesMinor, amounts }: Actuals, p: Predictions): string | null {
  if (feesMinor === null) return null
  const won = amounts.reduce((sum, one) => sum + one, 0)
  const said = formatMoney({ amountMinor: feesMinor, currency: p.currency })
  const share = won > 0 ? `, ${Math.round((Number(feesMinor) / won) * 100)} % of the first-year value won; ${Math.round(p.feeShare * 100)} % was predicted` : ''
  return `${said} of commissions were booked to its partners during the test${share}.`
}

export type ShortVerdict = { id: Id; proposal: Proposal; sentence: string; lead: Finding | null }
/** For a list: what the numbers propose of each hypothesis that was put to the test, and the finding on introductions. */
export async function hypothesisVerdicts(r: Reading): Promise<ShortVerdict[]> {
  const verdicts: ShortVerdict[] = []
  for (const { id, predictions } of await hypothesesTested(r)) {
    const { proposal, sentence, findings } = await verdictOn(r, await hypothesisById(r, id), predictions)
    verdicts.push({ id, proposal, sentence, lead: findings.find((one) => one.measure === 'introductions') ?? null })
  }
  return verdicts
}

/** One partner's part in a figure and what is said of it; null for how soon it introduced somebody, which a period does not say. */
export type PartnerPart = { partnerId: Id; period: Period; said: string | null }
export type VerdictRowsWish = PageWish & { figure: RowFigure; /** Only what this partner brought in this period. */ of?: { partnerId: Id; period: PeriodWish } | undefined }
export type VerdictRows = { finding: Finding; part: PartnerPart | null; rows: CaseRow[]; more: boolean; cases: number; counted: number }

/** The cases behind one figure of a verdict, newest first, out of the statements that it is counted by. Refuses while nothing is tested. */
export async function hypothesisRows(r: Reading, id: Id, { figure, of, ...wish }: VerdictRowsWish): Promise<VerdictRows> {
  const hypothesis = await hypothesisById(r, id)
  const test = orThrow((await testOf(r, hypothesis)) ?? refuse('conflict', 'performance.not_begun', 'The test has not begun, so there are no rows yet.'))
  const [inForce] = await predictionsOf(r, id)
  const currency = inForce?.predictions.currency ?? ''
  const all = { introductions: () => qualifiedIn(r, test), opportunity_rate: () => settledIn(r, test), won_rate: () => closedIn(r, test), first_year_value: () => valuedIn(r, test, currency), months_to_first: () => firstIn(r, test) }[figure]()
  const isDeal = figure === 'won_rate' || figure === 'first_year_value'
  const asked = of && (await askedPeriod(r, of.period))
  const { page, ...totals } = await casePage(r, { cases: of && asked ? broughtBy(of.partnerId, asked.now, all, isDeal ? 'days' : 'moments') : all }, wish)
  const rows = isDeal ? await opportunityRows(r, page, test.timeZone) : await referralRows(r, page, ({ introductions: 'qualified', opportunity_rate: 'opportunity', months_to_first: 'submitted' } as const)[figure as 'introductions'], test.timeZone)
  const finding = (await hypothesisVerdict(r, id)).findings.find((one) => one.measure === figure)
  if (!finding) throw new Error(`no finding on ${figure}`)
  const lines = of && (await partnerInTest(r, { hypothesisId: id, partnerId: of.partnerId }, of.period)).lines
  return { finding, part: of && asked && lines ? { partnerId: of.partnerId, period: asked.period, said: lines.find((line) => line.key === figure)?.said ?? null } : null, rows, ...totals }
}
