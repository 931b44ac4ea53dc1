import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf, anyOfTexts } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Difference } from './difference.ts'
import { lostBy } from './losses.ts'
import { clawbackOf, type Unpaid } from './held-rules.ts'

/** Which of these lines are in a payment that stands. */
export async function paidOf(r: Reading, lineIds: Id[]): Promise<Set<Id>> {
  if (lineIds.length === 0) return new Set()
  const rows = await r.q.selectFrom('payment_line').select('commission_line_id').where('workspace_id', '=', r.workspace).where('commission_line_id', '=', anyOf(lineIds)).where('freed_at', 'is', null).execute()
  return new Set(rows.map((row) => row.commission_line_id))
}

/**
 * By how much each difference on a partner's items changes what is owed back of money that was paid. Asked with the partner's items locked;
 * payments take the same lock. Most differences are of nothing that was paid and ask nothing.
 */
export async function clawbacksOf(r: Reading, sellerId: Id, differences: Difference[]): Promise<(one: Difference) => bigint> {
  const some = differences.filter((one) => !one.itemKey.startsWith(lostBy('')) && (one.payableMinor < 0n || one.stands?.hasClawback === true))
  if (some.length === 0) return () => 0n
  const { rows } = await sql<{ key: string; payable: string; clawback: string }>`
    select concat_ws(E'\n', l.partner_id, l.item_key, l.component, l.currency) as key, sum(l.payable_minor)::text as payable, sum(l.clawback_minor)::text as clawback from commission_line l
    where l.workspace_id = ${r.workspace} and l.item_id = ${sellerId} and l.item_key = ${anyOfTexts([...new Set(some.map((one) => one.itemKey))])}
      and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null)
    group by 1`.execute(r.q)
  const unpaid = new Map(rows.map((row): [string, Unpaid] => [row.key, { payableMinor: BigInt(row.payable), clawbackMinor: BigInt(row.clawback) }]))
  const asked = new Set(some)
  return (one) => (asked.has(one) ? clawbackOf(unpaid.get([one.partnerId, one.itemKey, one.component, one.currency].join('\n')) ?? { payableMinor: 0n, clawbackMinor: 0n }, one.payableMinor) : 0n)
}
