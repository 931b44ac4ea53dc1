// Guards law 2 for mail: handed over once, or marked as not known. The row says `sending` before the network is touched.
import { hostname } from 'node:os'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { mailsSent } from '../http/metrics.ts'
import { workspaceSettings } from '../workspaces/index.ts'
import { withPersonalLink } from './personal-link.ts'
import { capturingTransport, type HandOver, type Transport } from './transport.ts'

type Claimed = { toEmail: string; toName: string; replyTo: string | null; subject: string; text: string; html: string; vendor: string; isDemo: boolean }

/** The task behind every mail. A demo workspace's mails never leave the house. A run that finds it `sending` knows that an earlier run died with the outcome unknown, and does not send twice. */
export function sendMailTask(transport: Transport, from: string) {
  return async (ctx: Ctx, payload: Record<string, unknown>, job: { lastAttempt: boolean }): Promise<void> => {
    const id = String(payload['mail'])
    const claimed = await claim(ctx, id)
    if (!claimed) return
    const carrier = claimed.isDemo ? capturingTransport : transport
    const result = await carrier.send({
      messageId: `<${id}@${from.split('@')[1]?.replace(/>$/, '') ?? hostname()}>`, from: from.includes('<') ? from : `"${claimed.vendor.replaceAll('"', '')}" <${from}>`,
      to: { name: claimed.toName, address: claimed.toEmail }, replyTo: claimed.replyTo, subject: claimed.subject, text: claimed.text, html: claimed.html,
    })
    await settle(ctx, id, result, carrier.kind, job.lastAttempt)
    if (result.outcome === 'retry' && !job.lastAttempt) throw new Error('the mail server did not take it yet')
  }
}

async function claim(ctx: Ctx, id: Id): Promise<Claimed | undefined> {
  return transact(ctx, async (tx) => {
    const row = await tx.q.selectFrom('mail').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
    if (row?.state === 'sending') {
      await setState(tx, id, 'unsure', 'We stopped while handing it to the mail server, so it may or may not have arrived. It was not sent again.')
      mailsSent.inc({ outcome: 'unsure' })
    }
    if (row?.state !== 'queued') return undefined
    await tx.q.updateTable('mail').set({ state: 'sending', attempts: row.attempts + 1 }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    const { name, isDemo } = await workspaceSettings(tx)
    return { toEmail: row.to_email, toName: row.to_name, replyTo: row.reply_to, subject: row.subject, ...(await withPersonalLink(tx, row)), vendor: name, isDemo }
  })
}

async function settle(ctx: Ctx, id: Id, result: HandOver, kind: Transport['kind'], lastAttempt: boolean): Promise<void> {
  const state = result.outcome === 'sent' ? (kind === 'smtp' ? 'sent' : 'captured') : result.outcome === 'unsure' ? 'unsure' : result.outcome === 'rejected' || lastAttempt ? 'failed' : 'queued'
  mailsSent.inc({ outcome: state })
  await transact(ctx, async (tx) => {
    const row = await setState(tx, id, state, 'problem' in result ? result.problem : null)
    if (state === 'failed' && row?.subject_id) await record(tx, { type: 'mail.bounced', subject: { noun: 'mail', id }, payload: { about: row.subject_id, problem: 'problem' in result ? stripAddresses(result.problem) : '' } })
  })
}

async function setState(tx: Parameters<Parameters<typeof transact>[1]>[0], id: Id, state: string, problem: string | null) {
  return tx.q
    .updateTable('mail')
    .set((w) => ({
      state, problem, sent_at: state === 'sent' || state === 'captured' ? tx.now : null,
      // a credential that was handed over is not kept in clear
      body_text: state === 'sent' ? w.case().when('is_secret', '=', true).then('(a personal link, not kept)').else(w.ref('body_text')).end() : w.ref('body_text'),
      body_html: state === 'sent' ? w.case().when('is_secret', '=', true).then('').else(w.ref('body_html')).end() : w.ref('body_html'),
    }))
    .where('workspace_id', '=', tx.workspace).where('id', '=', id)
    .returning('subject_id')
    .executeTakeFirst()
}

const stripAddresses = (text: string) => text.replace(/[^\s<>]+@[^\s<>]+/g, 'the address')
