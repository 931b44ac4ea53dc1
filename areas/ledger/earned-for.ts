import { sql, type Expression, type SqlBool } from 'kysely'
import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { lineViews, type LineView } from './line-views.ts'

/** One introduction or one opportunity of ours. */
export type OwnItemRef = { noun: 'referral' | 'opportunity'; id: Id }
/** `payableMinor`: what of it may be paid; less than the amount while it waits for the customer or is held. `on`: the day by which it is paid, where it is one day. */
export type EarnedFor = { currency: string; amountMinor: bigint; payableMinor: bigint; on: string | null }

/** What a partner has earned so far for one introduction or one opportunity of ours, all that was taken back taken off; per currency, empty where nothing is left. */
export async function earnedFor(r: Reading, partnerId: Id, item: OwnItemRef): Promise<EarnedFor[]> {
  const rows = await r.q
    .selectFrom('commission_line').select(['currency', 'payable_on', sql<string>`sum(amount_minor)`.as('amount'), sql<string>`sum(payable_minor)`.as('payable')])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where(isOf(partnerId, [item]))
    .groupBy(['currency', 'payable_on']).orderBy('currency').orderBy('payable_on')
    .execute()
  return [...Map.groupBy(rows, (row) => row.currency)].flatMap(([currency, days]) => {
    const left = days.filter((day) => day.amount !== '0' || day.payable !== '0')
    const sum = (of: (day: (typeof left)[number]) => string) => left.reduce((n, day) => n + BigInt(of(day)), 0n)
    const amountMinor = sum((day) => day.amount)
    return amountMinor > 0n ? [{ currency, amountMinor, payableMinor: sum((day) => day.payable), on: left.length === 1 ? left[0]!.payable_on : null }] : []
  })
}

/** The lines behind it, newest first. */
export async function linesFor(r: Reading, partnerId: Id, items: OwnItemRef[], limit: number): Promise<LineView[]> {
  const rows = await r.q.selectFrom('commission_line').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where(isOf(partnerId, items)).orderBy('id', 'desc').limit(limit).execute()
  return rows.length === 0 ? [] : lineViews(r, { ids: rows.map((row) => row.id), limit })
}

/** Under plans in language 2 the partner is settled as a whole, and the item is named by its key. */
function isOf(partnerId: Id, items: OwnItemRef[]): Expression<SqlBool> {
  return sql<boolean>`(${sql.join(items.map(({ noun, id }) => sql`item_id = ${id} or (item_id = ${partnerId} and starts_with(item_key, ${`${showId(noun, id)}:`}))`), sql` or `)})`
}
