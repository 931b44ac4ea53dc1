import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

export type SignInMethod = 'setup' | 'link' | 'passkey' | 'password'

const member = (id: Id) => ({ noun: 'member', id }) as const
export const signedIn = (method: SignInMethod) => (id: Id): Fact => ({ type: 'member.signed_in', subject: member(id), payload: { method } })
export const signedOut = (sessionId: Id) => (id: Id): Fact => ({ type: 'member.signed_out', subject: member(id), payload: { session: sessionId } })
export const passkeyAdded = (passkeyId: Id) => (id: Id): Fact => ({ type: 'member.passkey_added', subject: member(id), payload: { passkey: passkeyId } })
export const passkeyRemoved = (passkeyId: Id) => (id: Id): Fact => ({ type: 'member.passkey_removed', subject: member(id), payload: { passkey: passkeyId } })
export const passwordSet = (id: Id): Fact => ({ type: 'member.password_set', subject: member(id) })
export const passwordRemoved = (id: Id): Fact => ({ type: 'member.password_removed', subject: member(id) })
