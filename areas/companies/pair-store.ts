// What becomes of a pair of possible duplicates when the two are merged or told apart.
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { send } from '../../platform/db/transact.ts'
import type { Pair } from './relinkers.ts'
import type { Candidate } from './rules.ts'

export type FoundPair = { companyId: Id; otherId: Id; score: number; probability: number | null; reasons: string[] }
export const ordered = (a: Id, b: Id): { companyId: Id; otherId: Id } => (a < b ? { companyId: a, otherId: b } : { companyId: b, otherId: a })

/** Writes what was found; a pair that a person decided stays as it is. Answers how many are new. */
export async function writePairs(tx: Tx, pairs: FoundPair[]): Promise<number> {
  return pairs.length === 0 ? 0 : (await statement(tx, pairs).execute(tx.q)).rows.length
}

/** Of a company that is new: what it might be is looked at by a person. */
export function notePairs(tx: Tx, companyId: Id, maybe: Candidate[]): void {
  if (maybe.length > 0) send(tx, statement(tx, maybe.map((one) => ({ companyId, otherId: one.companyId, score: one.score, probability: one.probability, reasons: one.reasons }))))
}

function statement(tx: Tx, pairs: FoundPair[]) {
  const rows = pairs.map((pair) => ({ id: newId(tx.now.epochMilliseconds), ...ordered(pair.companyId, pair.otherId), score: Math.round(pair.score * 1000), probability: pair.probability === null ? null : Math.round(pair.probability * 1000), reasons: pair.reasons }))
  return sql`insert into company_pair (workspace_id, id, company_id, other_id, score, probability, reasons, state, found_at)
    select ${tx.workspace}::uuid, p.id, p."companyId", p."otherId", p.score, p.probability, p.reasons, 'open', ${tx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id uuid, "companyId" uuid, "otherId" uuid, score integer, probability integer, reasons jsonb)
    on conflict (workspace_id, company_id, other_id) do nothing returning id`
}

const decide = async (tx: Tx, { from, into }: Pair, set: { state: 'merged' | 'different'; why: string | null; merge_id?: Id | null }): Promise<void> => {
  const { companyId, otherId } = ordered(from, into)
  await tx.q
    .updateTable('company_pair').set({ ...set, decided_at: tx.now, decided_by: 'id' in tx.actor ? tx.actor.id : null })
    .where('workspace_id', '=', tx.workspace).where('company_id', '=', companyId).where('other_id', '=', otherId).execute()
}

export const notePairMerged = (tx: Tx, pair: Pair, mergeId: Id): Promise<void> => decide(tx, pair, { state: 'merged', why: null, merge_id: mergeId })
/** Whoever undoes a merge has said that the two are different. */
export const notePairApart = (tx: Tx, pair: Pair, why: string | null): Promise<void> => decide(tx, pair, { state: 'different', why, merge_id: null })
