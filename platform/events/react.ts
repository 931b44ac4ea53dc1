import type { Ctx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { reactionNamed } from './reactions.ts'

/** The task that carries a fact to one reaction. */
export async function reactTask(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const reaction = reactionNamed(String(payload['reaction']))
  if (!reaction) return
  const row = await read(ctx, (r) => r.q.selectFrom('event').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', String(payload['event'])).executeTakeFirst())
  if (!row) return
  await reaction.run(ctx, {
    id: row.id, type: row.type, subjectId: row.subject_id, partnerId: row.partner_id, companyId: row.company_id, at: row.at, payload: row.payload as Record<string, unknown>,
  })
}
