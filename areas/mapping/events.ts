import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Sharing } from './rules.ts'

type OfList = { id: Id; partnerId: Id }
const fact = (type: string, list: OfList, payload: Fact['payload'] = {}, why?: string | null): Fact => ({ type: `customer_list.${type}`, subject: { noun: 'customerList', id: list.id }, partnerId: list.partnerId, payload, why: why ?? null })

export const listGiven = (list: OfList, payload: { source: string; sharing: Sharing; expiresOn: string }): Fact => fact('given', list, payload)
export const listReady = (list: OfList, payload: { customers: number; known: number; rejected: number; replaced: Id | null }): Fact => fact('ready', list, payload)
export const listEnded = (list: OfList, state: 'failed' | 'cancelled', why: string | null): Fact => fact(state, list, {}, why)
export const listCancelAsked = (list: OfList): Fact => fact('cancel_asked', list)
export const listMatchedAgain = (list: OfList, payload: { customers: number; known: number }): Fact => fact('matched_again', list, payload)
export const listSharingChanged = (list: OfList, payload: { from: Sharing; to: Sharing; removed: number }, why: string | null): Fact => fact('sharing_changed', list, payload, why)
export const listDeleted = (list: OfList, payload: { rows: number; problems: number; files: number; left: number }, why: string): Fact => fact('deleted', list, payload, why)
export const customerJudged = (list: OfList, payload: { n: number; companyId: Id | null }): Fact => fact('customer_judged', list, payload)
export const listAsked = (request: OfList, payload: { contactId: Id }): Fact => ({ type: 'customer_list.asked_for', subject: { noun: 'listRequest', id: request.id }, partnerId: request.partnerId, payload })
export const listRequestEnded = (request: OfList, state: 'declined' | 'withdrawn', why: string | null): Fact => ({ type: `customer_list.request_${state}`, subject: { noun: 'listRequest', id: request.id }, partnerId: request.partnerId, why })

type OfAsk = { id: Id; partnerId: Id; companyId: Id }
const ask = (type: string, one: OfAsk, payload: Fact['payload'] = {}, why?: string | null): Fact => ({ type: `introduction_ask.${type}`, subject: { noun: 'introductionAsk', id: one.id }, partnerId: one.partnerId, companyId: one.companyId, payload, why: why ?? null })
export const introductionAsked = (one: OfAsk, payload: { listId: Id; contactId: Id }): Fact => ask('asked', one, payload)
export const introductionMade = (one: OfAsk, payload: { referralId: Id }): Fact => ask('introduced', one, payload)
export const introductionDeclined = (one: OfAsk, why: string | null): Fact => ask('declined', one, {}, why)
export const introductionWithdrawn = (one: OfAsk, why: string | null): Fact => ask('withdrawn', one, {}, why)

const privately = (type: string, one: OfList, payload: Fact['payload'] = {}, why?: string | null): Fact => ({ type: `private_mapping.${type}`, subject: { noun: 'privateMapping', id: one.id }, partnerId: one.partnerId, payload, why: why ?? null })
export const privatelyAsked = (one: OfList, payload: { wish: string; ours: number }): Fact => privately('asked', one, payload)
export const privateReady = (one: OfList): Fact => privately('ready', one)
export const privateAnswered = (one: OfList): Fact => privately('answered', one)
export const privateEnded = (one: OfList, state: 'failed' | 'withdrawn' | 'declined' | 'expired', why: string | null): Fact => privately(state, one, {}, why)
