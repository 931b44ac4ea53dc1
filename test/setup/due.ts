// What is owed, worked out anew from the introductions and opportunities alone, for workspaces on the plan of the story.
import { sql } from 'kysely'
import { verifyLedger } from '../../areas/ledger/index.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'

/** Everything wrong with the books: the ledger's own proof, and every item of language 1 whose lines do not add up to what is due for it. */
export async function bookFaults(ctx: Ctx): Promise<string[]> {
  return read(ctx, async (r) => {
    const verified = await verifyLedger(r)
    const wrong = await sql<{ item: string; due: string; booked: string }>`
      with due as (
        select f.id as item, f.partner_id, case when f.qualified_at is null then 0 else 40000 end::bigint as amount from referral f where f.workspace_id = ${r.workspace}
        union all
        select o.id, o.partner_id, case when o.state = 'won' and o.attribution = 'sourced' then floor((o.amount_minor * 15 * 2 + 100) / 200.0) else 0 end::bigint from opportunity o
        where o.workspace_id = ${r.workspace} and o.partner_id is not null
      ), booked as (select item_id as item, partner_id, sum(amount_minor) as amount from commission_line where workspace_id = ${r.workspace} and item_key is null group by item_id, partner_id)
      select coalesce(due.item, booked.item)::text as item, coalesce(due.amount, 0)::text as due, coalesce(booked.amount, 0)::text as booked
      from (select due.item, due.partner_id, case when exists (select from partner_plan p where p.workspace_id = ${r.workspace} and p.partner_id = due.partner_id) then due.amount else 0 end as amount from due) due
      full join booked on booked.item = due.item and booked.partner_id = due.partner_id
      where coalesce(due.amount, 0) <> coalesce(booked.amount, 0)`.execute(r.q)
    return [...verified.problems, ...(verified.ok ? [] : ['the ledger does not verify']), ...wrong.rows.map((row) => `${row.item}: ${row.due} is due, ${row.booked} is booked`)]
  })
}
