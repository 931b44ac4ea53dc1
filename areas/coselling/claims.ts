// Guards exclusivity: one held claim per company, decided by the unique index claim_held, never by looking first.
import { newId, type Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { inserting } from '../../platform/db/compiled.ts'
import { together } from '../../platform/db/together.ts'
import { record } from '../../platform/events/record.ts'

const claimColumns = ['id', 'company_id', 'partner_id', 'referral_id', 'state', 'placed_at', 'held_until'] as const

export type Standing = 'held' | 'waiting' | 'released'
export type ClaimRow = { id: Id; companyId: Id; partnerId: Id; referralId: Id; state: Standing; placedAt: Temporal.Instant; heldUntil: Temporal.Instant | null }

/**
 * Places a partner's claim on a company. It is held when nobody else's is; else it waits, and the held one is returned as the rival.
 * With `mayHold: false` (we were there first) it waits in any case. A held claim whose time is over is released on the way.
 */
export async function placeClaim(tx: Tx, claim: { companyId: Id; partnerId: Id; referralId: Id; mayHold: boolean; heldUntil: Temporal.Instant }): Promise<{ standing: Standing; rival: ClaimRow | null }> {
  const row = {
    workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), company_id: claim.companyId, partner_id: claim.partnerId, referral_id: claim.referralId, placed_at: tx.now,
  }
  const hold = () => holdIfFree(tx, { ...row, state: 'held', held_until: claim.heldUntil })
  if (claim.mayHold && ((await hold()) || ((await releaseLapsed(tx, claim.companyId)) && (await hold())))) return { standing: 'held', rival: null }
  await tx.q.insertInto('claim').values({ ...row, state: 'waiting', held_until: null }).execute()
  return { standing: 'waiting', rival: (await heldClaim(tx, claim.companyId)) ?? null }
}

const claims = inserting<'claim', 'workspace_id' | 'id' | 'company_id' | 'partner_id' | 'referral_id' | 'state' | 'placed_at' | 'held_until', { id: Id }>(
  'claim', { workspace_id: 'uuid', id: 'uuid', company_id: 'uuid', partner_id: 'uuid', referral_id: 'uuid', state: 'text', placed_at: 'timestamptz', held_until: 'timestamptz' }, "on conflict (workspace_id, company_id) where state = 'held' do nothing returning id",
)
/** Of several for one company the first is held. In one order, so that two who hold several at once never wait for each other in a circle. */
const holdIfFree = together(async (tx: Tx, all: (Parameters<typeof claims.rows>[1][number] & { id: Id; company_id: Id })[]): Promise<boolean[]> => {
  const held = new Set((await claims.rows(tx, all.toSorted((a, b) => (a.company_id < b.company_id ? -1 : 1)))).map((row) => row.id))
  return all.map((claim) => held.has(claim.id))
})

/** Whether a claim lapsed and was released. */
async function releaseLapsed(tx: Tx, companyId: Id): Promise<boolean> {
  const lapsed = await tx.q
    .updateTable('claim')
    .set({ state: 'released', ended_at: tx.now })
    .where('workspace_id', '=', tx.workspace).where('company_id', '=', companyId).where('state', '=', 'held').where('held_until', '<', tx.now)
    .returning(['id', 'partner_id', 'referral_id'])
    .execute()
  for (const claim of lapsed)
    await record(tx, { type: 'claim.lapsed', subject: { noun: 'claim', id: claim.id }, partnerId: claim.partner_id, companyId, payload: { referralId: claim.referral_id } })
  return lapsed.length > 0
}

export async function heldClaim(r: Reading, companyId: Id): Promise<ClaimRow | undefined> {
  const row = await r.q.selectFrom('claim').select(claimColumns).where('workspace_id', '=', r.workspace).where('company_id', '=', companyId).where('state', '=', 'held').executeTakeFirst()
  return row && toClaim(row)
}

export async function claimOf(r: Reading, referralId: Id): Promise<ClaimRow | undefined> {
  const row = await r.q.selectFrom('claim').select(claimColumns).where('workspace_id', '=', r.workspace).where('referral_id', '=', referralId).executeTakeFirst()
  return row && toClaim(row)
}

/** Ends a claim: its introduction was declined or closed. */
export async function releaseClaim(tx: Tx, referralId: Id): Promise<void> {
  await tx.q
    .updateTable('claim')
    .set({ state: 'released', ended_at: tx.now, held_until: null })
    .where('workspace_id', '=', tx.workspace).where('referral_id', '=', referralId).where('state', '<>', 'released')
    .execute()
}

/** While an opportunity is being worked the claim does not lapse; `null` takes the end away. */
export async function holdUntil(tx: Tx, referralId: Id, until: Temporal.Instant | null): Promise<void> {
  await tx.q
    .updateTable('claim')
    .set({ held_until: until })
    .where('workspace_id', '=', tx.workspace).where('referral_id', '=', referralId).where('state', '=', 'held')
    .execute()
}

/** A claim that lapsed or ended is held again; nothing changes where it is not. Refused by the unique index while another partner holds the company. */
export async function holdAgain(tx: Tx, referralId: Id, heldUntil: Temporal.Instant): Promise<void> {
  await tx.q
    .updateTable('claim')
    .set({ state: 'held', held_until: heldUntil, ended_at: null })
    .where('workspace_id', '=', tx.workspace).where('referral_id', '=', referralId).where('state', '=', 'released')
    .execute()
}

/** A claim that ended waits again for a decision. */
export async function waitAgain(tx: Tx, referralId: Id): Promise<void> {
  await tx.q.updateTable('claim').set({ state: 'waiting', held_until: null, ended_at: null }).where('workspace_id', '=', tx.workspace).where('referral_id', '=', referralId).where('state', '=', 'released').execute()
}

/** Takes the hold from whoever has it and gives it to this claim. The order of the two statements matters to the unique index. */
export async function transferHold(tx: Tx, from: ClaimRow | undefined, to: Id, heldUntil: Temporal.Instant): Promise<void> {
  if (from) await tx.q.updateTable('claim').set({ state: 'waiting', held_until: null }).where('workspace_id', '=', tx.workspace).where('id', '=', from.id).execute()
  await tx.q
    .updateTable('claim')
    .set({ state: 'held', held_until: heldUntil, ended_at: null })
    .where('workspace_id', '=', tx.workspace).where('id', '=', to)
    .execute()
}

function toClaim(row: { id: Id; company_id: Id; partner_id: Id; referral_id: Id; state: string; placed_at: Temporal.Instant; held_until: Temporal.Instant | null }): ClaimRow {
  return { id: row.id, companyId: row.company_id, partnerId: row.partner_id, referralId: row.referral_id, state: row.state as Standing, placedAt: row.placed_at, heldUntil: row.held_until }
}

/** Moves a claim to another company, where it is held when it may be and nobody else holds that one; else it waits. One that lapsed or ended stays so. The rival is whoever holds that company. */
export async function moveClaim(tx: Tx, referralId: Id, to: { companyId: Id; mayHold: boolean; heldUntil: Temporal.Instant }): Promise<{ standing: Standing; rival: ClaimRow | null }> {
  const claim = await claimOf(tx, referralId)
  if (!claim) return { standing: 'released', rival: null }
  await releaseLapsed(tx, to.companyId)
  const rival = (await heldClaim(tx, to.companyId)) ?? null
  const standing = claim.state === 'released' ? 'released' : to.mayHold && !rival ? 'held' : 'waiting'
  // Should two move to it at once, the index lets one, and the other looks again.
  await tx.q
    .updateTable('claim')
    .set({ company_id: to.companyId, state: standing, held_until: standing === 'held' ? to.heldUntil : null })
    .where('workspace_id', '=', tx.workspace).where('id', '=', claim.id)
    .execute()
  return { standing, rival }
}
