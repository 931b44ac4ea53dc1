import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import { together } from '../../platform/db/together.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { holdStill } from '../companies/index.ts'
import { introducerOf, mayIntroduce } from '../partners/index.ts'
import { introducedCompanies } from '../referrals/index.ts'
import { mailContact } from './mail-contact.ts'
import { nobodyToAsk } from './ask-list.ts'
import { introductionAsked, introductionDeclined, introductionMade, introductionWithdrawn } from './events.ts'
import { mayAsk } from './rules.ts'
import { lockList, lockRow } from './store.ts'

export type AskRow = { id: Id; partnerId: Id; companyId: Id; contactId: Id; listId: Id; buyer: string; message: string; state: 'open' | 'introduced' | 'declined' | 'withdrawn'; askedAt: Temporal.Instant; askedBy: Id | null; answeredAt: Temporal.Instant | null; why: string | null; referralId: Id | null }

/**
 * Asks a contact of the partner (the primary one unless named) to introduce a customer from its own list, by mail and on its page. Asked
 * twice it is asked once. Refuses a customer that is ours, uncertain or introduced already, and a partner who may not introduce
 * (mapping.not_askable).
 */
export async function askIntroduction(ctx: Ctx, listId: Id, n: number, input: { contactId?: Id | null | undefined; message: string }): Promise<{ id: Id }> {
  allow(ctx, 'mapping:read')
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const list = await lockList(tx, listId)
    const row = await lockRow(tx, listId, n)
    const who = await introducerOf(tx, list.partnerId, input.contactId ?? null)
    if (!who) throw await nobodyToAsk(tx, list.partnerId, input.contactId)
    const { partner, contact, owner } = who
    if (row.companyId) await holdStill(tx, row.companyId)
    const open = row.companyId ? await openAsk(tx, partner.id, row.companyId) : undefined
    if (open) return { id: open.id }
    const isIntroduced = row.companyId !== null && (await introducedCompanies(tx, partner.id, [row.companyId])).size > 0
    const may = mayAsk(row, list, { introduces: mayIntroduce(partner.state), isAsked: false, isIntroduced })
    if (!may.allowed || !row.companyId) throw refuse('conflict', 'mapping.not_askable', may.allowed ? 'It is not certain which company this is.' : may.why)
    const id = newId(tx.now.epochMilliseconds)
    const one = { id, partnerId: partner.id, companyId: row.companyId }
    await tx.q
      .insertInto('introduction_ask')
      .values({ workspace_id: tx.workspace, id, partner_id: partner.id, contact_id: contact.id, company_id: row.companyId, list_id: listId, buyer: row.name, message: input.message, state: 'open', asked_at: tx.now, asked_by: 'id' in tx.actor ? tx.actor.id : null })
      .execute()
    await record(tx, introductionAsked(one, { listId, contactId: contact.id }))
    const { name } = await workspaceSettings(tx)
    const asker = 'name' in tx.actor && tx.actor.kind === 'member' ? tx.actor.name : owner.name
    await mailContact(tx, who, {
      key: `introduction-ask:${id}`, subject: `Could you introduce us to ${row.name}?`,
      paragraphs: [
        `${asker} at ${name} would like to meet ${row.name}, which is on the customer list of ${partner.name}, and asks whether you would introduce them.`, `“${input.message}”`,
        'On your page you introduce them in three fields, or say that it is not the moment.', `Reply to this mail to reach ${owner.name}.`,
      ],
      label: 'Introduce them, or say no', path: '/customers', why: `You get this because ${partner.name} gave ${name} a customer list.`,
    })
    return { id }
  })
}

/** The partner says no, or we take the question back. Refuses one that is answered (mapping.ask_answered). */
export async function endAsk(ctx: Ctx, askId: Id, how: 'declined' | 'withdrawn', why: string | null): Promise<void> {
  if (ctx.actor.kind === 'partner') allow(ctx, 'mapping:write')
  else allow(ctx, 'referrals:write')
  await transact(ctx, async (tx) => {
    const row = await tx.q.selectFrom('introduction_ask').select(['id', 'partner_id', 'company_id', 'state']).where('workspace_id', '=', tx.workspace).where('id', '=', askId).forNoKeyUpdate().executeTakeFirst()
    if (!row || (tx.actor.kind === 'partner' && tx.actor.partnerId !== row.partner_id)) throw notFound('question')
    if (row.state === how) return
    if (row.state !== 'open') throw refuse('conflict', 'mapping.ask_answered', row.state === 'introduced' ? 'The introduction has been made.' : 'This has been answered already.')
    await tx.q.updateTable('introduction_ask').set({ state: how, answered_at: tx.now, why }).where('workspace_id', '=', tx.workspace).where('id', '=', askId).execute()
    const one = { id: row.id, partnerId: row.partner_id, companyId: row.company_id }
    await record(tx, how === 'declined' ? introductionDeclined(one, why) : introductionWithdrawn(one, why))
  })
}

/** An introduction came in, or was moved to another company: if it is what the partner was asked for, the question is answered. */
export async function answerWithReferral(tx: Tx, referral: { id: Id; partnerId: Id; companyId: Id }): Promise<void> {
  const row = await openAsk(tx, referral.partnerId, referral.companyId)
  if (!row) return
  await tx.q.updateTable('introduction_ask').set({ state: 'introduced', referral_id: referral.id, answered_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', row.id).execute()
  await record(tx, introductionMade({ id: row.id, partnerId: referral.partnerId, companyId: referral.companyId }, { referralId: referral.id }))
}

const openAsk = (tx: Tx, partnerId: Id, companyId: Id) =>
  tx.q.selectFrom('introduction_ask').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('company_id', '=', companyId).where('state', '=', sql.lit('open')).forNoKeyUpdate().executeTakeFirst()

/** Whether the partner is asked for this company and has not answered. An introduction under way makes a new question wait for it. */
export const isAsked = together(async (r: Reading, all: { partnerId: Id; companyId: Id }[]): Promise<boolean[]> => {
  const asked = new Set((await openAsks(r, { partners: all.map((one) => one.partnerId), companies: all.map((one) => one.companyId) })).map((row) => row.n))
  return all.map((_, i) => asked.has(i + 1))
})
const openAsks = compiledOnce((_, v: { partners: Id[]; companies: Id[] }, r) => sql<{ n: number }>`
  select sought.n::integer from unnest((select ${v.partners}::uuid[]), (select ${v.companies}::uuid[])) with ordinality as sought(partner_id, company_id, n)
  where exists (select from introduction_ask where workspace_id = ${r.workspace}::uuid and partner_id = sought.partner_id and company_id = sought.company_id and state = 'open')`)

/** Newest first, of a partner, a company or everybody. */
export async function asksOf(r: Reading, of: { partnerId?: Id; companyId?: Id; onlyOpen?: boolean; limit: number }): Promise<AskRow[]> {
  const rows = await r.q
    .selectFrom('introduction_ask').selectAll().where('workspace_id', '=', r.workspace)
    .$if(of.partnerId !== undefined, (q) => q.where('partner_id', '=', of.partnerId ?? ''))
    .$if(of.companyId !== undefined, (q) => q.where('company_id', '=', of.companyId ?? ''))
    .$if(Boolean(of.onlyOpen), (q) => q.where('state', '=', 'open'))
    .orderBy('id', 'desc').limit(of.limit)
    .execute()
  return rows.map((row) => ({
    id: row.id, partnerId: row.partner_id, companyId: row.company_id, contactId: row.contact_id, listId: row.list_id, buyer: row.buyer, message: row.message, state: row.state as AskRow['state'], askedAt: row.asked_at, askedBy: row.asked_by,
    answeredAt: row.answered_at, why: row.why, referralId: row.referral_id,
  }))
}
