// Keeps the public form to people without third parties: it carries when it was made, sealed, so that nobody sends it at once, for ever, or from elsewhere.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { derived } from '../../platform/auth/secret.ts'
import type { Id } from '../../kernel/ids.ts'

/** Nobody reads and fills it faster. */
const leastSeconds = 3
const mostHours = 24

/** What the form carries in a hidden field: `<milliseconds>.<random>.<seal>`. Two forms are never the same. */
export function formToken(workspace: Id, now: Temporal.Instant): string {
  const made = `${now.epochMilliseconds}.${randomBytes(9).toString('base64url')}`
  return `${made}.${sealOf(workspace, made)}`
}

/** `bad` was not made here, or not for this workspace. */
export function readFormToken(workspace: Id, token: string, now: Temporal.Instant): 'good' | 'early' | 'old' | 'bad' {
  const [, made, at, seal] = /^((\d{13})\.[\w-]{12})\.([\w-]{43})$/.exec(token) ?? []
  if (!made || !at || !seal || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(workspace, made)))) return 'bad'
  const age = now.epochMilliseconds - Number(at)
  return age < leastSeconds * 1000 ? 'early' : age > mostHours * 3_600_000 ? 'old' : 'good'
}

const sealOf = (workspace: Id, made: string): string => derived('application form', `${workspace} ${made}`).toString('base64url')
