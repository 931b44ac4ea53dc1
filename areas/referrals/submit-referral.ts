import { createHash } from 'node:crypto'
import { newId, showId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { cleanLine, cleanText } from '../../kernel/text.ts'
import { sayWhen } from '../../kernel/time.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { inserting } from '../../platform/db/compiled.ts'
import { together } from '../../platform/db/together.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { workspaceSettings, type WorkspaceSettings } from '../../platform/workspaces/index.ts'
import { readBuyer, recogniseOrCreate, type CompanyRow } from '../companies/index.ts'
import { claimOf, placeClaim } from '../coselling/index.ts'
import { findPartner, introducerOf, mayIntroduce, type ContactRow, type Introducer } from '../partners/index.ts'
import { makePromise } from '../promises/index.ts'
import { referralRepeated, referralSubmitted } from './events.ts'
import { readPerson } from './rules.ts'
import { writeMessage, type ReferralRow } from './store.ts'
import { openCase, whatWeHave } from './what-we-have.ts'

export type SubmitReferral = {
  partnerId: Id
  /** Who introduces; the partner's primary contact unless named. */
  contactId?: Id | null | undefined
  /** Company name, website or work e-mail, as typed. */
  buyer: string
  /** Who to talk to and how to reach them, in one line. */
  person: string
  reason: string
  consent: boolean
  source: 'link' | 'staff' | 'api' | 'file' | 'seed'
  /** What makes a repeat of this submission the same one: a form's key, a file's row. */
  sourceKey?: string | undefined
}
/** `isNew` is false for a second telling, `isRepeat` true where that is the very same submission again, such as a double click. */
export type Submitted = { id: Id; isNew: boolean; isRepeat: boolean; standing: 'held' | 'waiting' | 'released' }

/**
 * A partner introduces a buyer. The one road for page, staff form, API, file and demo. Nothing sent is lost: a second introduction of
 * the same buyer by the same partner joins the first, with its words kept; a rival one is kept too and opens a conflict.
 * Refuses: a paused or ended partner, a buyer that names no company. Tells nobody about anybody else's claim.
 */
export async function submitReferral(ctx: Ctx, input: SubmitReferral): Promise<Submitted> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const buyer = readBuyer(input.buyer)
    const [who, settings] = await Promise.all([introducerOf(tx, input.partnerId, input.contactId ?? null), workspaceSettings(tx)])
    if (!who) throw (await findPartner(tx, input.partnerId)) ? refuseField('contactId', 'not_found', 'There is no such contact at this partner.') : notFound('partner')
    const { partner } = who
    const may = mayIntroduce(partner.state)
    if (!may.allowed) throw refuse('conflict', 'referrals.partner_not_active', `${may.why} Nothing was sent.`)
    if (buyer.problem) throw refuseField('buyer', buyer.problem.code, buyer.problem.message)
    const known = await recogniseOrCreate(tx, buyer)
    return introduce(tx, { ...who, ...known, settings, input, emailGiven: buyer.email ?? '' })
  })
}

type Introduction = Introducer & {
  companyId: Id; company: CompanyRow | null; maybe: ReferralRow['maybeSameAs']
  settings: WorkspaceSettings; input: SubmitReferral; emailGiven: string
}

async function introduce(tx: Tx, i: Introduction): Promise<Submitted> {
  const id = newId(tx.now.epochMilliseconds)
  const { partner, contact, companyId, input } = i
  const person = readPerson(cleanLine(input.person))
  const isNew = await writeNew(tx, {
    workspace_id: tx.workspace, id, partner_id: partner.id, contact_id: contact.id, company_id: companyId, state: 'submitted', turn: 'ours', buyer_text: cleanLine(input.buyer),
    person_name: person.name, person_reach: [person.reach, person.reach.includes(i.emailGiven) ? '' : i.emailGiven].filter(Boolean).join(', '), reason: cleanText(input.reason),
    consent: input.consent ? 'given' : 'not_yet', consent_at: input.consent ? tx.now : null, source: input.source, source_key: input.sourceKey ?? null,
    maybe_same_as: i.maybe, submitted_at: tx.now, changed_at: tx.now,
  })
  if (!isNew) {
    const first = await underWay(tx, partner.id, companyId, input.sourceKey)
    if (!first) throw refuse('conflict', 'referrals.try_again', 'The same introduction is being taken in at this moment. Send it again.')
    return repeat(tx, first, input, contact)
  }
  const standing = await claimFor(tx, id, i)
  const due = await makePromise(tx, { kind: standing === 'held' ? 'answer_referral' : 'decide_conflict', subjectId: id, partnerId: partner.id, ownerId: partner.ownerId })
  await record(tx, referralSubmitted({ id, partnerId: partner.id, companyId }, { source: input.source, standing, consent: input.consent ? 'given' : 'not_yet' }))
  await mailReceipt(tx, { ...i, id, due })
  return { id, isNew: true, isRepeat: false, standing }
}

const columns = {
  workspace_id: 'uuid', id: 'uuid', partner_id: 'uuid', contact_id: 'uuid', company_id: 'uuid', state: 'text', turn: 'text', buyer_text: 'text', person_name: 'text', person_reach: 'text', reason: 'text', consent: 'text',
  consent_at: 'timestamptz', source: 'text', source_key: 'text', maybe_same_as: 'jsonb', submitted_at: 'timestamptz', changed_at: 'timestamptz',
} as const
const referrals = inserting<'referral', keyof typeof columns, { id: Id }>('referral', columns, 'on conflict do nothing returning id')
/** False where the same is under way already, or came from the same submission. */
const writeNew = together(async (tx: Tx, all: (Parameters<typeof referrals.rows>[1][number] & { id: Id })[]): Promise<boolean[]> => {
  const written = new Set((await referrals.rows(tx, all)).map((row) => row.id))
  return all.map((one) => written.has(one.id))
})

/** Holds the buyer for this partner, or opens a conflict where someone else, or we ourselves, were first. */
async function claimFor(tx: Tx, referralId: Id, { partner, companyId, company, settings }: Introduction) {
  const { reasons, opportunityId } = company ? await whatWeHave(tx, company) : { reasons: [], opportunityId: null }
  const heldUntil = tx.now.add({ hours: settings.policy.protectionDays * 24 })
  const { standing, rival } = await placeClaim(tx, { companyId, partnerId: partner.id, referralId, mayHold: reasons.length === 0, heldUntil })
  if (standing !== 'held') await openCase(tx, { id: referralId, partnerId: partner.id, companyId }, { reasons, opportunityId, rival })
  return standing
}

type First = { id: Id; partnerId: Id; companyId: Id; isSameSubmission: boolean }

async function underWay(tx: Tx, partnerId: Id, companyId: Id, sourceKey: string | undefined): Promise<First | undefined> {
  const row = await tx.q
    .selectFrom('referral')
    .select(['id', 'company_id', 'source_key'])
    .where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId)
    .where((w) => w.or([
      w.and([w('company_id', '=', companyId), w('state', 'not in', ['won', 'lost', 'declined'])]),
      ...(sourceKey ? [w('source_key', '=', sourceKey)] : []),
    ]))
    .orderBy('id')
    .executeTakeFirst()
  return row && { id: row.id, partnerId, companyId: row.company_id, isSameSubmission: sourceKey !== undefined && row.source_key === sourceKey }
}

/** The same buyer by the same partner again: one introduction, and new words are kept in its thread. */
async function repeat(tx: Tx, first: First, input: SubmitReferral, contact: ContactRow): Promise<Submitted> {
  const standing = (await claimOf(tx, first.id))?.state ?? 'released'
  if (first.isSameSubmission) return { id: first.id, isNew: false, isRepeat: true, standing }
  const before = await tx.q.selectFrom('referral').select(['reason', 'consent', 'person_name', 'person_reach']).where('workspace_id', '=', tx.workspace).where('id', '=', first.id).executeTakeFirstOrThrow()
  const person = readPerson(cleanLine(input.person))
  const known = [before.person_name, before.person_reach].join(', ')
  const news = [
    ...(cleanText(input.reason) === before.reason ? [] : [cleanText(input.reason)]),
    ...(known.includes(person.name) && known.includes(person.reach) ? [] : [`Talk to: ${cleanLine(input.person)}`]),
  ].join('\n')
  const words = createHash('sha256').update(news).digest('base64url')
  const messageId = news ? await writeMessage(tx, { referralId: first.id, kind: 'reply', fromPartner: true, authorName: contact.name, body: news, sourceKey: `again:${words}` }) : undefined
  if (input.consent && before.consent === 'not_yet')
    await tx.q.updateTable('referral').set({ consent: 'given', consent_at: tx.now, changed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', first.id).execute()
  if (messageId) await record(tx, referralRepeated(first, { source: input.source }))
  return { id: first.id, isNew: false, isRepeat: false, standing }
}

async function mailReceipt(tx: Tx, { id, due, input, settings, partner, contact, owner }: Introduction & { id: Id; due: Temporal.Instant }): Promise<void> {
  const buyer = cleanLine(input.buyer)
  await queueMail(tx, {
    key: `receipt:${id}`, to: { email: contact.email, name: contact.name }, replyTo: owner.email, subjectId: id,
    subject: `Received: your introduction of ${buyer}`,
    paragraphs: [
      `Hello ${contact.name},`,
      `Thank you for introducing ${buyer}. ${owner.name} answers by ${sayWhen(due, tx.now, partner.timeZone)} (${partner.timeZone.replaceAll('_', ' ')}).`,
      `Until then we check that nobody else is talking to them already. You will hear either way. To add something, reply to this mail; it reaches ${owner.name} directly.`,
      `Its reference is ${showId('referral', id).slice(-8)}.`,
    ],
    link: { label: 'See where it stands', subjectId: partner.id, holderId: contact.id, path: `/introductions/${showId('referral', id)}` },
    why: `You get this because you introduced ${buyer} to ${settings.name}.`,
  })
}
