import { sql } from 'kysely'
import { notFound } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { oncePerTransaction, type Reading, type Tx } from '../../platform/db/context.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import { together } from '../../platform/db/together.ts'
import type { PartnerState, PartnerType } from './rules.ts'

export type PartnerRow = { id: Id; name: string; type: PartnerType; state: PartnerState; ownerId: Id; timeZone: string; website: string | null; startedOn: string }
export type ContactRow = { id: Id; partnerId: Id; name: string; email: string; phone: string | null; isPrimary: boolean }

export async function findPartner(r: Reading, id: Id): Promise<PartnerRow | undefined> {
  const row = await r.q.selectFrom('partner').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  return row && toPartner(row)
}

function toPartner(row: { id: Id; name: string; type: string; state: string; owner_id: Id; time_zone: string; website: string | null; started_on: string }): PartnerRow {
  return {
    id: row.id, name: row.name, type: row.type as PartnerType, state: row.state as PartnerState, ownerId: row.owner_id, timeZone: row.time_zone,
    website: row.website, startedOn: row.started_on,
  }
}

export async function partnerById(r: Reading, id: Id): Promise<PartnerRow> {
  const partner = await findPartner(r, id)
  if (!partner) throw notFound('partner')
  return partner
}

/** Whatever is decided about a partner is decided one at a time. */
export async function lockPartner(tx: Tx, id: Id): Promise<void> {
  await tx.q.selectFrom('partner').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().execute()
}

export async function contactsOf(r: Reading, partnerId: Id): Promise<ContactRow[]> {
  const rows = await r.q
    .selectFrom('contact').selectAll()
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('removed_at', 'is', null)
    .orderBy('is_primary', 'desc').orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, partnerId: row.partner_id, name: row.name, email: row.email, phone: row.phone, isPrimary: row.is_primary }))
}

export type Introducer = { partner: PartnerRow; contact: ContactRow; owner: { name: string; email: string } }

/** A partner, the contact who introduces (the primary one unless named) and the partner's owner, in one look. Undefined when there is no such partner or contact. */
export function introducerOf(r: Reading, partnerId: Id, contactId: Id | null): Promise<Introducer | undefined> {
  return oncePerTransaction(r, `introducer ${partnerId} ${contactId}`, () => findIntroducer(r, { partnerId, contactId }))
}

type Found = Parameters<typeof toPartner>[0] & { n: number; contact_id: Id; contact_name: string; email: string; phone: string | null; is_primary: boolean; owner_name: string; owner_email: string }
const findIntroducer = together(async (r: Reading, all: { partnerId: Id; contactId: Id | null }[]): Promise<(Introducer | undefined)[]> => {
  const rows = await introducers(r, { partners: all.map((one) => one.partnerId), contacts: all.map((one) => one.contactId) })
  return all.map(({ partnerId }, i) => {
    const row = rows.find((one) => one.n === i + 1)
    return row && {
      partner: toPartner(row), owner: { name: row.owner_name, email: row.owner_email },
      contact: { id: row.contact_id, partnerId, name: row.contact_name, email: row.email, phone: row.phone, isPrimary: row.is_primary },
    }
  })
})

const introducers = compiledOnce((_, v: { partners: Id[]; contacts: (Id | null)[] }, r) => sql<Found>`
  select sought.n::integer, p.id, p.name, p.type, p.state, p.owner_id, p.time_zone, p.website, p.started_on, c.id as contact_id, c.name as contact_name, c.email, c.phone, c.is_primary, m.name as owner_name, m.email as owner_email
  from unnest((select ${v.partners}::uuid[]), (select ${v.contacts}::uuid[])) with ordinality as sought(partner_id, contact_id, n)
  join partner p on p.workspace_id = ${r.workspace}::uuid and p.id = sought.partner_id
  join member m on m.workspace_id = p.workspace_id and m.id = p.owner_id
  cross join lateral (
    select id, name, email, phone, is_primary from contact where workspace_id = p.workspace_id and partner_id = p.id and removed_at is null and (sought.contact_id is null or id = sought.contact_id)
    order by is_primary desc, id limit 1
  ) as c`)

/** Refuses a member who is not active here, in the words of the field. */
export async function requireMember(tx: Tx, id: Id): Promise<void> {
  const row = await tx.q.selectFrom('member').select('id').where('workspace_id', '=', tx.workspace).where('id', '=', id).where('state', '=', 'active').executeTakeFirst()
  if (!row) throw notFound('member')
}
