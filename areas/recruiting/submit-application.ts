import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { mintLink } from '../../platform/links/links.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { contactsOf, findPartner, lockPartner, type PartnerType } from '../partners/index.ts'
import { makePromise } from '../promises/index.ts'
import { addCandidate } from './add-candidate.ts'
import { applicationPage, recipientOf } from './application-page.ts'
import { applicationBySource, openApplication } from './application-store.ts'
import type { ApplicationForm } from './application-form.ts'
import { applicationReceived, applicationRepeated } from './events.ts'
import { mailReceipt } from './mail-applicant.ts'
import { domainOf } from './same-as.ts'
import type { Answers } from './score-rules.ts'

export type SubmitApplication = Omit<ApplicationForm, 'consent'> & {
  type: PartnerType; answers: Answers
  /** What makes a second click the same: the form it came from and every word in it. */
  sourceKey: string
}

/**
 * Somebody applies by the public page: a candidate at the beginning of the board, with our promise to answer. Nothing sent is lost and
 * nothing is said of anybody else: the very same form twice is one, and another one of the same address or company while the first waits
 * is kept beside it, on the same card. Returns the application whose receipt is shown. Refuses while the page is closed.
 */
export async function submitApplication(ctx: Ctx, input: SubmitApplication): Promise<{ id: Id }> {
  return transact(ctx, async (tx) => {
    const page = await applicationPage(tx)
    if (!page?.linkId) throw notFound('page')
    const same = await applicationBySource(tx, input.sourceKey)
    if (same) return { id: same.id }
    const website = input.website.trim() || null
    const domain = domainOf(website) ?? domainOf(input.email.slice(input.email.lastIndexOf('@') + 1)) ?? null
    const first = await openApplication(tx, input.email, domain)
    // Erased while this one waited, it is not there to be joined any more.
    if (first && (await holdPartner(tx, first.partnerId))) return join(tx, first, input, { website, domain })
    const owner = await recipientOf(tx, page)
    const { id: partnerId } = await addCandidate(tx, {
      name: input.company, type: input.type, website, contact: { name: input.person, email: input.email, phone: null }, ownerId: owner.id, timeZone: (await workspaceSettings(tx)).timeZone,
      source: 'page', sourceNote: null, hypothesisNote: null,
    })
    const contactId = (await contactsOf(tx, partnerId))[0]!.id
    const id = await write(tx, input, { website, domain, partnerId, contactId, repeatOf: null })
    const due = await makePromise(tx, { kind: 'answer_application', subjectId: partnerId, partnerId, ownerId: owner.id })
    await mintLink(tx, { subjectId: id, holderId: contactId, expiresAt: tx.now.add({ hours: 24 * 30 }) })
    await record(tx, applicationReceived(partnerId, { applicationId: id, partnerType: input.type }))
    await mailReceipt(tx, { id, contactId, person: input.person, email: input.email, company: input.company, owner, due })
    return { id }
  })
}

/** Kept word for word beside the one that waits. No mail goes out: a stranger must not be able to make us write to somebody again and again. */
async function join(tx: Tx, first: { id: Id; partnerId: Id; contactId: Id }, input: SubmitApplication, known: { website: string | null; domain: string | null }): Promise<{ id: Id }> {
  if ((await repeats(tx, first.id)) >= mostRepeats) throw refuse('too_many', 'recruiting.many_applications', 'This company has applied several times already and has our promise of an answer. Wait for it, or write to us.')
  const id = await write(tx, input, { ...known, partnerId: first.partnerId, contactId: first.contactId, repeatOf: first.id })
  await record(tx, applicationRepeated(first.partnerId, { applicationId: id, first: first.id }))
  return { id }
}
const mostRepeats = 20

async function holdPartner(tx: Tx, partnerId: Id): Promise<boolean> {
  await lockPartner(tx, partnerId)
  return (await findPartner(tx, partnerId)) !== undefined
}

const repeats = async (tx: Tx, first: Id): Promise<number> =>
  (await tx.q.selectFrom('application').select('id').where('workspace_id', '=', tx.workspace).where('repeat_of', '=', first).execute()).length

type Placed = { website: string | null; domain: string | null; partnerId: Id; contactId: Id; repeatOf: Id | null }
async function write(tx: Tx, input: SubmitApplication, placed: Placed): Promise<Id> {
  const id = newId(tx.now.epochMilliseconds)
  await tx.q
    .insertInto('application')
    .values({
      workspace_id: tx.workspace, id, partner_id: placed.partnerId, contact_id: placed.contactId, repeat_of: placed.repeatOf, company_name: input.company, website: placed.website, domain: placed.domain,
      person_name: input.person, email: input.email, partner_type: input.type, answers: JSON.stringify(input.answers), words: input.words, source_key: input.sourceKey, received_at: tx.now,
    })
    .execute()
  return id
}
