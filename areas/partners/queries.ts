import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { may } from '../../kernel/actor.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, sorted, type Sort } from '../../platform/db/paging.ts'
import { linksOn } from '../../platform/links/links.ts'
import { mayIntroduce, mayMintLink, type PartnerState, type PartnerType } from './rules.ts'
import { contactsOf, partnerById } from './store.ts'

export type PartnerFilter = { q?: string | undefined; type?: PartnerType | undefined; state?: PartnerState | undefined; ownerId?: Id | undefined; limit: number; after?: string | undefined; sort?: Sort<PartnerOrder> | undefined }
export const partnerOrders = ['name', 'type', 'state', 'owner', 'since'] as const
type PartnerOrder = (typeof partnerOrders)[number]
const orders: Record<PartnerOrder, RawBuilder<unknown>> = { name: sql`lower(p.name)`, type: sql`p.type`, state: sql`p.state`, owner: sql`lower(m.name)`, since: sql`p.started_on` }

/** The directory, by name unless sorted. */
export async function partnerList(r: Reading, filter: PartnerFilter) {
  const { afterId, offset, next } = paging('partner', filter)
  const matching = r.q
    .selectFrom('partner as p')
    .where('p.workspace_id', '=', r.workspace)
    .$if(Boolean(filter.q), (q) => q.where(sql<boolean>`p.name ilike ${containing(filter.q!)}`))
    .$if(Boolean(filter.type), (q) => q.where('p.type', '=', filter.type!))
    .$if(Boolean(filter.state), (q) => q.where('p.state', '=', filter.state!))
    .$if(Boolean(filter.ownerId), (q) => q.where('p.owner_id', '=', filter.ownerId!))
  const rows = await matching
    .innerJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'p.workspace_id').onRef('m.id', '=', 'p.owner_id'))
    .select([
      'p.id', 'p.name', 'p.type', 'p.state', 'p.owner_id', 'm.name as owner_name', 'p.time_zone', 'p.started_on',
      sql<string | null>`(select c.name from contact c where c.workspace_id = p.workspace_id and c.partner_id = p.id and c.is_primary and c.removed_at is null)`.as('primary_contact'),
    ])
    .$if(afterId !== undefined, (q) => q.where(sql<boolean>`(lower(p.name), p.id) > (select lower(b.name), b.id from partner b where b.workspace_id = ${r.workspace} and b.id = ${afterId})`))
    .$call((q) => sorted(q, filter.sort ?? { by: 'name', descending: false }, orders, 'p.id'))
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const total = await matching.select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  const page = rows.slice(0, filter.limit)
  return {
    rows: page.map((row) => ({
      id: row.id, name: row.name, type: row.type as PartnerType, state: row.state as PartnerState, ownerId: row.owner_id, ownerName: row.owner_name,
      timeZone: row.time_zone, startedOn: row.started_on, primaryContact: row.primary_contact,
    })),
    next: next(rows),
    total: Number(total.n),
  }
}

/** Everything the partner's own page shows apart from what other areas add. */
export async function partnerView(r: Reading, id: Id) {
  const partner = await partnerById(r, id)
  const contacts = await contactsOf(r, id)
  const owner = await r.q.selectFrom('member').select('name').where('workspace_id', '=', r.workspace).where('id', '=', partner.ownerId).executeTakeFirstOrThrow()
  const names = await r.q.selectFrom('contact').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('partner_id', '=', id).execute()
  const nameOf = new Map(names.map((row) => [row.id, row.name]))
  const links = (await linksOn(r, id)).map((link) => ({
    ...link, contactName: nameOf.get(link.holderId) ?? '', isLive: !link.revokedAt && (!link.expiresAt || Temporal.Instant.compare(link.expiresAt, r.now) > 0),
  }))
  const nobody = no('Add a contact first.')
  const change: Can = may(r.actor, 'partners:write') ? yes : no('An admin or a manager can change partners.')
  return {
    partner, contacts, links, ownerName: owner.name,
    can: {
      change, mintLink: !change.allowed ? change : contacts.length === 0 ? nobody : mayMintLink(partner.state),
      introduce: may(r.actor, 'referrals:write') ? (contacts.length === 0 ? nobody : mayIntroduce(partner.state)) : no('An admin, a manager or a rep can introduce on behalf of a partner.'),
    },
  }
}

/** Names by id, for lists of other areas. */
export async function partnerNames(r: Reading, ids: Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('partner').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** How a partner may be told apart from another: its names and addresses. `emails` are those of its contacts. */
export type PartnerKeys = { id: Id; name: string; state: PartnerState; website: string | null; emails: string[] }

/** All partners with what they are known by, for comparing a new one with each. */
export async function partnerKeys(r: Reading): Promise<PartnerKeys[]> {
  const rows = await r.q
    .selectFrom('partner as p')
    .select(['p.id', 'p.name', 'p.state', 'p.website', sql<string[]>`(select coalesce(array_agg(c.email), '{}') from contact c where c.workspace_id = p.workspace_id and c.partner_id = p.id and c.removed_at is null)`.as('emails')])
    .where('p.workspace_id', '=', r.workspace)
    .orderBy('p.id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as PartnerState }))
}

/** How many partners are in the program. */
export async function activePartnerCount(r: Reading): Promise<number> {
  const row = await r.q.selectFrom('partner').select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where('state', '=', 'active').executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Partners in the program that had started by a day, by name. */
export async function activePartners(r: Reading, startedBy: string): Promise<{ id: Id; name: string; ownerId: Id }[]> {
  const rows = await r.q.selectFrom('partner').select(['id', 'name', 'owner_id']).where('workspace_id', '=', r.workspace).where('state', '=', 'active').where('started_on', '<=', startedBy).orderBy(sql`lower(name)`).orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, name: row.name, ownerId: row.owner_id }))
}

/** Where each of these stands. */
export async function statesOfPartners(r: Reading, ids: Id[]): Promise<Map<Id, PartnerState>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('partner').select(['id', 'state']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, row.state as PartnerState]))
}

/** Names of contacts by id, of those who left as well. */
export async function contactNames(r: Reading, ids: Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('contact').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Those of these partners with whom we work no more. */
export async function endedPartners(r: Reading, ids: Id[]): Promise<Set<Id>> {
  if (ids.length === 0) return new Set()
  const rows = await r.q.selectFrom('partner').select('id').where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).where('state', '=', 'ended').execute()
  return new Set(rows.map((row) => row.id))
}

/** Whom a row of a file means: by the partner's name, by a contact's e-mail, or by both together. */
export async function findIntroducer(r: Reading, said: { partner: string; email: string | null }): Promise<{ partnerId: Id; contactId: Id | null } | 'nobody' | 'several'> {
  const found = await r.q
    .selectFrom('partner as p')
    .leftJoin('contact as c', (j) => j.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.partner_id', '=', 'p.id').on('c.removed_at', 'is', null).on('c.email', '=', said.email ?? ''))
    .select(['p.id', 'c.id as contact_id'])
    .where('p.workspace_id', '=', r.workspace)
    .$if(said.partner !== '', (q) => q.where(sql<boolean>`lower(p.name) = ${said.partner.toLowerCase()}`))
    .$if(said.partner === '', (q) => q.where('c.id', 'is not', null))
    .limit(2)
    .execute()
  const [one, other] = found
  if (!one) return 'nobody'
  return other ? 'several' : { partnerId: one.id, contactId: one.contact_id }
}

/** Partners and candidates whose name holds these words. */
export async function partnersCalled(r: Reading, words: string): Promise<Id[]> {
  return (await r.q.selectFrom('partner').select('id').where('workspace_id', '=', r.workspace).where(sql<boolean>`name ilike ${containing(words)}`).orderBy('id').limit(500).execute()).map((row) => row.id)
}
