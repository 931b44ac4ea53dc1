import { z } from 'zod'
import type { Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvFile, csvLimit, csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, pageIn, pageOf, shown, sortIn } from '../../platform/http/shapes.ts'
import { changePartner, removeContact } from './change-partner.ts'
import { contactIn, linkMinted, partnerChange, partnerIn, partnerOut, partnerRow } from './contract.ts'
import { addContact, createPartner } from './create-partner.ts'
import { mintPartnerLink, revokePartnerLink } from './links.ts'
import { partnerList, partnerOrders, partnerView } from './queries.ts'
import { partnerStates, partnerTypes } from './rules.ts'

const params = z.object({ id: idIn('partner') })
const partnerPage = pageOf(partnerRow)
const tag = 'Partners'
const csvColumns = ['id', 'name', 'type', 'state', 'contact', 'owner', 'since', 'time_zone', 'under_way', 'introductions']

export type Activity = Map<string, { underWay: number; referrals: number }>
/** How many introductions each partner has; said by the area that keeps them. */
export type ActivityOf = (r: Reading, ids: string[]) => Promise<Activity>
let activityOf: ActivityOf = async () => new Map()
export function countActivityWith(count: ActivityOf): void {
  activityOf = count
}

const filter = pageIn.extend({ q: z.string().max(100).optional(), type: z.enum(partnerTypes).optional(), state: z.enum(partnerStates).optional(), owner: idIn('member').optional(), sort: sortIn(partnerOrders) })

async function directory(r: Reading, query: z.output<typeof filter>): Promise<z.input<typeof partnerPage>> {
  const page = await partnerList(r, { ...query, ownerId: query.owner })
  const activity = await activityOf(r, page.rows.map((row) => row.id))
  return {
    total: page.total, next: page.next,
    items: page.rows.map((row) => ({
      id: shown('partner', row.id), name: row.name, type: row.type, state: row.state, owner: { id: shown('member', row.ownerId), name: row.ownerName },
      timeZone: row.timeZone, startedOn: row.startedOn, primaryContact: row.primaryContact, ...(activity.get(row.id) ?? { underWay: 0, referrals: 0 }),
    })),
  }
}

export const partnerRoutes = [
  route({
    method: 'GET', path: '/partners', tag, summary: 'The directory, by name', access: 'partners:read', query: filter, response: partnerPage,
    handler: (ctx, { query }) => read(ctx, (r) => directory(r, query)),
  }),
  route({
    method: 'GET', path: '/partners.csv', tag, summary: 'The directory as CSV, at most 10,000', access: 'partners:read', query: csvOf(filter), produces: 'text/csv',
    handler: (ctx, { query }) =>
      read(ctx, async (r) => csvFile('partners.csv', csvColumns, (await directory(r, { ...query, limit: csvLimit })).items.map((p) => ({
        id: p.id, name: p.name, type: p.type, state: p.state, contact: p.primaryContact, owner: p.owner.name, since: p.startedOn, time_zone: p.timeZone, under_way: p.underWay, introductions: p.referrals,
      })))),
  }),
  route({
    method: 'POST', path: '/partners', tag, summary: 'Create a partner with its contacts', access: 'partners:write', body: partnerIn, response: created('partner'), status: 201,
    handler: async (ctx, { body }) => ({ id: shown('partner', (await createPartner(ctx, body)).id) }),
  }),
  route({
    method: 'GET', path: '/partners/{id}', tag, summary: 'One partner: contacts, links, what you may do', access: 'partners:read', params, response: partnerOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const view = await partnerView(r, input.params.id)
        return {
          ...view.partner, id: shown('partner', view.partner.id), owner: { id: shown('member', view.partner.ownerId), name: view.ownerName }, can: view.can,
          contacts: view.contacts.map((c) => ({ ...c, id: shown('contact', c.id) })),
          links: view.links.map((link) => ({
            id: shown('link', link.id), contact: { id: shown('contact', link.holderId), name: link.contactName }, createdAt: link.createdAt.toString(),
            expiresAt: link.expiresAt?.toString() ?? null, revokedAt: link.revokedAt?.toString() ?? null, isLive: link.isLive,
          })),
        }
      }),
  }),
  route({
    method: 'PATCH', path: '/partners/{id}', tag, summary: 'Change a partner', access: 'partners:write', params, body: partnerChange.extend({ why: z.string().max(500).optional() }), response: created('partner'),
    handler: async (ctx, { params: p, body: { why, ...change } }) => ({ id: shown('partner', (await changePartner(ctx, p.id, change, why)).id) }),
  }),
  route({
    method: 'POST', path: '/partners/{id}/contacts', tag, summary: 'Add a contact', access: 'partners:write', params, body: contactIn, response: created('contact'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('contact', (await addContact(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'DELETE', path: '/partners/{id}/contacts/{contactId}', tag, summary: 'Remove a contact; their links end', access: 'partners:write',
    params: params.extend({ contactId: idIn('contact') }),
    handler: async (ctx, { params: p }) => void (await removeContact(ctx, p.id, p.contactId)),
  }),
  route({
    method: 'POST', path: '/partners/{id}/links', tag, summary: 'Mint a personal link; its address is shown once', access: 'partners:write', params,
    body: z.object({ contactId: idIn('contact').optional(), send: z.boolean().default(false) }), response: linkMinted, status: 201,
    handler: async (ctx, { params: p, body }) => {
      const link = await mintPartnerLink(ctx, p.id, body)
      return { id: shown('link', link.id), url: link.url }
    },
  }),
  route({
    method: 'DELETE', path: '/partners/{id}/links/{linkId}', tag, summary: 'Revoke a link at once', access: 'partners:write', params: params.extend({ linkId: idIn('link') }),
    handler: async (ctx, { params: p }) => void (await revokePartnerLink(ctx, p.id, p.linkId)),
  }),
]
