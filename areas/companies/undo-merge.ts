import type { Id } from '../../kernel/ids.ts'
import { notFound, orThrow, refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import { companyMergeUndone, companyReturned } from './events.ts'
import { graderOf } from './icp.ts'
import { lockIcp, lockMerges } from './locks.ts'
import { lockBoth } from './merge-companies.ts'
import { cameAfter, changedBy, putBack } from './merge-log.ts'
import { mayUndo, type MergeFacts } from './merge-rules.ts'
import { companyTable, ownTables } from './merge-tables.ts'
import { notePairApart } from './pair-store.ts'
import { aliasesOf, attributesOf, domainsOf } from './queries.ts'
import { everyRelinker } from './relinkers.ts'
import { addKeys, companyNames, exactCompany } from './store.ts'

/** `stayed`: how many of what came after the merge and is still the survivor's. */
export type Undone = { id: Id; companyId: Id; otherId: Id; stayed: { what: string; count: number }[] }

/**
 * Takes a merge back: what it moved and nobody changed since is as it was; what came later stays with the survivor. Asked twice it is
 * done once. Refuses a split, one that a later merge builds on (companies.merge_not_last), and one whose case has been decided.
 */
export async function undoMerge(ctx: Ctx, id: Id, why: string): Promise<Undone> {
  allow(ctx, 'companies:write')
  if (!why.trim()) throw refuseField('why', 'required', 'Say why.')
  return transact(ctx, async (tx) => {
    await lockMerges(tx, 'merge')
    await lockIcp(tx, 'grade')
    const seen = await mergeRow(tx, id)
    await lockBoth(tx, seen.company_id, seen.other_id)
    const merge = await mergeRow(tx, id)
    const { company_id: into, other_id: from } = merge
    if (merge.undone_at && merge.kind === 'merge') return { id, companyId: into, otherId: from, stayed: merge.stayed as Undone['stayed'] }
    const may = mayUndo(await factsOfMerge(tx, merge))
    if (!may.allowed) throw refuse('conflict', 'companies.merge_not_last', may.why)
    const changed = await changedBy(tx, id)
    for (const one of everyRelinker()) orThrow((await one.againstUndo?.(tx, { from, into }, changed)) ?? 'ok')
    const stayed: Undone['stayed'] = []
    for (const one of everyRelinker().flatMap((relinker) => relinker.tables)) {
      const count = one.what ? await cameAfter(tx, id, one, into) : 0
      if (one.what && count > 0) stayed.push({ what: one.what, count })
    }
    await tx.q.updateTable('company').set({ merged_into: null }).where('workspace_id', '=', tx.workspace).where('id', '=', from).execute()
    await putBack(tx, id, companyTable, into)
    for (const table of [...ownTables.slice(1), ...everyRelinker().flatMap((relinker) => relinker.tables)]) await putBack(tx, id, table)
    await fileAgain(tx, [into, from])
    await tx.q.updateTable('company_merge').set({ undone_at: tx.now, undone_by: 'id' in tx.actor ? tx.actor.id : null, undone_why: why.trim(), stayed: JSON.stringify(stayed) }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await notePairApart(tx, { from, into }, why.trim())
    await recordAll(tx, [companyMergeUndone(into, { absorbed: from, mergeId: id }, why), companyReturned(from, { into, mergeId: id }, why)])
    return { id, companyId: into, otherId: from, stayed }
  })
}

type Row = { id: Id; kind: string; company_id: Id; other_id: Id; undone_at: Temporal.Instant | null; stayed: unknown }

async function mergeRow(r: Reading, id: Id): Promise<Row> {
  const row = await r.q.selectFrom('company_merge').select(['id', 'kind', 'company_id', 'other_id', 'undone_at', 'stayed']).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('merge')
  return row
}

/** What decides whether a merge may be taken back: what came of it since. */
export async function factsOfMerge(r: Reading, merge: Pick<Row, 'id' | 'kind' | 'company_id' | 'undone_at'>): Promise<MergeFacts> {
  const survivor = await exactCompany(r, merge.company_id)
  const later = await r.q
    .selectFrom('company_merge').select('other_id').where('workspace_id', '=', r.workspace).where('company_id', '=', merge.company_id).where('kind', '=', 'merge')
    .where('undone_at', 'is', null).where('id', '>', merge.id).orderBy('id', 'desc').executeTakeFirst()
  return {
    kind: merge.kind as MergeFacts['kind'], undone: merge.undone_at !== null, intoIsAbsorbed: survivor.mergedInto ? ((await companyNames(r, [survivor.mergedInto])).get(survivor.mergedInto) ?? 'another company') : null,
    later: later ? (await exactCompany(r, later.other_id)).name : null,
  }
}

/** Both are found by what they are called now, and graded by the profile in force now. */
async function fileAgain(tx: Tx, ids: Id[]): Promise<void> {
  const grade = await graderOf(tx)
  for (const id of ids) {
    const company = await exactCompany(tx, id)
    const domains = await domainsOf(tx, id)
    // A website that went to a third company since is that one's.
    if (company.domain && !domains.includes(company.domain)) await tx.q.updateTable('company').set({ domain: domains[0] ?? null }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    addKeys(tx, [{ id, names: [company.name, ...(await aliasesOf(tx, id)).map((one) => one.name)], domains }])
    const graded = grade({ ...company, attributes: await attributesOf(tx, id) })
    if (graded) await tx.q.updateTable('company').set({ icp_grade: graded.grade, icp_reasons: JSON.stringify(graded.reasons), icp_unknown: JSON.stringify(graded.unknown) }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  }
}
