import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { keyRevoked } from './events.ts'

/** Ends a key at once. Revoking it again changes nothing. */
export async function revokeKey(ctx: Ctx, id: Id): Promise<void> {
  allow(ctx, 'keys:write')
  await transact(ctx, async (tx) => {
    const key = await tx.q.selectFrom('api_key').select('revoked_at').where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
    if (!key) throw notFound('key')
    if (key.revoked_at) return
    await tx.q.updateTable('api_key').set({ revoked_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, keyRevoked(id))
  })
}
