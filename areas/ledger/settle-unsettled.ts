import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { settlePartner, type SettleBecause } from './settle-partner.ts'

/** Settles every partner marked as unsettled, each in a transaction of its own; returns how many. `progress` hears of each. */
export async function settleUnsettled(ctx: Ctx, progress: (settled: number) => void = () => {}): Promise<number> {
  const rows = await read(ctx, (r) => r.q.selectFrom('unsettled').select('partner_id').where('workspace_id', '=', r.workspace).orderBy('partner_id').execute())
  let settled = 0
  const next = rows.values()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const { partner_id: partnerId } of next) {
      await settleMarked(ctx, partnerId)
      progress((settled += 1))
    }
  }))
  return settled
}
const atOnce = 4

/** The mark is taken away first: facts told meanwhile mark the partner again. */
async function settleMarked(ctx: Ctx, partnerId: Id): Promise<void> {
  const said: SettleBecause = { because: null, fact: null, why: 'Facts were told.' }
  await transact(ctx, async (tx) => {
    await tx.q.deleteFrom('unsettled').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
    await settlePartner(tx, partnerId, said)
  })
}

/** Once a minute: partners whose facts were told in bulk, and those with facts that wait for something that may have come meanwhile. */
export async function settleWaiting(ctx: Ctx): Promise<void> {
  await settleUnsettled(ctx)
  const rows = await read(ctx, (r) =>
    r.q.selectFrom('fact_tray').select('partner_id').distinct().where('workspace_id', '=', r.workspace).where('closed_at', 'is', null).where('partner_id', 'is not', null).orderBy('partner_id').limit(mostAMinute).execute())
  for (const { partner_id: partnerId } of rows) if (partnerId) await transact(ctx, async (tx) => void (await settlePartner(tx, partnerId, { because: null, fact: null, why: 'What it waited for may have come.' })))
}
const mostAMinute = 200
