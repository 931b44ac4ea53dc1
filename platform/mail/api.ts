import { sql } from 'kysely'
import { z } from 'zod'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { parseId, showId } from '../../kernel/ids.ts'
import { read, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { route } from '../http/route.ts'
import { created, idIn, idOut, instantOut, pageIn, pageOf, shown } from '../http/shapes.ts'
import { addJob } from '../jobs/add-job.ts'
import { withoutPersonalLink, withPersonalLink } from './personal-link.ts'

const mailState = z.enum(['queued', 'sending', 'sent', 'captured', 'failed', 'unsure'])
const mailRow = z.object({ id: idOut('mail'), to: z.string(), subject: z.string(), state: mailState, problem: z.string().nullable(), createdAt: instantOut, sentAt: instantOut.nullable() }).meta({ id: 'MailRow' })
const mailOut = mailRow.extend({ toName: z.string(), replyTo: z.string().nullable(), text: z.string(), why: z.string() }).meta({ id: 'Mail' })
const params = z.object({ id: idIn('mail') })
const tag = 'Mail'

type Stored = { id: string; to_email: string; subject: string; state: string; problem: string | null; created_at: Temporal.Instant; sent_at: Temporal.Instant | null }
const rowOut = (row: Stored) => ({
  id: shown('mail', row.id), to: row.to_email, subject: row.subject, state: row.state as z.infer<typeof mailState>, problem: row.problem, createdAt: row.created_at.toString(), sentAt: row.sent_at?.toString() ?? null,
})

export const mailRoutes = [
  route({
    method: 'GET', path: '/mails', tag, summary: 'The mailbox: what was sent, captured, or could not be delivered; newest first', access: 'mail:read', query: pageIn.extend({ state: mailState.optional() }), response: pageOf(mailRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const after = query.after ? parseId('mail', query.after) : undefined
        const rows = await r.q
          .selectFrom('mail').select(['id', 'to_email', 'subject', 'state', 'problem', 'created_at', 'sent_at'])
          .where('workspace_id', '=', r.workspace)
          .$if(Boolean(query.state), (q) => q.where('state', '=', query.state!))
          .$if(after !== undefined, (q) => q.where(sql<boolean>`(created_at, id) < (select created_at, id from mail where workspace_id = ${r.workspace} and id = ${after})`))
          .orderBy('created_at', 'desc').orderBy('id', 'desc').limit(query.limit + 1)
          .execute()
        return { items: rows.slice(0, query.limit).map(rowOut), next: rows.length > query.limit ? showId('mail', rows[query.limit - 1]!.id) : null, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/mails/{id}', tag, summary: 'One mail as it was written; the personal link in it is shown only where no mail server takes it to its reader', access: 'mail:read', params, response: mailOut,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const row = await r.q.selectFrom('mail').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', input.params.id).executeTakeFirst()
        if (!row) throw notFound('mail')
        return { ...rowOut(row), toName: row.to_name, replyTo: row.reply_to, text: (row.state === 'captured' ? await withPersonalLink(r, row) : withoutPersonalLink(row)).text, why: row.why }
      }),
  }),
  route({
    method: 'POST', path: '/mails/{id}/delivery', tag, summary: 'Send again what failed or is unsure', access: 'settings:write', params, response: created('mail'), status: 202,
    handler: (ctx, input) =>
      transact(ctx, async (tx) => {
        const row = await tx.q.selectFrom('mail').select(['id', 'state']).where('workspace_id', '=', tx.workspace).where('id', '=', input.params.id).forUpdate().executeTakeFirst()
        if (!row) throw notFound('mail')
        if (row.state !== 'failed' && row.state !== 'unsure') throw refuse('conflict', 'mail.not_failed', 'Only a mail that failed, or whose outcome is not known, is sent again.')
        await tx.q.updateTable('mail').set({ state: 'queued', problem: null }).where('workspace_id', '=', tx.workspace).where('id', '=', row.id).execute()
        await addJob(tx, { task: 'send-mail', payload: { workspace: tx.workspace, mail: row.id }, key: `mail:${row.id}`, maxAttempts: 20 })
        await record(tx, { type: 'mail.sent_again', subject: { noun: 'mail', id: row.id } })
        return { id: shown('mail', row.id) }
      }),
  }),
]
