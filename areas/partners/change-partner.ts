import type { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { revokeLinksOf } from '../../platform/links/links.ts'
import type { partnerChange } from './contract.ts'
import { mayLeaveCandidate, type PartnerState } from './rules.ts'
import { contactsOf, lockPartner, partnerById, requireMember } from './store.ts'

export type StateChange = { partnerId: Id; from: PartnerState; to: PartnerState; why: string | null }
type Follow = (tx: Tx, change: StateChange) => Promise<void>
const followers: Follow[] = []

/** An area below says once, at start, what must be true together with a partner's state; it is called in the transaction that changes it. */
export function followPartnerState(follow: Follow): void {
  followers.push(follow)
}

/** Changes what is given and nothing else; the event says which fields. Refuses a candidate without a contact that is to be a partner. */
export async function changePartner(ctx: Ctx, id: Id, change: z.output<typeof partnerChange>, why?: string): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    await lockPartner(tx, id)
    const before = await partnerById(tx, id)
    if (change.ownerId) await requireMember(tx, change.ownerId)
    const changed = (Object.keys(change) as (keyof typeof change)[]).filter((key) => change[key] !== undefined && change[key] !== before[key])
    if (changed.length === 0) return { id }
    const moves = change.state !== undefined && change.state !== before.state
    if (moves && change.state === 'active') {
      const may = mayLeaveCandidate((await contactsOf(tx, id)).length)
      if (!may.allowed) throw refuse('conflict', 'partners.no_contact', may.why)
    }
    await tx.q
      .updateTable('partner')
      .set({
        ...(change.name !== undefined ? { name: change.name } : {}), ...(change.type ? { type: change.type } : {}), ...(change.state ? { state: change.state } : {}),
        ...(change.ownerId ? { owner_id: change.ownerId } : {}), ...(change.timeZone ? { time_zone: change.timeZone } : {}),
        ...(change.website !== undefined ? { website: change.website } : {}),
        // Ramp and results are counted from the day somebody is in the program, not from the day we first noted the name.
        ...(moves && change.state === 'active' && before.state === 'candidate' ? { started_on: dayOf(tx.now, change.timeZone ?? before.timeZone).toString() } : {}),
      })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id)
      .execute()
    await record(tx, {
      type: 'partner.changed', subject: { noun: 'partner', id }, partnerId: id, why: why ?? null,
      payload: { fields: changed, ...(change.state && change.state !== before.state ? { from: before.state, to: change.state } : {}) },
    })
    if (moves && change.state) for (const follow of followers) await follow(tx, { partnerId: id, from: before.state, to: change.state, why: why ?? null })
    return { id }
  })
}

/** Takes a person off a partner; their links end with it. The last contact stays. */
export async function removeContact(ctx: Ctx, partnerId: Id, contactId: Id): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    await tx.q.selectFrom('partner').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', partnerId).forUpdate().execute()
    const contacts = await contactsOf(tx, partnerId)
    const leaving = contacts.find((contact) => contact.id === contactId)
    if (!leaving) throw notFound('contact')
    if (contacts.length === 1) throw refuse('conflict', 'partners.last_contact', 'A partner keeps at least one contact. Add the new one first.')
    await tx.q.updateTable('contact').set({ removed_at: tx.now, is_primary: false }).where('workspace_id', '=', tx.workspace).where('id', '=', contactId).execute()
    if (leaving.isPrimary) {
      const next = contacts.find((contact) => contact.id !== contactId)!
      await tx.q.updateTable('contact').set({ is_primary: true }).where('workspace_id', '=', tx.workspace).where('id', '=', next.id).execute()
    }
    await revokeLinksOf(tx, partnerId, contactId)
    await record(tx, { type: 'partner.contact_removed', subject: { noun: 'partner', id: partnerId }, partnerId, payload: { contactId } })
    return { id: contactId }
  })
}
