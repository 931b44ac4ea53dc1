import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can, Refusal } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { countOf } from './merge-log.ts'
import { decideMerge, mayUndo } from './merge-rules.ts'
import { ownTables } from './merge-tables.ts'
import { everyRelinker } from './relinkers.ts'
import { exactCompany, partsOf } from './store.ts'
import { factsOfMerge } from './undo-merge.ts'

export type Count = { what: string; count: number }
export const onlySellers = 'An admin, a manager or a rep can change companies.'

/** What would move if `otherId` became part of `id`, and what speaks against it. Writes nothing. */
export async function mergePreview(r: Reading, id: Id, otherId: Id): Promise<{ into: { id: Id; name: string }; from: { id: Id; name: string }; moves: Count[]; can: Can }> {
  const [into, from] = [await exactCompany(r, id), await exactCompany(r, otherId)]
  const moves: Count[] = []
  for (const table of [...ownTables, ...everyRelinker().flatMap((one) => one.tables)]) if (table.what) moves.push({ what: table.what, count: await countOf(r, table, otherId) })
  const refusals: (Refusal | 'ok' | null)[] = [decideMerge(into, from)]
  for (const one of everyRelinker()) refusals.push((await one.against?.(r, { from: otherId, into: id })) ?? null)
  const against = refusals.find((one) => one instanceof Refusal)
  return { into, from, moves: moves.filter((one) => one.count > 0), can: !may(r.actor, 'companies:write') ? no(onlySellers) : against ? no(against.message) : yes }
}

/** What was merged into a company, also by way of another, and what was split off it; newest first. */
export async function mergesOf(r: Reading, id: Id) {
  const parts = await partsOf(r, id)
  const rows = await r.q
    .selectFrom('company_merge').selectAll().where('workspace_id', '=', r.workspace).where((w) => w.or([w('company_id', 'in', parts), w.and([w('kind', '=', 'split'), w('other_id', 'in', parts)])]))
    .orderBy('id', 'desc').limit(50).execute()
  const names = await memberNames(r, rows.flatMap((row) => [row.made_by, row.undone_by]))
  return Promise.all(rows.map(async (row) => {
    const facts = await factsOfMerge(r, row)
    return {
      id: row.id, kind: row.kind as 'merge' | 'split', company: await exactCompany(r, row.company_id), other: await exactCompany(r, row.other_id), why: row.why, madeAt: row.made_at, by: row.made_by ? (names.get(row.made_by) ?? null) : null,
      moved: (row.moved as Count[]).filter((one) => one.count > 0), undone: row.undone_at ? { at: row.undone_at, by: row.undone_by ? (names.get(row.undone_by) ?? null) : null, why: row.undone_why ?? '', stayed: (row.stayed as Count[] | null) ?? [] } : null,
      can: { undo: may(r.actor, 'companies:write') ? mayUndo(facts) : no(onlySellers) },
    }
  }))
}
