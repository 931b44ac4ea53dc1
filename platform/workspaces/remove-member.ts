import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx } from '../db/context.ts'
import { asSystem, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { memberRemoved } from './events.ts'
import { memberForChange } from './members.ts'
import { decideStepDown } from './rules.ts'

/** Ends a member's access at once; what they did stays under their name. Refuses for the last admin. */
export async function removeMember(ctx: Ctx, id: Id): Promise<void> {
  allow(ctx, 'members:write')
  await transact(ctx, async (tx) => {
    const member = await memberForChange(tx, id)
    const refusal = decideStepDown(member, member.otherActiveAdmins)
    if (refusal) throw refusal
    await tx.q.updateTable('member').set({ state: 'removed' }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await asSystem(tx, (q) => q.deleteFrom('identity.membership').where('workspace_id', '=', tx.workspace).where('member_id', '=', id).execute())
    await record(tx, memberRemoved(id, member.role))
  })
}
