import { sql, type Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { LiveLine } from './rules.ts'

export type AccountKind = 'commission_expense' | 'commission_accrued' | 'commission_payable' | 'held' | 'clawback_receivable' | 'in_transit' | 'paid' | 'withholding' | 'currency_exchange' | 'exchange_difference' | 'input_vat' | 'vat_payable'
export type AccountKey = { kind: AccountKind; partnerId: Id | null; currency: string }
const keyText = (a: AccountKey) => `${a.kind} ${a.partnerId ?? ''} ${a.currency}`

/** Whether the item was ever settled with something in it. */
export async function isItem(r: Reading, itemId: Id): Promise<boolean> {
  return (await r.q.selectFrom('commission_item').select('item_id').where('workspace_id', '=', r.workspace).where('item_id', '=', itemId).executeTakeFirst()) !== undefined
}

/** Holds an item until the transaction ends, so that its lines are worked out by one at a time. Returns how often it was posted to. */
export const lockItem = async (tx: Tx, itemId: Id): Promise<number> => (await lockItems(tx, [itemId])).get(itemId)!

/** The same for several, in one order, so that nobody waits in a circle. */
export async function lockItems(tx: Tx, itemIds: Id[]): Promise<Map<Id, number>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{ item_id: Id; postings: number }>`insert into commission_item (workspace_id, item_id, postings) select ${tx.workspace}::uuid, id, 0 from unnest(${itemIds}::uuid[]) as id order by id
    on conflict (workspace_id, item_id) do update set postings = commission_item.postings returning item_id, postings`.execute(tx.q)
  return new Map(rows.map((row) => [row.item_id, row.postings]))
}

/** The lines of an item that stand, and the highest seq of each component. */
export async function linesOfItem(r: Reading, itemId: Id) {
  const rows = await r.q.selectFrom('commission_line').selectAll().where('workspace_id', '=', r.workspace).where('item_id', '=', itemId).orderBy('seq').execute()
  const reversed = new Set(rows.map((row) => row.corrects))
  const lastSeq = new Map<string, number>()
  for (const row of rows) lastSeq.set(row.component, row.seq)
  const live = rows.filter((row) => row.corrects === null && !reversed.has(row.id))
  return { live: live.map(toLine), lastSeq }
}

type Row = Selectable<DB['commission_line']>

/** A line with what it was about. */
export type StoredLine = LiveLine & { referralId: Id | null; opportunityId: Id | null; companyId: Id | null }

export function toLine(row: Row): StoredLine {
  return {
    id: row.id, partnerId: row.partner_id, component: row.component, amountMinor: row.amount_minor, currency: row.currency, planVersionId: row.plan_version_id,
    clause: row.clause, earnedOn: row.earned_on, payableOn: row.payable_on, referralId: row.referral_id, opportunityId: row.opportunity_id, companyId: row.company_id,
    basis: row.basis_minor === null || row.basis_currency === null ? null : { amountMinor: row.basis_minor, currency: row.basis_currency },
    rate: row.rate_num === null || row.rate_den === null ? null : { num: row.rate_num, den: row.rate_den },
  }
}

/** The ids of these accounts, opened where there are none yet. */
export async function accountIds(tx: Tx, wanted: AccountKey[]): Promise<(account: AccountKey) => Id> {
  const found = new Map<string, Id>()
  const look = async () => {
    const partnerIds = [...new Set(wanted.flatMap((a) => (a.partnerId ? [a.partnerId] : [])))]
    const rows = await tx.q
      .selectFrom('ledger_account').select(['id', 'kind', 'partner_id', 'currency'])
      .where('workspace_id', '=', tx.workspace).where('kind', 'in', [...new Set(wanted.map((a) => a.kind))]).where('currency', 'in', [...new Set(wanted.map((a) => a.currency))])
      .where((w) => w.or([w('partner_id', 'is', null), ...(partnerIds.length > 0 ? [w('partner_id', 'in', partnerIds)] : [])]))
      .execute()
    for (const row of rows) found.set(keyText({ kind: row.kind as AccountKind, partnerId: row.partner_id, currency: row.currency }), row.id)
  }
  await look()
  const missing = [...new Map(wanted.filter((a) => !found.has(keyText(a))).map((a) => [keyText(a), a])).values()]
  if (missing.length > 0) {
    const sorted = missing.sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1))
    await tx.q
      .insertInto('ledger_account')
      .values(sorted.map((a) => ({ workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), kind: a.kind, partner_id: a.partnerId, currency: a.currency, opened_at: tx.now })))
      .onConflict((c) => c.doNothing())
      .execute()
    await look()
  }
  return (account) => {
    const id = found.get(keyText(account))
    if (!id) throw new Error(`no ledger account ${keyText(account)}`)
    return id
  }
}
