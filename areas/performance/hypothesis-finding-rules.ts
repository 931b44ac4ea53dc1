// Each prediction against what happened, said in a sentence. Pure.
import { formatMoney } from '../../kernel/money.ts'
import { count } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'
import { exposureOf, fewest, firstsOf, judgeAmount, judgeRate, judgeShare, judgeWait, likelihoodOf, propose, reachByReview, settleDays, type Judged, type Likelihood, type PredictedMeasure, type Proposal, type Share, type TimeIn } from './hypothesis-rules.ts'

export type Targets = {
  currency: string; activePartners: number; introductions: number; opportunityRate: number; wonRate: number; valueMinor: number; monthsToFirst: number
  stop: { measure: Exclude<PredictedMeasure, 'months_to_first'>; below: number }
}
export type Happened = { months: number; times: TimeIn[]; partners: number; activePartners: number; qualified: number; settled: Share; closed: Share; amounts: number[]; unvalued: number
  /** Until the review; null for a test that is decided. */
  review: { months: number; on: string } | null
}
export type Finding = {
  measure: PredictedMeasure; name: string; definition: string
  predicted: number; saidPredicted: string
  /** Null while there is nothing to measure. */
  actual: number | null; saidActual: string; cases: number
  probability: number | null; likely: { low: number; high: number } | null; saidLikely: string | null
  /** Counted, not estimated, for active partners: very likely when reached, very unlikely when not. */
  likelihood: Likelihood; sentence: string
}
export type Verdict = {
  proposal: Proposal; sentence: string; findings: Finding[]; /** Whether introductions will have reached the target by the review; null where it is too early or decided. */ byReview: { probability: number; sentence: string } | null
  stop: { measure: PredictedMeasure; sentence: string; probability: number | null }
}

const words: Record<Likelihood, string> = { too_early: 'too early to say', very_unlikely: 'very unlikely', unlikely: 'unlikely', open: 'open', likely: 'likely', very_likely: 'very likely' }
export const percent = (share: number) => `${Math.round(share * 100)} %`
/** A probability is never said to be certain. */
const sayChance = (p: number) => (p < 0.01 ? 'below 1 %' : p > 0.99 ? 'above 99 %' : percent(p))
export const sayNumber = (n: number): string => (Number.isInteger(n) ? n.toLocaleString('en-US') : n.toLocaleString('en-US', { maximumFractionDigits: n < 10 ? 1 : 0 }))
const sayMonths = (months: number) => (months < 0.95 ? `${Math.max(1, Math.round(months * 30.4375))} days` : `${sayNumber(Math.round(months * 10) / 10)} ${Math.abs(months - 1) < 0.05 ? 'month' : 'months'}`)
/** Whole units: an average or a prediction is no amount anybody owes. */
export const whole = (minor: number, currency: string) => formatMoney({ amountMinor: BigInt(Math.round(minor)), currency }).replace(/\.\d+$/, '')

export function verdictOf(t: Targets, h: Happened, isReviewDue: boolean): Verdict {
  const quarters = exposureOf(h.times, t.monthsToFirst)
  const firsts = firstsOf(h.times)
  const judged: Record<Exclude<PredictedMeasure, 'active_partners'>, Judged> = {
    introductions: judgeRate(h.qualified, quarters, t.introductions), opportunity_rate: judgeShare(h.settled, t.opportunityRate), won_rate: judgeShare(h.closed, t.wonRate),
    first_year_value: judgeAmount(h.amounts, t.valueMinor), months_to_first: judgeWait(firsts, t.monthsToFirst),
  }
  const findings = [partners(t, h), introductions(t, h, quarters, judged.introductions), opportunities(t, h, judged.opportunity_rate), won(t, h, judged.won_rate), value(t, h, judged.first_year_value), first(t, h, firsts, judged.months_to_first)]
  const stop = stopOf(t, h, quarters)
  const proposal = propose([judged.introductions.probability, judged.opportunity_rate.probability, judged.won_rate.probability], stop.isEstimated ? stop.probability : null, isReviewDue)
  return { proposal, sentence: proposalSentence(proposal, findings, stop.probability), findings, byReview: judged.introductions.probability === null ? null : byReview(t, h, quarters), stop: { measure: t.stop.measure, probability: stop.probability, sentence: stop.sentence } }
}

function byReview(t: Targets, h: Happened, quarters: number): Verdict['byReview'] {
  if (h.review === null || h.review.months <= 0) return null
  const { months, on } = h.review
  const future = exposureOf(h.times.map((one) => (one.isIn ? { ...one, months: one.months + months } : one)), t.monthsToFirst) - quarters
  const probability = reachByReview(h.qualified, quarters, future, t.introductions)
  return { probability, sentence: `By the review on ${sayDate(Temporal.PlainDate.from(on))} introductions will have reached their target with ${sayChance(probability)}.` }
}

type Start = Pick<Finding, 'measure' | 'name' | 'definition' | 'predicted' | 'saidPredicted' | 'actual' | 'saidActual' | 'cases'>
function finding(start: Start, { probability, likely }: Judged, say: (n: number) => string, sentences: { with: string; target: string; early: string }): Finding {
  const likelihood = likelihoodOf(probability)
  return {
    ...start, probability, likely, saidLikely: likely && `${say(likely.low)} to ${say(likely.high)}`, likelihood,
    sentence: probability === null ? `Too early to say: ${sentences.early}` : `${sentences.with}, the target of ${sentences.target} is ${words[likelihood]}: ${sayChance(probability)}.`,
  }
}

function partners(t: Targets, h: Happened): Finding {
  const isReached = h.activePartners >= t.activePartners
  return {
    measure: 'active_partners', name: 'Active partners', definition: 'Partners in state active that belong to the hypothesis. Counted, not estimated.', predicted: t.activePartners, saidPredicted: sayNumber(t.activePartners), actual: h.activePartners,
    saidActual: sayNumber(h.activePartners), cases: h.partners, probability: null, likely: null, saidLikely: null, likelihood: isReached ? 'very_likely' : 'too_early',
    sentence: isReached ? `${count(h.activePartners, 'active partner')}: the target of ${sayNumber(t.activePartners)} is reached.` : `${count(h.activePartners, 'active partner')} of the ${sayNumber(t.activePartners)} that were predicted.`,
  }
}

function introductions(t: Targets, h: Happened, quarters: number, judged: Judged): Finding {
  const n = count(h.qualified, 'qualified introduction')
  const expected = quarters * t.introductions
  const from = `${count(h.times.length, 'partner')} in ${sayMonths(h.months)}`
  return finding({
    measure: 'introductions', name: 'Qualified introductions per active partner per quarter', predicted: t.introductions, saidPredicted: sayNumber(t.introductions), actual: quarters > 0 ? h.qualified / quarters : null,
    saidActual: quarters > 0 ? sayNumber(h.qualified / quarters) : 'nothing yet', cases: h.qualified,
    definition: `Qualified introductions that reached us while the partner belonged to the hypothesis, by the partner-quarters since then. A partner’s first ${sayMonths(t.monthsToFirst)}, as predicted, are left out unless it introduced somebody in them. Time counted: ${sayNumber(Math.round(quarters * 10) / 10)} partner-quarters.`,
  }, judged, (v) => sayNumber(Math.round(v * 10) / 10), {
    with: `With ${n} from ${from}`, target: `${sayNumber(t.introductions)} per partner and quarter`, early: `${n} from ${from}; ${sayNumber(Math.round(expected * 10) / 10)} would be expected by now, and it takes ${fewest.events}.`,
  })
}

const shareFinding = (measure: 'opportunity_rate' | 'won_rate', { counted, cases }: Share, target: number, said: { name: string; definition: string; with: string; early: string }, judged: Judged): Finding => finding({
  measure, name: said.name, definition: said.definition, predicted: target, saidPredicted: percent(target), actual: cases > 0 ? counted / cases : null, saidActual: cases > 0 ? `${percent(counted / cases)}, ${counted} of ${cases}` : 'nothing yet', cases,
}, judged, percent, { with: said.with, target: percent(target), early: said.early })

const opportunities = (t: Targets, { settled: s, qualified }: Happened, judged: Judged) => shareFinding('opportunity_rate', s, t.opportunityRate, {
  name: 'Qualified introductions that become opportunities', definition: `Of introductions qualified at least ${settleDays} days ago, those that became an opportunity, up to now. Younger ones are no cases yet.`,
  with: `With ${s.counted} opportunities from ${count(s.cases, 'qualified introduction')}`,
  early: `${count(s.cases, 'introduction')} qualified at least ${settleDays} days ago${qualified > s.cases ? ` and ${qualified - s.cases} younger` : ''}, and it takes ${fewest.cases}.`,
}, judged)
const won = (t: Targets, { closed: c }: Happened, judged: Judged) => shareFinding('won_rate', c, t.wonRate, {
  name: 'Opportunities won, of those closed', definition: 'Partner-sourced opportunities that came of the test: won, by won and lost together. Open ones are no cases.',
  with: `With ${c.counted} won of ${count(c.cases, 'closed opportunity', 'closed opportunities')}`, early: `${count(c.cases, 'opportunity is', 'opportunities are')} closed, and it takes ${fewest.cases}.`,
}, judged)

function value(t: Targets, h: Happened, judged: Judged): Finding {
  const n = h.amounts.length
  const mean = n > 0 ? h.amounts.reduce((sum, one) => sum + one, 0) / n : null
  const say = (minor: number) => whole(minor, t.currency)
  const few = n < 20 ? ' So few amounts say little of the average; one large contract moves it.' : ''
  const found = finding({
    measure: 'first_year_value', name: 'Average first-year value', predicted: t.valueMinor, saidPredicted: say(t.valueMinor), actual: mean, saidActual: mean === null ? 'nothing yet' : say(mean), cases: n,
    definition: `Amounts of won opportunities of the test, in ${t.currency}.${h.unvalued > 0 ? ` ${count(h.unvalued, 'won one has', 'won ones have')} no amount in ${t.currency} and ${h.unvalued === 1 ? 'is' : 'are'} left out.` : ''}`,
  }, judged, say, { with: `With ${count(n, 'contract')} of ${mean === null ? '' : say(mean)} on average`, target: say(t.valueMinor), early: `${count(n, 'won amount')}, and it takes ${fewest.amounts}.` })
  return found.probability === null ? found : { ...found, sentence: found.sentence + few }
}

function first(t: Targets, h: Happened, { events, months }: { events: number; months: number }, judged: Judged): Finding {
  const waiting = h.times.length - events
  const average = events > 0 ? months / events : null
  const have = `${events} of ${count(h.times.length, 'partner')} having introduced somebody`
  return finding({
    measure: 'months_to_first', name: 'Months to the first introduction', predicted: t.monthsToFirst, saidPredicted: sayNumber(t.monthsToFirst), actual: average, saidActual: average === null ? 'nothing yet' : sayNumber(Math.round(average * 10) / 10), cases: h.times.length,
    definition: `From the partner’s first day in the test to its first introduction. Partners that still wait count with the time they have waited so far${waiting > 0 ? `: ${waiting} do` : ''}.`,
  }, judged, (v) => sayNumber(Math.round(v * 10) / 10), {
    with: `With ${have}`, target: `${sayMonths(t.monthsToFirst)} on average`,
    early: t.monthsToFirst <= 0 ? 'no time was predicted.' : `${events} of ${count(h.times.length, 'partner')} introduced somebody; ${sayNumber(Math.round((months / t.monthsToFirst) * 10) / 10)} would be expected by now, and it takes ${fewest.events}.`,
  })
}

function stopOf(t: Targets, h: Happened, quarters: number): { probability: number | null; isEstimated: boolean; sentence: string } {
  const { measure, below } = t.stop
  if (measure === 'active_partners') {
    const sentence = h.activePartners < below ? `There are ${sayNumber(h.activePartners)} active partners, fewer than the ${sayNumber(below)} at which you would stop.` : `There are ${sayNumber(h.activePartners)} active partners; you would stop below ${sayNumber(below)}.`
    return { probability: h.activePartners < below ? 1 : 0, isEstimated: false, sentence }
  }
  const { judged, said } = {
    introductions: () => ({ judged: judgeRate(h.qualified, quarters, below), said: `${sayNumber(below)} qualified introductions per partner and quarter` }), opportunity_rate: () => ({ judged: judgeShare(h.settled, below), said: `${percent(below)} becoming opportunities` }),
    won_rate: () => ({ judged: judgeShare(h.closed, below), said: `${percent(below)} won` }), first_year_value: () => ({ judged: judgeAmount(h.amounts, below), said: `${whole(below, t.currency)} on average` }),
  }[measure]()
  if (judged.probability === null) return { probability: null, isEstimated: true, sentence: `You would stop below ${said}. It is too early to say.` }
  const missed = 1 - judged.probability
  return { probability: missed, isEstimated: true, sentence: `You would stop below ${said}. That it is below is ${words[likelihoodOf(missed)]}: ${sayChance(missed)}.` }
}

function proposalSentence(proposal: Proposal, findings: Finding[], stop: number | null): string {
  const waiting = findings.filter((one) => ['introductions', 'opportunity_rate', 'won_rate'].includes(one.measure) && one.probability === null).map((one) => shortNames[one.measure])
  switch (proposal) {
    case 'supported': return 'The numbers support it: introductions and both shares are each likely to reach what was predicted.'
    case 'refuted': return stop !== null && stop >= 0.9 ? 'The numbers speak against it: the number at which you would stop is very probably missed.' : 'The numbers speak against it: introductions are very unlikely to reach what was predicted.'
    case 'too_early': return `Too early to say: not enough cases of ${waiting.join(' and ')} yet.`
    case 'inconclusive': return 'The review is due, and the numbers neither support it nor speak against it.'
    case 'open': return 'Open: there are enough cases, and they neither support it nor speak against it.'
    case 'not_begun': return 'The test has not begun.'
  }
}
const shortNames: Record<PredictedMeasure, string> = { active_partners: 'active partners', introductions: 'introductions', opportunity_rate: 'opportunities', won_rate: 'closed opportunities', first_year_value: 'won amounts', months_to_first: 'first introductions' }
