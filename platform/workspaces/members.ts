import type { Role } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../db/any-of.ts'
import type { Reading, Tx } from '../db/context.ts'
import type { MemberState } from './rules.ts'

export type Member = { id: Id; name: string; email: string; role: Role; state: MemberState; invitedBy: Id | null; createdAt: Temporal.Instant }

/** Members by name, those who wait for their first sign-in included; removed ones only when asked for. */
export async function listMembers(r: Reading, which: { removed?: boolean } = {}): Promise<Member[]> {
  const rows = await members(r)
    .$if(!which.removed, (q) => q.where('state', '<>', 'removed'))
    .orderBy('name').orderBy('id')
    .execute()
  return rows.map(toMember)
}

/** Those who have access now, for mails and choosing an owner. */
export async function activeMembers(r: Reading): Promise<Member[]> {
  return (await members(r).where('state', '=', 'active').orderBy('name').orderBy('id').execute()).map(toMember)
}

/** The member if they have access now, for "may this person own it?". */
export async function activeMember(r: Reading, id: Id): Promise<Member | undefined> {
  const row = await members(r).where('id', '=', id).where('state', '=', 'active').executeTakeFirst()
  return row && toMember(row)
}

/** Names for display, of removed members too. */
export async function memberNames(r: Reading, ids: Iterable<Id | null | undefined>): Promise<Map<Id, string>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null && id !== undefined))]
  if (wanted.length === 0) return new Map()
  const rows = await r.q.selectFrom('member').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(wanted)).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/**
 * The member with their row locked, or a refusal, and how many other active admins there are. The admins' rows are locked first, always
 * in the same order: of two admins who remove each other at once one waits and then finds itself the last.
 */
export async function memberForChange(tx: Tx, id: Id): Promise<Member & { otherActiveAdmins: number }> {
  const admins = await tx.q
    .selectFrom('member').select('id')
    .where('workspace_id', '=', tx.workspace).where('role', '=', 'admin').where('state', '=', 'active')
    .orderBy('id').forUpdate()
    .execute()
  const row = await members(tx).where('id', '=', id).where('state', '<>', 'removed').forUpdate().executeTakeFirst()
  if (!row) throw notFound('member')
  return { ...toMember(row), otherActiveAdmins: admins.filter((admin) => admin.id !== id).length }
}

const members = (r: Reading) =>
  r.q.selectFrom('member').select(['id', 'name', 'email', 'role', 'state', 'invited_by', 'created_at']).where('workspace_id', '=', r.workspace)

type Row = { id: Id; name: string; email: string; role: string; state: string; invited_by: Id | null; created_at: Temporal.Instant }
const toMember = (row: Row): Member => ({
  id: row.id, name: row.name, email: row.email, role: row.role as Role, state: row.state as MemberState, invitedBy: row.invited_by, createdAt: row.created_at,
})
