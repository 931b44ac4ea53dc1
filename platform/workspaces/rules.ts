import { no, refuse, yes, type Can, type Refusal } from '../../kernel/refusal.ts'
import type { Role } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/event.ts'

export const memberStates = ['invited', 'active', 'removed'] as const
export type MemberState = (typeof memberStates)[number]

/** A short name for addresses: "Maven Labs GmbH" → "maven-labs-gmbh". Never empty. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss')
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 32).replace(/-+$/, '')
  return slug || 'workspace'
}

type Standing = { role: Role; state: MemberState }

/** Whether a member may lose the admin role or access: a workspace is never without an active admin. */
export function mayStepDown(member: Standing, otherActiveAdmins: number): Can {
  if (member.role !== 'admin' || member.state !== 'active' || otherActiveAdmins > 0) return yes
  return no('This is the last admin. Make someone else an admin first.')
}

export function decideStepDown(member: Standing, otherActiveAdmins: number): Refusal | undefined {
  const may = mayStepDown(member, otherActiveAdmins)
  return may.allowed ? undefined : refuse('conflict', 'members.last_admin', may.why)
}

/** What differs, as `{ field: { from, to } }`, for the event. Empty when nothing does. */
export function changesBetween(before: Record<string, Json>, after: Record<string, Json>): Record<string, Json> {
  const changed = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  return Object.fromEntries(changed.map((key) => [key, { from: before[key] ?? null, to: after[key] ?? null }]))
}
