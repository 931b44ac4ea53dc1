// Guards what a private comparison may show: our question is made once, under a key of its own, and is gone when the comparison ends.
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import type { Task } from '../../platform/jobs/worker.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { websitesOfInterest } from '../companies/index.ts'
import { introducerOf } from '../partners/index.ts'
import { nobodyToAsk } from './ask-list.ts'
import { privatelyAsked, privateReady } from './events.ts'
import { mailContact } from './mail-contact.ts'
import { forgetPrivate, keepPieces, lockPrivate, privateById, sealKey } from './private-store.ts'
import { runPsi } from './psi.ts'
import { mostOurs, type Wish } from './psi-steps.ts'

export const prepareTask = 'mapping.prepare_private'
const openDays = 21
/** Of fewer websites a number alone would say nearly which. */
export const leastForSize = 50

/**
 * Asks a contact of the partner to compare lists privately; the question is made as a job, then the contact is mailed. Refuses a second
 * one while one is open (mapping.private_open), an ended partner (mapping.partner_ended), nothing to ask about (mapping.no_websites), and
 * a size of too few of ours (mapping.size_tells).
 */
export async function askPrivately(ctx: Ctx, partnerId: Id, input: { contactId?: Id | null | undefined; wish: Wish; note: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'mapping:write')
  return transact(ctx, async (tx) => {
    const who = await introducerOf(tx, partnerId, input.contactId ?? null)
    if (!who) throw await nobodyToAsk(tx, partnerId, input.contactId)
    if (who.partner.state === 'ended') throw refuse('conflict', 'mapping.partner_ended', 'The partnership has ended.')
    const websites = await websitesOfInterest(tx, mostOurs)
    if (websites.length === 0) throw refuse('conflict', 'mapping.no_websites', 'No company here has a website yet. Import companies with their websites first.')
    if (input.wish === 'size' && websites.length < leastForSize) throw refuse('conflict', 'mapping.size_tells', `With fewer than ${leastForSize} websites of ours a number alone would say nearly which. Ask for the overlap, or import more companies.`)
    const id = newId(tx.now.epochMilliseconds)
    const written = await tx.q
      .insertInto('private_mapping')
      .values({ workspace_id: tx.workspace, id, partner_id: partnerId, contact_id: who.contact.id, wish: input.wish, note: input.note, state: 'preparing', ours: websites.length, asked_at: tx.now, asked_by: 'id' in tx.actor ? tx.actor.id : null, expires_at: tx.now.add({ hours: 24 * openDays }) })
      .onConflict((c) => c.columns(['workspace_id', 'partner_id']).where(sql<boolean>`finished_at is null`).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw refuse('conflict', 'mapping.private_open', 'A private comparison with this partner is open already. Take it back first to ask anew.')
    for (let i = 0; i < websites.length; i += 5000) {
      const some = websites.slice(i, i + 5000)
      await sql`insert into private_mapping_item (workspace_id, mapping_id, n, domain, company_id) select ${tx.workspace}::uuid, ${id}::uuid, x.* from unnest(${some.map((_, at) => i + at)}::integer[], ${some.map((one) => one.domain)}::text[], ${some.map((one) => one.companyId)}::uuid[]) as x`.execute(tx.q)
    }
    await record(tx, privatelyAsked({ id, partnerId }, { wish: input.wish, ours: websites.length }))
    await addJob(tx, { task: prepareTask, payload: { workspace: tx.workspace, mapping: id }, key: `${prepareTask}:${id}` })
    return { id }
  })
}

export const preparePrivateTask: Task = async (ctx, payload, job) => {
  const id = String(payload['mapping'])
  const { mapping, domains } = await read(ctx, async (r) => ({
    mapping: await privateById(r, id), domains: (await r.q.selectFrom('private_mapping_item').select('domain').where('workspace_id', '=', r.workspace).where('mapping_id', '=', id).orderBy('n').execute()).map((row) => row.domain),
  }))
  if (mapping.state !== 'preparing') return
  const question = await runPsi({ step: 'ask', domains, wish: mapping.wish }, { signal: job.signal })
  await transact(ctx, async (tx) => {
    const now = await lockPrivate(tx, id)
    if (now.state !== 'preparing') return
    await tx.q.updateTable('private_mapping').set({ state: 'open', sealed_key: sealKey({ workspace: tx.workspace, id, what: 'key' }, Buffer.from(question.key).toString('base64')) }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await keepPieces(tx, id, 'question', question.pieces)
    await record(tx, privateReady(now))
    await mailQuestion(tx, now)
  })
}

async function mailQuestion(tx: Tx, mapping: { id: Id; partnerId: Id; contactId: Id; wish: Wish; note: string | null }): Promise<void> {
  const who = await introducerOf(tx, mapping.partnerId, mapping.contactId)
  if (!who) return void (await forgetPrivate(tx, mapping.id))
  const { partner, owner } = who
  const { name } = await workspaceSettings(tx)
  await mailContact(tx, who, {
    key: `private-mapping:${mapping.id}`, subject: `Which customers do ${partner.name} and ${name} share?`,
    paragraphs: [
      `${owner.name} at ${name} would like to find out ${mapping.wish === 'size' ? 'how many customers you have in common, and not which' : 'which customers you have in common'}, without either of you showing the other a list.`, ...(mapping.note ? [`${owner.name} writes: “${mapping.note}”`] : []),
      `Your list stays on your machine: what leaves it is blinded, and ${name} learns ${mapping.wish === 'size' ? 'how many websites both have' : 'which websites both have'} and how many you have, nothing else. The page behind this link says it exactly, and does it.`,
      `Questions? Reply to this mail to reach ${owner.name}.`,
    ],
    label: 'Compare privately', path: '/private', why: `You get this because you are ${name}'s contact at ${partner.name}.`,
  })
}
