// The last of somebody erased: people, their links and the mails to and about them; the partner itself. What hangs on it went before.
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { blankReasons } from '../../platform/events/index.ts'
import { countLinks, removeLinks } from '../../platform/links/links.ts'
import { countMails, removeMails } from '../../platform/mail/index.ts'
import type { Amount } from './erasers.ts'

/** Also those that were taken off, since their rows are kept. */
const everyContact = (r: Reading, partnerId: Id) => r.q.selectFrom('contact').select(['id', 'email']).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).execute()

/** Addresses that nobody else of ours has: mails to them are about this one. */
async function ownAddresses(r: Reading, partnerId: Id, addresses: string[]): Promise<string[]> {
  if (addresses.length === 0) return []
  const others = await r.q.selectFrom('contact').select('email').where('workspace_id', '=', r.workspace).where('partner_id', '<>', partnerId).where('email', 'in', addresses).execute()
  const colleagues = await r.q.selectFrom('member').select('email').where('workspace_id', '=', r.workspace).where('email', 'in', addresses).execute()
  const taken = new Set([...others, ...colleagues].map((one) => one.email))
  return addresses.filter((address) => !taken.has(address))
}

export type Traces = { subjectIds: Id[]; holderIds: Id[]; addresses: string[] }

/** What leads to the people of a partner: `subjectIds` are further things that links and mails of theirs are about. */
export async function tracesOf(r: Reading, partnerId: Id, further: { subjectIds: Id[]; addresses: string[] }): Promise<Traces> {
  const contacts = await everyContact(r, partnerId)
  const holderIds = contacts.map((contact) => contact.id)
  return { subjectIds: [partnerId, ...holderIds, ...further.subjectIds], holderIds, addresses: await ownAddresses(r, partnerId, [...new Set([...contacts.map((contact) => contact.email), ...further.addresses])]) }
}

export async function countPeople(r: Reading, partnerId: Id, traces: Traces): Promise<Amount[]> {
  const [contacts, links, mails] = [await everyContact(r, partnerId), await countLinks(r, traces), await countMails(r, traces)]
  return [{ what: 'contact', count: contacts.length }, { what: 'link', count: links }, { what: 'mail', count: mails }]
}

/** Mails go before the links that they name. The events stay, with the reasons that people wrote taken out. */
export async function erasePartner(tx: Tx, partnerId: Id, traces: Traces): Promise<void> {
  await removeMails(tx, traces)
  await removeLinks(tx, traces)
  await tx.q.deleteFrom('contact').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
  await tx.q.deleteFrom('partner').where('workspace_id', '=', tx.workspace).where('id', '=', partnerId).execute()
  await blankReasons(tx, partnerId)
}
