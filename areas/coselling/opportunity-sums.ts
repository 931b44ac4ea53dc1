import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'

export type Sum = { amountMinor: string; currency: string }
/** Amounts in minor units by currency; what has no amount counts as an opportunity without value. */
export type OpportunitySums = { open: number; won: number; openValue: Sum[]; wonValue: Sum[] }

/** What is open and what was won, by company; companies without either are missing. Currencies are never added up. */
export async function opportunitySums(r: Reading, companyIds: Id[]): Promise<Map<Id, OpportunitySums>> {
  if (companyIds.length === 0) return new Map()
  const { rows } = await sql<{ company_id: Id; state: 'open' | 'won'; currency: string | null; n: number; minor: string }>`
    select company_id, state, currency, count(*)::integer as n, coalesce(sum(amount_minor), 0)::text as minor
    from opportunity where workspace_id = ${r.workspace}::uuid and company_id = any(${companyIds}::uuid[]) and state in ('open', 'won')
    group by company_id, state, currency order by company_id, currency`.execute(r.q)
  const sums = new Map<Id, OpportunitySums>()
  for (const row of rows) {
    const of = sums.get(row.company_id) ?? { open: 0, won: 0, openValue: [], wonValue: [] }
    of[row.state] += row.n
    if (row.currency !== null && row.minor !== '0') (row.state === 'open' ? of.openValue : of.wonValue).push({ amountMinor: row.minor, currency: row.currency })
    sums.set(row.company_id, of)
  }
  return sums
}
