import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { nextPayment, type Payable } from './rules.ts'

/** Parts of what was earned, by what happens with them; what waits for customers is a part of a line, the rest are whole lines. */
export const accountParts = ['earned', 'waiting', 'disputed', 'held', 'payable', 'paid'] as const
export type AccountPart = (typeof accountParts)[number]

/**
 * Where a partner's money is, in minor units: earned = waiting for customers + disputed + held by a plan + payable + under way + paid.
 * `payable` by the day by which it may be paid, what was taken back, disputed or not, as negative amounts; `next` is the next payment after set-off, which has what is held until then,
 * `pastDueMinor` what was payable before today.
 */
export type Account = { currency: string; earnedMinor: bigint; waitingMinor: bigint; disputedMinor: bigint; heldMinor: bigint; payable: Payable[]; underWayMinor: bigint; paidMinor: bigint; next: Payable | null; pastDueMinor: bigint }

export async function accountOf(r: Reading, partnerId: Id): Promise<Account[]> {
  const today = await todayOf(r)
  const { rows } = await sql<{ currency: string; part: 'disputed' | 'held' | 'payable' | 'in_transit' | 'paid'; payable_on: string; amount: string; payable: string }>`
    select l.currency, ${partOf} as part, l.payable_on, sum(l.amount_minor)::text as amount, sum(l.payable_minor)::text as payable
    from commission_line l where l.workspace_id = ${r.workspace} and l.partner_id = ${partnerId} group by 1, 2, 3 order by 1, 3`.execute(r.q)
  return [...Map.groupBy(rows, (row) => row.currency)].map(([currency, own]) => {
    const sum = (part: string) => own.filter((row) => row.part === part).reduce((total, row) => total + BigInt(row.payable), 0n)
    const earnedMinor = own.reduce((total, row) => total + BigInt(row.amount), 0n)
    const payables = (...parts: string[]) => own.filter((row) => parts.includes(row.part) && row.payable !== '0').map((row) => ({ on: row.payable_on, amountMinor: BigInt(row.payable) }))
    return {
      currency, earnedMinor, waitingMinor: earnedMinor - own.reduce((total, row) => total + BigInt(row.payable), 0n), disputedMinor: sum('disputed'), heldMinor: sum('held'), payable: payables('payable'), underWayMinor: sum('in_transit'), paidMinor: sum('paid'),
      ...nextPayment(payables('payable', 'held'), today),
    }
  })
}

const partOf = sql`coalesce((select y.state from payment_line p join payment y on y.workspace_id = p.workspace_id and y.id = p.payment_id where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null),
  case when l.payable_minor > 0 and exists (select from dispute d where d.workspace_id = l.workspace_id and d.commission_line_id = l.id and d.state <> 'settled') then 'disputed'
    when exists (select from held_line h where h.workspace_id = l.workspace_id and h.commission_line_id = l.id) then 'held' else 'payable' end)`

/** The lines behind a part, newest first. */
export async function linesBehind(r: Reading, partnerId: Id, part: AccountPart, limit: number): Promise<Id[]> {
  const which = {
    earned: sql`true`, waiting: sql`l.amount_minor <> l.payable_minor`, disputed: sql`${partOf} = 'disputed'`, held: sql`${partOf} = 'held'`, payable: sql`l.payable_minor <> 0 and ${partOf} = 'payable'`, paid: sql`${partOf} in ('in_transit', 'paid')`,
  }[part]
  const { rows } = await sql<{ id: Id }>`select l.id from commission_line l where l.workspace_id = ${r.workspace} and l.partner_id = ${partnerId} and ${which} order by l.id desc limit ${limit}`.execute(r.q)
  return rows.map((row) => row.id)
}
