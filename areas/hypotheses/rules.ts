import { no, refuse, refuseField, yes, type Can, type Refusal } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'

export const hypothesisTypes = ['referral', 'reseller', 'implementation', 'technology', 'affiliate', 'marketplace', 'strategic'] as const
export type HypothesisType = (typeof hypothesisTypes)[number]
export const hypothesisStates = ['draft', 'testing', 'supported', 'refuted', 'inconclusive', 'closed'] as const
export type HypothesisState = (typeof hypothesisStates)[number]
/** What can be decided: never back to a draft. */
export const decidable = ['testing', 'supported', 'refuted', 'inconclusive', 'closed'] as const
export type Decidable = (typeof decidable)[number]
/** How many partner types are under test at once unless somebody says why. */
export const mostTypes = 2

const next: Record<HypothesisState, Decidable[]> = {
  draft: ['testing', 'closed'], testing: ['supported', 'refuted', 'inconclusive'], supported: ['closed'], refuted: ['closed'], inconclusive: ['closed'], closed: [],
}

/** Whether a decision can follow the state it is in. */
export function mayDecide(state: HypothesisState, to: Decidable): Can {
  if (next[state].includes(to)) return yes
  if (state === 'closed') return no('It is closed. Write a new hypothesis.')
  return no(`It is ${sayState(state)}; what can follow is ${list(next[state].map(sayState), 'or')}.`)
}

/** Words and predictions change until it is closed. */
export const mayChange = (state: HypothesisState): Can => (state === 'closed' ? no('It is closed, and stays as it was.') : yes)
/** Partners come in while it is a draft, under test or supported. */
export function mayTakePartners(state: HypothesisState): Can {
  return state === 'refuted' || state === 'inconclusive' || state === 'closed' ? no(`It is ${sayState(state)}; no partner is added to it.`) : yes
}

export const sayState = (state: HypothesisState): string => ({ draft: 'a draft', testing: 'under test', supported: 'supported', refuted: 'refuted', inconclusive: 'inconclusive', closed: 'closed' })[state]

export type TestWish = { type: HypothesisType; others: HypothesisType[]; reviewOn: string; since: string | null; focusWhy: string | null; today: string }

/** Whether a test may begin: a review ahead, a first day that is not, and no third partner type at once unless somebody says why. */
export function decideTesting({ type, others, reviewOn, since, focusWhy, today }: TestWish): { from: string } | Refusal {
  if (since !== null && since > today) return refuseField('since', 'hypotheses.since_future', 'A test begins today or began before. Give an earlier day.')
  if (reviewOn <= today) return refuse('conflict', 'hypotheses.review_past', 'Its review date has passed. Set one that lies ahead, then begin.')
  const types = [...new Set(others)].filter((other) => other !== type)
  if (types.length >= mostTypes && !focusWhy) {
    return refuseField('focusWhy', 'hypotheses.too_many_types', `${capital(list(types))} partners are under test already. At most ${mostTypes} types are tested at once, unless you say why.`)
  }
  return { from: since ?? today }
}

/** Changed after testing began, predictions keep their history, and the reason stands beside it. */
export function needsWhy(state: HypothesisState): boolean {
  return state !== 'draft'
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
