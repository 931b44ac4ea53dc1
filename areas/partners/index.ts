/**
 * Partners: companies or independent people in the program or on the way into it, and the people there.
 * Words: a contact is a person at a partner; a link is how that person reaches us without an account.
 * Invariants: one primary contact, and a candidate may have none yet; an e-mail once per partner; a link's token is never stored, only its hash.
 */
import type { Part } from '../../platform/part.ts'
import { findEventsByName } from '../../platform/events/index.ts'
import { partnerRoutes } from './api.ts'
import { partnersCalled } from './queries.ts'

export { countActivityWith } from './api.ts'
export { contactIn as contactShape } from './contract.ts'
export { actAsHolder, actingAs, asHolder, linkOf } from './as-holder.ts'
export { countPeople, erasePartner, tracesOf } from './erase-partner.ts'
export { eraseWith, everyEraser, keptWhere, type Amount, type Eraser } from './erasers.ts'
export { addContact, createPartner } from './create-partner.ts'
export { changePartner, followPartnerState, removeContact, type StateChange } from './change-partner.ts'
export { linkCtx, linkHolder, mintPartnerLink, revokePartnerLink, type LinkHolder } from './links.ts'
export { activePartnerCount, activePartners, contactNames, endedPartners, findIntroducer, partnerKeys, partnerNames, statesOfPartners, type PartnerKeys } from './queries.ts'
export { contactsOf, findPartner, introducerOf, lockPartner, partnerById, requireMember, type Introducer, type ContactRow, type PartnerRow } from './store.ts'
export { mayIntroduce, mayLeaveCandidate, partnerStates, partnerTypes, type PartnerState, type PartnerType } from './rules.ts'

findEventsByName(partnersCalled)

export const part: Part = { name: 'partners', routes: partnerRoutes }
