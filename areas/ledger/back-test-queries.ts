import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { partnerNames } from '../partners/index.ts'
import { partnerOfWho } from './back-test.ts'
import type { BackTestRow } from './back-test-store.ts'

/** Sums over all partners, in the draft's currency; `others` is what is booked in other currencies, which no draft amount stands beside. */
export type BackTestSums = { bookedMinor: bigint; draftMinor: bigint; partners: number; gain: number; lose: number; same: number; others: { currency: string; bookedMinor: bigint }[] }
/** `id` is null for one that only the file knows. */
export type BackTestOutcome = { who: string; partner: { id: Id | null; name: string }; bookedMinor: bigint; draftMinor: bigint; others: { currency: string; bookedMinor: bigint }[] }

export async function backTestSums(r: Reading, test: BackTestRow): Promise<BackTestSums> {
  const n = (text: string | bigint | null) => Number(text ?? 0)
  const rows = await r.q
    .selectFrom('back_test_share')
    .select(['currency', sql<string>`sum(booked_minor)`.as('booked'), sql<string>`sum(draft_minor)`.as('draft'), sql<string>`count(*)`.as('partners')])
    .select([sql<string>`count(*) filter (where draft_minor > booked_minor)`.as('gain'), sql<string>`count(*) filter (where draft_minor < booked_minor)`.as('lose')])
    .where('workspace_id', '=', r.workspace).where('back_test_id', '=', test.id)
    .groupBy('currency').orderBy('currency')
    .execute()
  const own = rows.find((row) => row.currency === test.plan.currency)
  return {
    bookedMinor: BigInt(own?.booked ?? 0), draftMinor: BigInt(own?.draft ?? 0), partners: n(own?.partners ?? null), gain: n(own?.gain ?? null), lose: n(own?.lose ?? null), same: n(own?.partners ?? null) - n(own?.gain ?? null) - n(own?.lose ?? null),
    others: rows.filter((row) => row !== own && BigInt(row.booked) !== 0n).map((row) => ({ currency: row.currency, bookedMinor: BigInt(row.booked) })),
  }
}

/** Partners by how much changes for them, the most first; then by name in the result. `offset` counts rows already shown. */
export async function backTestOutcomes(r: Reading, test: BackTestRow, { limit, offset = 0 }: { limit: number; offset?: number }): Promise<BackTestOutcome[]> {
  const { currency } = test.plan
  const { rows } = await sql<{ who: string; booked: string; draft: string; others: { currency: string; booked: string }[] | null }>`
    select who, coalesce(sum(booked_minor) filter (where currency = ${currency}), 0)::text as booked, coalesce(sum(draft_minor) filter (where currency = ${currency}), 0)::text as draft,
      json_agg(json_build_object('currency', currency, 'booked', booked_minor::text) order by currency) filter (where currency <> ${currency} and booked_minor <> 0) as others
    from back_test_share where workspace_id = ${r.workspace} and back_test_id = ${test.id}
    group by who order by abs(coalesce(sum(draft_minor - booked_minor) filter (where currency = ${currency}), 0)) desc, who limit ${limit} offset ${offset}`.execute(r.q)
  const names = await partnerNames(r, rows.flatMap((row) => partnerOfWho(row.who) ?? []))
  return rows.map((row) => {
    const id = partnerOfWho(row.who)
    const name = id === undefined ? undefined : names.get(id)
    return {
      who: row.who, partner: { id: name === undefined ? null : (id ?? null), name: name ?? row.who }, bookedMinor: BigInt(row.booked), draftMinor: BigInt(row.draft),
      others: (row.others ?? []).map((one) => ({ currency: one.currency, bookedMinor: BigInt(one.booked) })),
    }
  })
}
