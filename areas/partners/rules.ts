import { no, yes, type Can } from '../../kernel/refusal.ts'

export const partnerTypes = ['referral', 'reseller', 'implementation', 'technology', 'affiliate', 'marketplace', 'strategic'] as const
export type PartnerType = (typeof partnerTypes)[number]
export const partnerStates = ['candidate', 'active', 'paused', 'ended'] as const
export type PartnerState = (typeof partnerStates)[number]

/** Introductions are taken from partners on the way in and in the program, not from paused or ended ones. */
export function mayIntroduce(state: PartnerState): Can {
  if (state === 'paused') return no('The partnership is paused.')
  if (state === 'ended') return no('The partnership has ended.')
  return yes
}

/** Somebody in the program has a person we can write to. */
export function mayLeaveCandidate(contacts: number): Can {
  return contacts > 0 ? yes : no('Add a contact first: a partner has at least one person who introduces buyers.')
}

/** A link is minted for someone who may introduce. */
export function mayMintLink(state: PartnerState): Can {
  return state === 'ended' ? no('The partnership has ended; set it active first.') : yes
}
