// Guards that what is held is held: the one writer of what moves between what may be paid and what is held, one at a time for each item.
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Ctx, Reading, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { isHeld, openMinor } from './held-rules.ts'
import { postEntries } from './post-entries.ts'
import { lockItems } from './store.ts'

/** Holds the items of these lines until the transaction ends, in one order: whoever pays, holds or takes back does so one at a time. With `partnerId` also what that partner loses at the end. */
export async function lockItemsOf(tx: Tx, lineIds: Id[], partnerId?: Id): Promise<void> {
  const rows = await tx.q.selectFrom('commission_line').select('item_id').distinct().where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(lineIds)).execute()
  const itemIds = new Set([...rows.map((row) => row.item_id), ...(partnerId === undefined ? [] : [partnerId])])
  await lockItems(tx, [...itemIds])
}

/** Moves what of these lines has become held, or free, in one balanced journal. A second run moves nothing. Lock their items before. */
export async function keepHeld(tx: Tx, lineIds: Id[], because: Id | null): Promise<void> {
  if (lineIds.length === 0) return
  const today = await todayOf(tx)
  const moves = (await standingsOf(tx, lineIds)).flatMap((line) => {
    const [wanted, minor] = [isHeld(line, today), openMinor(line)]
    return wanted === line.isHeldNow || minor === 0n ? [] : [{ ...line, toHeld: wanted, minor: wanted ? minor : -minor }]
  })
  if (moves.length === 0) return
  const [held, free] = [moves.filter((move) => move.toHeld).map((move) => move.id), moves.filter((move) => !move.toHeld).map((move) => move.id)]
  if (held.length > 0) await tx.q.insertInto('held_line').values(held.map((id) => ({ workspace_id: tx.workspace, commission_line_id: id }))).execute()
  if (free.length > 0) await tx.q.deleteFrom('held_line').where('workspace_id', '=', tx.workspace).where('commission_line_id', '=', anyOf(free)).execute()
  await postEntries(tx, {
    cause: 'held', because, on: today, memo: held.length === 0 ? 'Free again' : free.length === 0 ? 'Held' : 'Held, and free again',
    entries: moves.flatMap(({ id: lineId, partnerId, currency, minor }) => [
      { account: { kind: 'commission_payable' as const, partnerId, currency }, amountMinor: minor, lineId }, { account: { kind: 'held' as const, partnerId, currency }, amountMinor: -minor, lineId },
    ]),
  })
}

/** Once a minute: lets go of what plans held until today. */
export async function freeRunOut(ctx: Ctx): Promise<void> {
  for (;;) {
    const lineIds = await read(ctx, runOut)
    if (lineIds.length === 0) return
    await transact(ctx, async (tx) => {
      await lockItemsOf(tx, lineIds)
      await keepHeld(tx, lineIds, null)
    })
  }
}

async function runOut(r: Reading): Promise<Id[]> {
  const today = await todayOf(r)
  const rows = await r.q
    .selectFrom('held_line as h').innerJoin('commission_line as l', (j) => j.onRef('l.workspace_id', '=', 'h.workspace_id').onRef('l.id', '=', 'h.commission_line_id')).select('l.id')
    .where('h.workspace_id', '=', r.workspace).where('l.held_until', '<=', today)
    // A dispute holds what is earned; what takes back is let go of all the same.
    .where((w) => w.or([w('l.payable_minor', '<=', 0n), w.not(w.exists(w.selectFrom('dispute as d').select('d.id').whereRef('d.workspace_id', '=', 'l.workspace_id').whereRef('d.commission_line_id', '=', 'l.id').where('d.state', '<>', 'settled')))]))
    .orderBy('l.id').limit(mostAtOnce).execute()
  return rows.map((row) => row.id)
}
const mostAtOnce = 500

async function standingsOf(r: Reading, lineIds: Id[]) {
  const rows = await r.q
    .selectFrom('commission_line as l').select(['l.id', 'l.partner_id', 'l.currency', 'l.payable_minor', 'l.clawback_minor', 'l.held_until'])
    .select((w) => [
      w.exists(w.selectFrom('dispute as d').select('d.id').whereRef('d.workspace_id', '=', 'l.workspace_id').whereRef('d.commission_line_id', '=', 'l.id').where('d.state', '<>', 'settled')).as('is_disputed'),
      w.exists(w.selectFrom('payment_line as p').select('p.payment_id').whereRef('p.workspace_id', '=', 'l.workspace_id').whereRef('p.commission_line_id', '=', 'l.id').where('p.freed_at', 'is', null)).as('is_paid'),
      w.exists(w.selectFrom('held_line as h').select('h.commission_line_id').whereRef('h.workspace_id', '=', 'l.workspace_id').whereRef('h.commission_line_id', '=', 'l.id')).as('is_held'),
    ])
    .where('l.workspace_id', '=', r.workspace).where('l.id', '=', anyOf(lineIds)).orderBy('l.id').execute()
  return rows.map((row) => ({
    id: row.id, partnerId: row.partner_id, currency: row.currency, payableMinor: row.payable_minor, clawbackMinor: row.clawback_minor, heldUntil: row.held_until,
    isDisputed: row.is_disputed === true, isPaid: row.is_paid === true, isHeldNow: row.is_held === true,
  }))
}
