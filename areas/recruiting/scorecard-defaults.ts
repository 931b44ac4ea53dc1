// The scorecards to start from, one for each partner type. A starting point and no more: what predicts a good partner of yours your own data will say.
import type { PartnerType } from '../partners/index.ts'
import type { Criterion, CriterionKind, Measure, Step } from './score-rules.ts'

/** "3 Every week" gives three points; a leading ! knocks out. From worst to best. */
const scale = (...said: string[]): Step[] => said.map((text) => {
  const [, out, points, words] = /^(!?)(\d+) (.+)$/.exec(text) ?? []
  return { words: words ?? text, points: Number(points ?? 0), from: null, knocksOut: out === '!' }
})
const of = (kind: CriterionKind) => (id: string, name: string, question: string, weight: number, steps: Step[], needsEvidence = false): Criterion => ({ id, name, question, weight, kind, measure: null, needsEvidence, steps })
const assessed = of('assessed')
const selfStated = of('self_stated')
const computed = (measure: Measure, name: string, question: string, weight: number, ...steps: [from: number, points: number, words: string][]): Criterion => ({
  id: measure, name, question, weight, kind: 'computed', measure, needsEvidence: false, steps: steps.map(([from, points, words]) => ({ words, points, from, knocksOut: false })),
})

const icpShare = (weight: number) => computed('icp_share', 'Share of our profile', 'Which share of its customers fits our ideal customer profile', weight, [0, 0, 'Under 10 %'], [10, 1, '10 to 24 %'], [25, 2, '25 to 49 %'], [50, 3, '50 % or more'])
const icpCount = (weight: number) => computed('icp_count', 'Customers of our profile', 'How many of its customers fit our ideal customer profile', weight, [0, 0, 'Fewer than 5'], [5, 1, '5 to 19'], [20, 2, '20 to 49'], [50, 3, '50 or more'])
const baseSize = (weight: number) => computed('base_size', 'Size of its customer base', 'How many customers it has', weight, [0, 0, 'Fewer than 20'], [20, 1, '20 to 99'], [100, 2, '100 to 499'], [500, 3, '500 or more'])
const openDeals = (weight: number) => computed('open_opportunities', 'Deals we share today', 'In how many of our open opportunities it already works', weight, [0, 0, 'None'], [1, 1, '1 or 2'], [3, 2, '3 to 9'], [10, 3, '10 or more'])

const closeness = (weight: number) => selfStated('closeness', 'Close to the problem', 'How do you meet the problem that we solve?', weight, scale('0 We rarely meet it', '1 Customers mention it', '2 We talk about it in most projects', '3 Solving it is a part of our work'))
const motivation = (weight: number) => selfStated('motivation', 'Why they want it', 'Why would you recommend us?', weight, scale('0 For the commission alone', '2 It rounds off what we offer', '3 Our customers ask for it now'))
const capacity = (weight: number) => selfStated('capacity', 'Time they can give', 'How much time could you give this in the next three months?', weight, scale('0 None for now', '1 A few hours a month', '2 One person a day a week', '3 A person for it alone'))
const trust = (weight: number) => assessed('trust', 'Trusted by buyers', 'How near is it to those who decide?', weight, scale('0 It is one supplier of many', '1 Heads of department take its call', '3 Directors ask for its advice'), true)
const competes = (weight: number) => assessed('competes', 'Our competitors', 'Does it stand with somebody who competes with us?', weight, scale('!0 It is bound to a competitor', '1 It works with one, and is free', '3 No'), true)
const skill = (weight: number) => assessed('skill', 'Able to deliver', 'Has it done such projects?', weight, scale('!0 Never, and no plan to learn it', '1 It would have to learn', '2 One or two', '3 Many, with references'), true)
const sponsor = (weight: number) => assessed('sponsor', 'Somebody who wants it', 'Who there carries this?', weight, scale('0 Nobody yet', '2 Somebody below the top', '3 Somebody at the top'))

/** The scorecard of a type before anybody wrote one; version 0. */
export const defaultScorecards: Record<PartnerType, Criterion[]> = {
  referral: [icpShare(3), icpCount(2), closeness(3), trust(3), motivation(2), capacity(1), competes(2)],
  reseller: [icpCount(3), baseSize(2), skill(3), assessed('sales', 'Sells by itself', 'Does it have people who sell?', 3, scale('!0 Nobody', '1 The owner does', '3 A team with targets'), true), motivation(1), capacity(2), competes(2)],
  implementation: [icpShare(3), icpCount(2), skill(3), closeness(3), trust(2), capacity(2), competes(1)],
  technology: [icpShare(3), icpCount(3), openDeals(2), assessed('fit', 'Works together', 'How well do the two products work together?', 3, scale('!0 They do the same', '1 It needs much building', '2 A small connection', '3 It exists and is in use'), true), sponsor(2), motivation(1)],
  affiliate: [assessed('reach', 'Reach', 'How many of our buyers read or hear it each month?', 3, scale('0 Hardly any', '1 Hundreds', '2 Thousands', '3 Tens of thousands'), true), assessed('kind', 'How it recommends', 'How does it write about products?', 3, scale('!0 Coupons and bought clicks', '1 Lists', '3 Tests and own experience'), true), closeness(2), motivation(1), competes(1)],
  marketplace: [icpCount(3), baseSize(2), assessed('found', 'Buyers look there', 'Do buyers of ours look for solutions there?', 3, scale('0 We know of none', '2 Some', '3 Most'), true), assessed('terms', 'Its terms', 'What does it ask of us?', 2, scale('!0 Exclusivity', '1 A large share', '3 A fair share')), sponsor(1)],
  strategic: [icpShare(2), icpCount(2), openDeals(2), sponsor(3), trust(2), assessed('gain', 'What it gains', 'What does it gain when we win?', 3, scale('0 Little', '2 It keeps its customers', '3 Its own sales rise'), true), capacity(1), competes(2)],
}
