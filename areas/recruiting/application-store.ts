import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { PartnerType } from '../partners/index.ts'
import type { Answers } from './score-rules.ts'

export type ApplicationRow = {
  id: Id; partnerId: Id; contactId: Id; repeatOf: Id | null; companyName: string; website: string | null; personName: string; email: string; partnerType: PartnerType; answers: Answers
  words: string | null; receivedAt: Temporal.Instant; emailConfirmedAt: Temporal.Instant | null; answeredAt: Temporal.Instant | null
}

type Stored = {
  id: Id; partner_id: Id; contact_id: Id; repeat_of: Id | null; company_name: string; website: string | null; person_name: string; email: string; partner_type: string; answers: unknown; words: string | null
  received_at: Temporal.Instant; email_confirmed_at: Temporal.Instant | null; answered_at: Temporal.Instant | null
}
const toApplication = (row: Stored): ApplicationRow => ({
  id: row.id, partnerId: row.partner_id, contactId: row.contact_id, repeatOf: row.repeat_of, companyName: row.company_name, website: row.website, personName: row.person_name, email: row.email,
  partnerType: row.partner_type as PartnerType, answers: row.answers as Answers, words: row.words, receivedAt: row.received_at, emailConfirmedAt: row.email_confirmed_at, answeredAt: row.answered_at,
})

const all = (r: Reading) => r.q.selectFrom('application').selectAll().where('workspace_id', '=', r.workspace)

export async function applicationById(r: Reading, id: Id): Promise<ApplicationRow> {
  const row = await all(r).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('application')
  return toApplication(row)
}

/** The very same submission: a form sent twice. */
export async function applicationBySource(r: Reading, sourceKey: string): Promise<ApplicationRow | undefined> {
  const row = await all(r).where('source_key', '=', sourceKey).executeTakeFirst()
  return row && toApplication(row)
}

/** The one that waits for our answer, of this address or this company's domain. */
export async function openApplication(r: Reading, email: string, domain: string | null): Promise<ApplicationRow | undefined> {
  const row = await all(r).where('repeat_of', 'is', null).where('answered_at', 'is', null)
    .where((w) => w.or([w('email', '=', email), ...(domain ? [w('domain', '=', domain)] : [])]))
    .orderBy('id').limit(1).executeTakeFirst()
  return row && toApplication(row)
}

/** What a candidate sent, oldest first, repeats included. */
export async function applicationsOf(r: Reading, partnerId: Id): Promise<ApplicationRow[]> {
  return (await all(r).where('partner_id', '=', partnerId).orderBy('id').execute()).map(toApplication)
}

export type Applicant = { applicationId: Id; name: string; email: string }

/** From now on they have our answer. Returns who waited for it, each address once. */
export async function answerApplications(tx: Tx, partnerId: Id): Promise<Applicant[]> {
  const rows = await tx.q
    .updateTable('application').set({ answered_at: tx.now })
    .where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('answered_at', 'is', null)
    .returning(['id', 'person_name', 'email']).execute()
  return [...new Map(rows.map((row) => [row.email, { applicationId: row.id, name: row.person_name, email: row.email }])).values()]
}
