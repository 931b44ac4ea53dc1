import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { allOf, gathering } from '../../platform/db/gathering.ts'
import type { Database } from '../../platform/db/pool.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnersLosingBelow } from '../program/index.ts'
import { lookUpByKey } from './by-key.ts'
import { markLapsing } from './lapses.ts'
import { keepPeriodsOpen } from './open-periods.ts'
import { settlePartner, type SettleBecause } from './settle-partner.ts'
import { lockItems } from './store.ts'

/** Settles every partner marked as unsettled, a few in a transaction; returns how many. `progress` hears of each, and of how many; what it promises is awaited. */
export async function settleUnsettled(ctx: Ctx, progress: (settled: number, of: number) => void | Promise<void> = () => {}): Promise<number> {
  const rows = await read(ctx, (r) => r.q.selectFrom('unsettled').select('partner_id').where('workspace_id', '=', r.workspace).orderBy('partner_id').execute())
  let settled = 0
  const next = rows.values()
  await Promise.all(Array.from({ length: transactionsAtOnce * mostInOne }, async () => {
    for (const { partner_id: partnerId } of next) {
      await settleMarked(ctx, partnerId)
      await progress((settled += 1), rows.length)
    }
  }))
  return settled
}
const [transactionsAtOnce, mostInOne] = [2, 8]

const said: SettleBecause = { because: null, fact: null, why: 'Facts were told.' }
/** What one is due follows from facts, of which nobody tells any here, so that it does not matter who is settled first. */
const settleMarked = gathering<Id, unknown>({
  namesOf: (partnerId) => [partnerId],
  most: mostInOne,
  alone: (ctx, partnerId) => transact(ctx, async (tx) => {
    await unmark(tx, [partnerId])
    await settlePartner(tx, partnerId, said)
  }),
  together: async (tx, all) => {
    const partnerIds = all.map(({ one }) => one)
    await unmark(tx, partnerIds)
    lookUpByKey(tx)
    // Asked together and answered in this order: what is read is read with the locks held.
    const [, postings] = await Promise.all([keepPeriodsOpen(tx), lockItems(tx, partnerIds)])
    return allOf(all.map(({ tx: own, one }) => settlePartner(own, one, { ...said, isGated: true }, { postings, ranked: () => {} })))
  },
})

/** Marks are taken away first: facts told meanwhile mark the partners again. */
const unmark = (tx: Tx, partnerIds: Id[]): Promise<unknown> => tx.q.deleteFrom('unsettled').where('workspace_id', '=', tx.workspace).where('partner_id', '=', anyOf(partnerIds)).execute()

const looked = new WeakMap<Database, Map<string, string>>()
/** Once a day: marks those whose plan lets go of what was payable before and is less than its smallest payment. */
export async function markTooSmall(ctx: Ctx): Promise<void> {
  const [days, today] = [looked.get(ctx.db) ?? new Map<string, string>(), await read(ctx, todayOf)]
  if (days.get(ctx.workspace) === today) return
  const marked = await read(ctx, async (r) => {
    const partners = await partnersLosingBelow(r)
    if (partners.length === 0) return []
    const rows = await r.q
      .selectFrom('commission_line as l').select('l.partner_id').distinct()
      .where('l.workspace_id', '=', r.workspace).where('l.partner_id', '=', anyOf(partners)).where('l.payable_on', '<', today).where('l.payable_minor', '>', 0n).where('l.item_key', 'is not', null)
      .where((w) => w.not(w.exists(w.selectFrom('payment_line as p').select('p.payment_id').whereRef('p.workspace_id', '=', 'l.workspace_id').whereRef('p.commission_line_id', '=', 'l.id').where('p.freed_at', 'is', null))))
      .execute()
    return rows.map((row) => row.partner_id)
  })
  if (marked.length > 0) await transact(ctx, (tx) => tx.q.insertInto('unsettled').values(marked.map((partnerId) => ({ workspace_id: tx.workspace, partner_id: partnerId }))).onConflict((c) => c.doNothing()).execute())
  looked.set(ctx.db, days.set(ctx.workspace, today))
}

/** Once a minute: partners whose facts were told in bulk, those of whom something lapses, and those with facts that wait for something that may have come meanwhile. */
export async function settleWaiting(ctx: Ctx): Promise<void> {
  await markTooSmall(ctx)
  await markLapsing(ctx)
  await settleUnsettled(ctx)
  const rows = await read(ctx, (r) =>
    r.q.selectFrom('fact_tray').select('partner_id').distinct().where('workspace_id', '=', r.workspace).where('closed_at', 'is', null).where('partner_id', 'is not', null).orderBy('partner_id').limit(mostAMinute).execute())
  for (const { partner_id: partnerId } of rows) if (partnerId) await transact(ctx, async (tx) => void (await settlePartner(tx, partnerId, { because: null, fact: null, why: 'What it waited for may have come.' })))
}
const mostAMinute = 200
