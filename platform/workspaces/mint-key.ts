import type { Role } from '../../kernel/actor.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { keyPrefix } from '../auth/authenticate.ts'
import { hashToken, newWorkspaceToken } from '../auth/tokens.ts'
import { allow, type Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { keyMinted } from './events.ts'

/**
 * Makes an API key. The token is returned this once and is nowhere kept, also not with an idempotency key: a repeated request makes no
 * second key and is refused with `keys.already_minted`, because nobody can say the token again.
 */
export async function mintKey(ctx: Ctx, input: { name: string; role: Role }): Promise<{ id: Id; token: string }> {
  allow(ctx, 'keys:write')
  const id = newId(ctx.now.epochMilliseconds)
  const token = keyPrefix + newWorkspaceToken(ctx.workspace).token
  const minted = await transact(ctx, async (tx) => {
    await tx.q
      .insertInto('api_key')
      .values({
        workspace_id: tx.workspace, id, token_hash: hashToken(token), name: input.name, role: input.role,
        created_by: tx.actor.kind === 'member' ? tx.actor.id : null, created_at: tx.now,
      })
      .execute()
    await record(tx, keyMinted(id, input.name, input.role))
    return { id }
  })
  if (minted.id !== id)
    throw refuse('conflict', 'keys.already_minted', 'This request made a key before, and a key is shown only once. Revoke that key and make another.')
  return { id, token }
}
