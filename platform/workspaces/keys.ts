import type { Role } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../db/context.ts'

export type Key = { id: Id; name: string; role: Role; createdBy: Id | null; createdAt: Temporal.Instant; revokedAt: Temporal.Instant | null }

/** All keys, newest first, revoked ones too. */
export async function listKeys(r: Reading): Promise<Key[]> {
  const rows = await r.q
    .selectFrom('api_key').select(['id', 'name', 'role', 'created_by', 'created_at', 'revoked_at'])
    .where('workspace_id', '=', r.workspace).orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, role: row.role as Role, createdBy: row.created_by, createdAt: row.created_at, revokedAt: row.revoked_at }))
}
