import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paymentReferences } from './payment-references.ts'

/** Where the payment of a line stands, for who asks by it: in none, or in one that came back; on its way; arrived. */
export const paymentStandings = ['none', 'in_transit', 'paid'] as const
export type PaymentStanding = (typeof paymentStandings)[number]

/** How a line was paid: in a payment that left, `on` the day it arrived as the bank tells it; null while it is on its way. */
export type LinePayment = { state: 'in_transit' | 'paid'; on: string | null; payoutId: Id | null; reference: string | null }

/** The payments that lines are in; a line that is in none, or whose payment came back, is missing. */
export async function linePayments(r: Reading, lineIds: Id[]): Promise<Map<Id, LinePayment>> {
  if (lineIds.length === 0) return new Map()
  const rows = await r.q
    .selectFrom('payment_line as l').innerJoin('payment as p', (j) => j.onRef('p.workspace_id', '=', 'l.workspace_id').onRef('p.id', '=', 'l.payment_id'))
    .select(['l.commission_line_id', 'p.id', 'p.state']).where('l.workspace_id', '=', r.workspace).where('l.commission_line_id', '=', anyOf(lineIds)).where('l.freed_at', 'is', null)
    .execute()
  const known = await paymentReferences(r, [...new Set(rows.map((row) => row.id))])
  return new Map(rows.map((row) => [row.commission_line_id, { state: row.state as LinePayment['state'], on: known.get(row.id)?.paidOn ?? null, payoutId: known.get(row.id)?.payoutId ?? null, reference: known.get(row.id)?.reference ?? null }]))
}
