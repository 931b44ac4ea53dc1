import { newId, type Id } from '../../kernel/ids.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Tx } from '../db/context.ts'
import { send } from '../db/transact.ts'
import { addJob } from '../jobs/add-job.ts'
import { workspaceSettings } from '../workspaces/settings.ts'
import { carrierKind } from './carrier.ts'
import { layOut } from './layout.ts'

export type NewMail = {
  /** What makes this mail this mail; a second one with the same key is not made. */
  key: string
  to: { email: string; name: string }
  /** Who reads the answer. Every notice can be answered. */
  replyTo?: string | null
  subject: string
  /** Plain sentences; a blank line between paragraphs. */
  paragraphs: string[]
  /** The one link, if there is one. */
  link?: { label: string; url: string }
  /** Why it was sent, shown below: "You get this because you introduced Meridian Foods." */
  why: string
  /** The body carries a live credential and is dropped after hand-over. */
  isSecret?: boolean
  /** What it is about, so that its timeline can say that it bounced. */
  subjectId?: Id
}

/**
 * Writes a mail that will be sent once this transaction commits; nothing is sent when it does not. Where no mail server is set, and in
 * a demo, it goes to the mailbox at once.
 */
export async function queueMail(tx: Tx, mail: NewMail): Promise<void> {
  const id = newId(tx.now.epochMilliseconds)
  const body = layOut(mail)
  const isCaptured = carrierKind() === 'captured' || (await workspaceSettings(tx)).isDemo
  send(tx, tx.q
    .insertInto('mail')
    .values({
      workspace_id: tx.workspace, id, key: mail.key, to_email: mail.to.email, to_name: cleanLine(mail.to.name), reply_to: mail.replyTo ?? null,
      subject: cleanLine(mail.subject).slice(0, 200), body_text: body.text, body_html: body.html, why: mail.why, is_secret: mail.isSecret ?? false,
      subject_id: mail.subjectId ?? null, state: isCaptured ? 'captured' : 'queued', sent_at: isCaptured ? tx.now : null, created_at: tx.now,
    })
    .onConflict((c) => c.columns(['workspace_id', 'key']).doNothing()))
  // Where there was one with this key, nothing was written under the new id, and the job finds nothing to send.
  if (!isCaptured) await addJob(tx, { task: 'send-mail', payload: { workspace: tx.workspace, mail: id }, key: `mail:${id}`, maxAttempts: 20 })
}
