// Guards against a list that nobody agreed to: none is taken without a level of sharing, who agreed to it, and the day it ends.
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { fileById, removeFile } from '../../platform/files/index.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { listGiven } from './events.ts'
import { longestKeepDays, type Sharing } from './rules.ts'
import { listInUse } from './store.ts'

export const listTask = 'mapping.read_list'
/** `expiresOn` "YYYY-MM-DD" is the last day on which it is kept. */
export type GiveList = { partnerId: Id; fileId: Id; sharing: Sharing; consentBy: string; consentContactId?: Id | null; consentHow: string; expiresOn: string }

/**
 * Takes a partner's customer list, to be read and matched as a job. The very file that is in use, at the same level, is not taken a
 * second time. Refuses a partner or file that there is not, a day outside of two years (mapping.expiry), an ended partner
 * (mapping.partner_ended) and a second list while one is read (mapping.under_way).
 */
export async function giveList(ctx: Ctx, input: GiveList): Promise<{ id: Id }> {
  allow(ctx, 'mapping:write')
  return transact(ctx, async (tx) => {
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== input.partnerId) throw notFound('partner')
    const partner = await partnerById(tx, input.partnerId)
    if (partner.state === 'ended') throw refuse('conflict', 'mapping.partner_ended', 'The partnership has ended; no list is taken any more.')
    const file = await fileById(tx, input.fileId)
    const today = await todayOf(tx)
    if (input.expiresOn < today || input.expiresOn > Temporal.PlainDate.from(today).add({ days: longestKeepDays }).toString())
      throw refuseField('expiresOn', 'mapping.expiry', 'Say a day from today on, at most two years ahead. The list is removed after it.')
    const used = await listInUse(tx, partner.id)
    if (used?.sha256?.equals(file.sha256) && used.sharing === input.sharing && used.expiresOn === input.expiresOn) {
      await removeFile(tx, file.id)
      return { id: used.id }
    }
    const id = newId(tx.now.epochMilliseconds)
    const written = await tx.q
      .insertInto('customer_list')
      .values({
        workspace_id: tx.workspace, id, partner_id: partner.id, source: tx.actor.kind === 'partner' ? 'link' : 'staff', sharing: input.sharing, name: file.name, file_id: file.id, sha256: file.sha256, consent_by: input.consentBy,
        consent_contact_id: input.consentContactId ?? null, consent_at: tx.now, consent_how: input.consentHow, expires_on: input.expiresOn, state: 'waiting', bytes_total: BigInt(file.size), created_at: tx.now, created_by: 'id' in tx.actor ? tx.actor.id : null,
      })
      .onConflict((c) => c.columns(['workspace_id', 'partner_id']).where(sql<boolean>`state in ('waiting', 'running')`).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw refuse('conflict', 'mapping.under_way', 'A list of this partner is being read just now. Wait for it, or stop it first.')
    await record(tx, listGiven({ id, partnerId: partner.id }, { source: tx.actor.kind === 'partner' ? 'link' : 'staff', sharing: input.sharing, expiresOn: input.expiresOn }))
    await addJob(tx, { task: listTask, payload: { workspace: tx.workspace, list: id }, key: `${listTask}:${id}` })
    return { id }
  })
}
