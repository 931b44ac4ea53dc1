import { refuseField, type Refusal } from '../../kernel/refusal.ts'

export const passwordLength = { min: 10, max: 200 }
/** A session that began by mail this recently proves the same as the current password does. */
export const freshMinutes = 15

/** Whether a password will do: long, and not what anybody would try first for this person. No rules about kinds of characters. */
export function decidePassword(password: string, person: { email: string; name: string }): Refusal | undefined {
  const length = [...password].length
  if (length < passwordLength.min) return refuseField('password', 'auth.password_short', `At least ${passwordLength.min} characters, please. A few words are easy to keep.`)
  if (length > passwordLength.max) return refuseField('password', 'auth.password_long', `At most ${passwordLength.max} characters.`)
  const plain = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const known = [person.email, person.email.split('@')[0] ?? '', person.name, 'password', 'alongside', 'qwertyuiop', 'qwertzuiop', '1234567890', '0123456789']
  const guessed = known.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')).some((word) => word.length > 2 && plain.replaceAll(word, '').length < 4)
  const monotone = new Set(plain).size < 4
  if (guessed || monotone) return refuseField('password', 'auth.password_guessable', 'This password is among the first that somebody would guess. Choose another.')
  return undefined
}

/** Whether a password that is set may be replaced without entering it: only in a session that has just begun by mail. */
export function isFresh(session: { method: string; createdAt: Temporal.Instant }, now: Temporal.Instant): boolean {
  return session.method === 'link' && Temporal.Instant.compare(session.createdAt.add({ minutes: freshMinutes }), now) > 0
}
