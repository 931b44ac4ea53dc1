// What of opportunities, claims and cases follows when two companies become one, or one becomes two.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Relinker } from '../companies/index.ts'
import { heldClaim } from './claims.ts'

type Scope = Relinker['tables'][number]['scope']
const ofCompany: Scope = (ids) => sql<boolean>`t.company_id = any(${ids}::uuid[])`

export const cosellingRelinker: Relinker = {
  name: 'coselling',
  tables: [
    { table: 'opportunity', key: ['id'], scope: ofCompany, what: 'opportunities' },
    { table: 'claim', key: ['id'], scope: ofCompany, what: 'claims' },
    { table: 'conflict', key: ['id'], scope: ofCompany, what: 'conflicts' },
  ],
  move: async (tx, { from, into }) => {
    await tx.q.updateTable('opportunity').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).execute()
    await tx.q.updateTable('conflict').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).execute()
  },
  moveChosen: async (tx, { from, into }, { opportunityIds, referralIds }) => {
    if (opportunityIds.length > 0) {
      const apart = await tx.q.selectFrom('opportunity').select('name').where('workspace_id', '=', tx.workspace).where('id', 'in', opportunityIds).where('referral_id', 'is not', null).$if(referralIds.length > 0, (q) => q.where('referral_id', 'not in', referralIds)).executeTakeFirst()
      if (apart) throw refuseField('opportunityIds', 'companies.split_apart', `${apart.name} came from an introduction. Choose that one too.`)
      const written = await tx.q.updateTable('opportunity').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).where('id', 'in', opportunityIds).returning('id').execute()
      if (written.length < new Set(opportunityIds).size) throw refuseField('opportunityIds', 'companies.not_of_company', 'One of these opportunities is not with this company.')
    }
    if (referralIds.length === 0) return
    for (const table of ['claim', 'conflict', 'opportunity'] as const)
      await tx.q.updateTable(table).set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).where('referral_id', 'in', referralIds).execute()
  },
  againstUndo: async (r, { into }, changed) => {
    const lost = changed.filter((row) => row.table === 'claim' && row.before?.['state'] === 'held' && !('company_id' in row.before)).map((row) => row.id)
    const held = lost.length > 0 ? await heldClaim(r, into) : undefined
    if (held && !changed.some((row) => row.id === held.id) && (await isWaiting(r, lost, into)))
      return refuse('conflict', 'companies.merge_decided', 'Another partner holds the buyer since the merge. Split the company instead.')
    const cases = changed.filter((row) => row.table === 'conflict' && row.before === null).map((row) => row.id)
    if (cases.length === 0) return null
    const decided = await r.q.selectFrom('conflict').select('id').where('workspace_id', '=', r.workspace).where('id', 'in', cases).where('decided_at', 'is not', null).executeTakeFirst()
    return decided ? refuse('conflict', 'companies.merge_decided', 'The merge opened a conflict that has been decided since. Split the company instead.') : null
  },
}

const isWaiting = async (r: Reading, claims: Id[], company: Id): Promise<boolean> =>
  (await r.q.selectFrom('claim').select('id').where('workspace_id', '=', r.workspace).where('id', 'in', claims).where('state', '=', 'waiting').where('company_id', '=', company).executeTakeFirst()) !== undefined

/**
 * All claims on one company become claims on another. Where both are held, `holder` keeps the hold and the other waits. The order of the
 * statements matters to the unique index.
 */
export async function joinClaims(tx: Tx, { from, into, holder }: { from: Id; into: Id; holder: Id | null }): Promise<void> {
  const [own, other] = [await heldClaim(tx, into), await heldClaim(tx, from)]
  const loser = own && other ? (own.id === holder ? other : own) : undefined
  if (loser) await tx.q.updateTable('claim').set({ state: 'waiting', held_until: null }).where('workspace_id', '=', tx.workspace).where('id', '=', loser.id).execute()
  await tx.q.updateTable('claim').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).execute()
}

/** Takes the hold from a claim, which waits then. */
export async function letWait(tx: Tx, referralId: Id): Promise<void> {
  await tx.q.updateTable('claim').set({ state: 'waiting', held_until: null }).where('workspace_id', '=', tx.workspace).where('referral_id', '=', referralId).where('state', '=', 'held').execute()
}
