import { newId, type Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import type { Trayed } from '../program/index.ts'

/** `waits`: known and not usable yet, closed by itself once it is; `refused`: not taken, until somebody corrects or discards it. */
export type TrayCode = 'waits' | 'refused'
export type ToTray = { key: string; body: unknown; why: string; code: TrayCode; partnerId: Id | null }

/** Puts facts in the tray; what is there already stays as it is. */
export async function putInTray(tx: Tx, all: ToTray[]): Promise<void> {
  if (all.length === 0) return
  await tx.q
    .insertInto('fact_tray')
    .values(all.map((one) => ({ workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), key: one.key, body: JSON.stringify(one.body), code: one.code, why: one.why, partner_id: one.partnerId, opened_at: tx.now })))
    .onConflict((c) => c.doNothing())
    .execute()
}

/** What waits of a partner's facts. */
export const openInTray = together<Tx, Id, { id: Id; key: string }[]>(async (tx, partnerIds) => {
  const rows = await tx.q.selectFrom('fact_tray').select(['id', 'key', 'partner_id']).where('workspace_id', '=', tx.workspace).where('partner_id', '=', anyOf(partnerIds)).where('closed_at', 'is', null).execute()
  const byPartner = Map.groupBy(rows, (row) => row.partner_id)
  return partnerIds.map((id) => byPartner.get(id) ?? [])
})

/** Brings what waits of a partner's facts to what was just found: new ones are put in, those that can be used now are closed. */
export async function syncTray(tx: Tx, partnerId: Id, open: { id: Id; key: string }[], found: Trayed[]): Promise<void> {
  const waiting = new Map(found.map((one) => [keyOf(one), one]))
  await closeTrayed(tx, open.filter((row) => !waiting.has(row.key)).map((row) => row.id), 'usable')
  const known = new Set(open.map((row) => row.key))
  await putInTray(tx, [...waiting].filter(([key]) => !known.has(key)).map(([key, one]) => ({ key, body: one.fact, why: one.why, code: 'waits' as const, partnerId })))
}

/** Takes facts out of the tray: by themselves once they are usable, else by whoever acts, with the reason where there is one. */
export async function closeTrayed(tx: Tx, ids: Id[], how: 'usable' | 'corrected' | 'discarded', why: string | null = null): Promise<void> {
  if (ids.length === 0) return
  const by = how !== 'usable' && 'id' in tx.actor ? tx.actor.id : null
  await tx.q.updateTable('fact_tray').set({ closed_at: tx.now, closed_by: by, closed_how: how, closed_why: why }).where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(ids)).execute()
}

const keyOf = (one: Trayed): string => String((one.fact as { id?: unknown }).id)
