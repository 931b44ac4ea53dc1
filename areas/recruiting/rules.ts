import { no, yes, type Can } from '../../kernel/refusal.ts'

/** On the way into the program, in order. */
export const wayStages = ['identified', 'contacted', 'in_conversation', 'qualified', 'agreement', 'onboarding'] as const
export const stages = [...wayStages, 'active', 'not_now', 'declined'] as const
export type Stage = (typeof stages)[number]
export const stageWords: Record<Stage, string> = {
  identified: 'Identified', contacted: 'Contacted', in_conversation: 'In conversation', qualified: 'Qualified', agreement: 'Agreement', onboarding: 'Onboarding', active: 'Active',
  not_now: 'Not now', declined: 'Declined',
}
type PartnerState = 'candidate' | 'active' | 'paused' | 'ended'

const isOnTheWay = (stage: Stage): boolean => (wayStages as readonly Stage[]).includes(stage)

/** These two end a candidacy for now or for good, and somebody will ask why. */
export const needsReason = (to: Stage): boolean => to === 'not_now' || to === 'declined'

/** Applicants are owed an answer: every stage but the first is one. */
export const answers = (to: Stage): boolean => to !== 'identified'

/** The partner's own state for a stage: the two say the same thing, in words of the board and of the directory. */
export function partnerStateOf(stage: Stage): PartnerState {
  return stage === 'active' ? 'active' : stage === 'declined' ? 'ended' : 'candidate'
}

/** Where a candidacy stands after the partner's state was changed elsewhere; the same stage where both say the same already. */
export function stageAfter(stage: Stage, to: PartnerState): Stage {
  if (to === 'active') return 'active'
  if (to === 'candidate') return isOnTheWay(stage) || stage === 'not_now' ? stage : 'identified'
  if (to === 'paused') return stage === 'active' ? 'active' : 'not_now'
  return stage === 'active' || stage === 'not_now' ? stage : 'declined'
}

export type Standing = { stage: Stage; partnerState: PartnerState; contacts: number }

/** Whether a card may be moved at all. */
export function mayMove({ stage, partnerState }: Pick<Standing, 'stage' | 'partnerState'>): Can {
  if (stage === 'active') return no('It is a partner now. Its state is changed on its page.')
  return partnerState === 'paused' ? no('The partnership is paused. Set it active or a candidate on its page first.') : yes
}

/** Whether it may be moved to this stage. */
export function mayMoveTo(standing: Standing, to: Stage): Can {
  const may = mayMove(standing)
  if (!may.allowed) return may
  if (to === standing.stage) return no(`It stands at ${stageWords[to]} already.`)
  if (to === 'active' && standing.contacts === 0) return no('Add a contact first: a partner has at least one person who introduces buyers.')
  return yes
}

/** Whether it only ever was a candidate. What was done together speaks against it too; that the areas say. */
export function mayErase({ stage, partnerState, wasPartner }: Pick<Standing, 'stage' | 'partnerState'> & { wasPartner: boolean }): Can {
  if (stage === 'active' || partnerState === 'active') return no('It is a partner now, and partners are kept.')
  if (wasPartner) return no('It was a partner once, and what was done together is kept.')
  return partnerState === 'paused' ? no('The partnership is paused. Set it a candidate on its page first.') : yes
}

export type Focus = { testedTypes: string[]; isAnySupported: boolean; activePartners: number }

/** The warnings of a program that spreads itself too thin (PRODUCT: at most two types under test; ten active partners while no hypothesis is supported). */
export function focusWarnings({ testedTypes, isAnySupported, activePartners }: Focus): string[] {
  const types = [...new Set(testedTypes)]
  return [
    ...(types.length > 2 ? [`${types.length} partner types are under test: ${types.join(', ')}. With more than two at once you learn too little about each. Put one aside.`] : []),
    ...(activePartners > 10 && !isAnySupported ? [`${activePartners} partners are active and no hypothesis is supported yet. More partners will not tell you why one would recommend you. Make five to ten of them work first.`] : []),
  ]
}

/** Whole days since an instant, at least 0. */
export const daysSince = (since: Temporal.Instant, now: Temporal.Instant): number => Math.max(0, Math.floor((now.epochMilliseconds - since.epochMilliseconds) / 86_400_000))
