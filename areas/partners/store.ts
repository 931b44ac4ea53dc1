import { notFound } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { PartnerState, PartnerType } from './rules.ts'

export type PartnerRow = { id: Id; name: string; type: PartnerType; state: PartnerState; ownerId: Id; timeZone: string; website: string | null; startedOn: string }
export type ContactRow = { id: Id; partnerId: Id; name: string; email: string; phone: string | null; isPrimary: boolean }

export async function findPartner(r: Reading, id: Id): Promise<PartnerRow | undefined> {
  const row = await r.q.selectFrom('partner').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  return row && {
    id: row.id, name: row.name, type: row.type as PartnerType, state: row.state as PartnerState, ownerId: row.owner_id, timeZone: row.time_zone,
    website: row.website, startedOn: row.started_on,
  }
}

export async function partnerById(r: Reading, id: Id): Promise<PartnerRow> {
  const partner = await findPartner(r, id)
  if (!partner) throw notFound('partner')
  return partner
}

export async function contactsOf(r: Reading, partnerId: Id): Promise<ContactRow[]> {
  const rows = await r.q
    .selectFrom('contact').selectAll()
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('removed_at', 'is', null)
    .orderBy('is_primary', 'desc').orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, partnerId: row.partner_id, name: row.name, email: row.email, phone: row.phone, isPrimary: row.is_primary }))
}

/** Refuses a member who is not active here, in the words of the field. */
export async function requireMember(tx: Tx, id: Id): Promise<void> {
  const row = await tx.q.selectFrom('member').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', id).where('state', '=', 'active').executeTakeFirst()
  if (!row) throw notFound('member')
}
