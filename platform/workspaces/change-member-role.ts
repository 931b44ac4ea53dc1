import type { Role } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { memberRoleChanged } from './events.ts'
import { memberForChange } from './members.ts'
import { decideStepDown } from './rules.ts'

/** Gives a member another role, from their next request on. Refuses to take it from the last admin. */
export async function changeMemberRole(ctx: Ctx, id: Id, role: Role): Promise<void> {
  allow(ctx, 'members:write')
  await transact(ctx, async (tx) => {
    const member = await memberForChange(tx, id)
    if (member.role === role) return
    const refusal = decideStepDown(member, member.otherActiveAdmins)
    if (refusal) throw refusal
    await tx.q.updateTable('member').set({ role }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, memberRoleChanged(id, member.role, role))
  })
}
