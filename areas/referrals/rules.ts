import { no, refuse, refuseField, yes, type Can, type Refusal } from '../../kernel/refusal.ts'

export const referralStates = ['submitted', 'accepted', 'contacted', 'met', 'qualified', 'opportunity', 'won', 'lost', 'declined'] as const
export type ReferralState = (typeof referralStates)[number]
export type Turn = 'ours' | 'partner' | 'nobody'
export const progressSteps = ['contacted', 'met', 'qualified'] as const
export type ProgressStep = (typeof progressSteps)[number]
export type Grade = 'A' | 'B' | 'C' | 'none'

const order: ReferralState[] = ['submitted', 'accepted', 'contacted', 'met', 'qualified', 'opportunity']
export const isClosed = (state: ReferralState): boolean => state === 'won' || state === 'lost' || state === 'declined'

/** Reasons a partner reads as they are; `other` needs words of its own. */
export const declineReasons = {
  not_a_fit: 'They do not fit what we do well.',
  came_second: 'Another introduction of this buyer came first.',
  already_talking: 'We were already talking with this buyer before your introduction.',
  no_need: 'They told us they have no need at the moment.',
  no_answer: 'We could not reach them.',
  no_consent: 'They have not agreed to be contacted.',
  other: '',
} as const
export type DeclineReason = keyof typeof declineReasons

export type ReferralFacts = { state: ReferralState; turn: Turn; consent: 'given' | 'not_yet'; conflictOpen: boolean; hasOpportunity: boolean; isQualified: boolean
  /** The partner has introduced the same buyer anew since, and that introduction is under way. */
  isIntroducedAgain: boolean
  /** Of one that was declined: whether it was taken up before that, whether the partner asked to look again, and when it was declined, in days. */
  wasAccepted: boolean
  isAppealed: boolean
  closedDaysAgo: number | null
  /** Who holds the buyer by now, where it is under way and its own protection has ended. */
  heldBy: string | null
}

/** The partner said who to talk to in one line: "Ana Silva, ana@meridian.de, +49 30 1234". What can be dialled or written to is the reach, the rest the name. */
export function readPerson(text: string): { name: string; reach: string } {
  const reach = [...text.matchAll(/[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>().]+|\+?\d[\d\s()/.-]{5,}\d/g)].map((m) => m[0].trim())
  const name = reach.reduce((rest, part) => rest.replace(part, ' '), text).replace(/[<>()]/g, ' ').replace(/\s*[,;·|]+\s*/g, ', ').replace(/^[,\s]+|[,\s]+$/g, '').replace(/\s+/g, ' ')
  return { name, reach: reach.join(', ') }
}

export function mayAccept(f: ReferralFacts): Can {
  if (f.conflictOpen) return no('Two claims meet on this buyer. Decide the conflict first.')
  if (f.state !== 'submitted') return no(answered(f.state))
  return f.heldBy === null ? yes : no(`${f.heldBy} holds this buyer, since the protection of this introduction ended. Close that introduction first, or decline this one.`)
}
export function mayAsk(f: ReferralFacts): Can {
  return isClosed(f.state) ? no(answered(f.state)) : yes
}
export function mayDecline(f: ReferralFacts): Can {
  if (isClosed(f.state)) return no(answered(f.state))
  if (f.state === 'opportunity') return no('An opportunity is being worked. Close it as lost instead.')
  return yes
}

/** The steps of the conversation go forward one or more at a time; the buyer is contacted only with consent. */
export function mayProgress(step: ProgressStep, f: ReferralFacts): Can {
  if (f.state === 'submitted') return no('Accept the introduction first.')
  if (isClosed(f.state)) return no(answered(f.state))
  if (f.consent !== 'given') return no('The buyer has not agreed to hear from us yet. Ask the partner, or record the consent.')
  // It may have become an opportunity first, or have been taken back: then it still qualifies.
  if (step === 'qualified' && f.state === 'opportunity' && !f.isQualified) return yes
  return order.indexOf(step) > order.indexOf(f.state) ? yes : no(`It is already ${stateWords[f.state].toLowerCase()}.`)
}
export function mayLink(f: ReferralFacts): Can {
  if (f.state === 'submitted') return no('Accept the introduction first.')
  if (isClosed(f.state)) return no(answered(f.state))
  return f.hasOpportunity ? no('It has an opportunity already.') : yes
}
export function mayClose(f: ReferralFacts): Can {
  if (f.state === 'submitted') return no('Answer the introduction first.')
  return isClosed(f.state) ? no(answered(f.state)) : yes
}
export function mayReopen(f: ReferralFacts): Can {
  if (!isClosed(f.state)) return no('It is not closed.')
  return f.isIntroducedAgain ? no('The partner has introduced this buyer again since. That introduction goes on.') : yes
}
/** For so long a partner may ask that we look again. */
export const appealDays = 30

/** Once, of one that we never took up: one that we did is opened again by whoever worked on it. */
export function mayAppeal(f: ReferralFacts): Can {
  if (f.state !== 'declined') return no('Only an introduction that was declined is looked at again.')
  if (f.isAppealed) return no('The partner asked once already, and it was looked at again.')
  if (f.wasAccepted) return no('It had been accepted first. Open it again instead.')
  if ((f.closedDaysAgo ?? 0) > appealDays) return no(`It was declined more than ${appealDays} days ago. The partner can introduce the buyer anew.`)
  return f.isIntroducedAgain ? no('The partner has introduced this buyer again since. That introduction goes on.') : yes
}
export function mayUnqualify(f: ReferralFacts): Can {
  return f.isQualified && !isClosed(f.state) ? yes : no('It is not qualified.')
}

/** The refusal that belongs to a `can`. */
export function demand(can: Can, code: string): Refusal | undefined {
  return can.allowed ? undefined : refuse('conflict', `referrals.${code}`, can.why)
}

/**
 * Whether it counts as a qualified referral: accepted after a real conversation, and the buyer has one of the grades the policy asks
 * for (PRODUCT: A or B).
 */
export function decideQualified(f: ReferralFacts, grade: Grade, wanted: readonly string[]): Refusal | undefined {
  const blocked = demand(mayProgress('qualified', f), 'cannot_qualify')
  if (blocked) return blocked
  if (order.indexOf(f.state) < order.indexOf('met')) return refuse('conflict', 'referrals.no_conversation', 'It qualifies after a real conversation. Log the meeting first.')
  if (!wanted.includes(grade))
    return refuse('conflict', 'referrals.not_icp', `The company's fit is ${grade === 'none' ? 'none of our grades' : `grade ${grade}`}; a qualified introduction needs ${wanted.join(' or ')}. Correct what we know of the company, or decline with a reason.`)
  return undefined
}

/** What the partner reads when we decline. */
export function declineSentence(reason: DeclineReason, words: string | null): string | Refusal {
  if (reason === 'other' && !words) return refuseField('why', 'required', 'Say why, in a sentence the partner will read.')
  return [declineReasons[reason], words].filter(Boolean).join(' ')
}

/** What state words mean to staff. */
export const stateWords: Record<ReferralState, string> = {
  submitted: 'Submitted', accepted: 'Accepted', contacted: 'Contacted', met: 'Met', qualified: 'Qualified', opportunity: 'Opportunity', won: 'Won', lost: 'Lost', declined: 'Declined',
}
const answered = (state: ReferralState) => (state === 'submitted' ? 'It has not been answered.' : `It is ${stateWords[state].toLowerCase()} already.`)

/** What a partner reads: a word for the list. Never a word of anybody else's claim. */
export function partnerWord(state: ReferralState, turn: Turn): string {
  if (turn === 'partner' && !isClosed(state)) return 'Your turn'
  const words: Record<ReferralState, string> = {
    submitted: 'Received', accepted: 'Accepted', contacted: 'We are in touch', met: 'We have met', qualified: 'Qualified', opportunity: 'In negotiation', won: 'Won', lost: 'Not this time', declined: 'Not taken up',
  }
  return words[state]
}
