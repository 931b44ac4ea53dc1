import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import type { Standing } from './difference.ts'

/** What stands booked on a partner's items, for whomever: the sum of the lines of each partner, item and component, and the newest of them; and what of it plans held when it was booked. What was lost at the end of a partnership follows from no item. */
export const standingOf = together<Reading, Id, Standing[]>(async (r, sellerIds) => {
  // One partner after the other, by their items: see `eachOn`.
  const { rows } = await sql<Row>`
    select seller as item_id, partner_id, item_key, component, sum(amount_minor)::text as amount, sum(payable_minor)::text as payable,
      jsonb_agg(jsonb_build_object('until', held_until, 'minor', payable_minor::text)) filter (where held_until is not null) as held, bool_or(clawback_minor <> 0) as has_clawback,
      ${last('id')} as last_id, ${last('currency')} as currency, ${last('clause')} as clause, ${last('plan_version_id')} as version_id, ${last('earned_on::text')} as earned_on, ${last('payable_on::text')} as payable_on
    from unnest(${sellerIds}::uuid[]) seller cross join lateral (
      select partner_id, item_key, component, amount_minor, payable_minor, held_until, clawback_minor, id, seq, currency, clause, plan_version_id, earned_on, payable_on
      from commission_line where workspace_id = ${r.workspace} and item_id = seller and item_key is not null and item_key not like 'lost:%' offset 0) l
    group by seller, partner_id, item_key, component`.execute(r.q)
  const bySeller = Map.groupBy(rows, (row) => row.item_id)
  return sellerIds.map((id) => (bySeller.get(id) ?? []).map((row) => ({
    partnerId: row.partner_id, itemKey: row.item_key, component: row.component, currency: row.currency, amountMinor: BigInt(row.amount), payableMinor: BigInt(row.payable),
    earnedOn: row.earned_on, payableOn: row.payable_on, clause: row.clause, planVersionId: row.version_id, lastLineId: row.last_id, held: (row.held ?? []).map(({ until, minor }) => ({ until, minor: BigInt(minor) })), hasClawback: row.has_clawback,
  })))
})

const last = (column: string) => sql`(array_agg(${sql.raw(column)} order by seq desc, id desc))[1]`
type Row = {
  item_id: Id; partner_id: Id; item_key: string; component: string; amount: string; payable: string; held: { until: string; minor: string }[] | null; has_clawback: boolean
  last_id: Id; currency: string; clause: string; version_id: Id; earned_on: string; payable_on: string
}
