import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Standing } from './difference.ts'

/** What stands booked on a partner's items, for whomever: the sum of the lines of each partner, item and component, and the newest of them; and what of it plans held when it was booked. What was lost at the end of a partnership follows from no item. */
export async function standingOf(r: Reading, sellerId: Id): Promise<Standing[]> {
  const last = <T>(column: string) => sql<T>`(array_agg(${sql.ref(column)} order by seq desc, id desc))[1]`
  const rows = await r.q
    .selectFrom('commission_line')
    .select(['partner_id', 'item_key', 'component', sql<string>`sum(amount_minor)`.as('amount'), sql<string>`sum(payable_minor)`.as('payable'),
      sql<{ until: string; minor: string }[] | null>`jsonb_agg(jsonb_build_object('until', held_until, 'minor', payable_minor::text)) filter (where held_until is not null)`.as('held'), sql<boolean>`bool_or(clawback_minor <> 0)`.as('has_clawback'), last<Id>('id').as('last_id'),
      last<string>('currency').as('currency'), last<string>('clause').as('clause'), last<Id>('plan_version_id').as('version_id'),
      sql<string>`(array_agg(earned_on::text order by seq desc, id desc))[1]`.as('earned_on'), sql<string>`(array_agg(payable_on::text order by seq desc, id desc))[1]`.as('payable_on')])
    .where('workspace_id', '=', r.workspace).where('item_id', '=', sellerId).where('item_key', 'is not', null).where('item_key', 'not like', 'lost:%')
    .groupBy(['partner_id', 'item_key', 'component'])
    .execute()
  return rows.map((row) => ({
    partnerId: row.partner_id, itemKey: row.item_key ?? '', component: row.component, currency: row.currency, amountMinor: BigInt(row.amount), payableMinor: BigInt(row.payable),
    earnedOn: row.earned_on, payableOn: row.payable_on, clause: row.clause, planVersionId: row.version_id, lastLineId: row.last_id, held: (row.held ?? []).map(({ until, minor }) => ({ until, minor: BigInt(minor) })), hasClawback: row.has_clawback,
  }))
}
