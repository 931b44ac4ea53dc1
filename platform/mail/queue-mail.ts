import { newId, type Id } from '../../kernel/ids.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Tx } from '../db/context.ts'
import { inserting } from '../db/compiled.ts'
import { sendingTogether } from '../db/together.ts'
import { addJob } from '../jobs/add-job.ts'
import { liveLinkOf } from '../links/links.ts'
import { workspaceSettings } from '../workspaces/settings.ts'
import { carrierKind } from './carrier.ts'
import { layOut } from './layout.ts'
import { personalAddress } from './personal-link.ts'

/** The holder's own link on the subject, with a path behind it. A mail to someone without a working link has none. */
export type PersonalLink = { label: string; subjectId: Id; holderId: Id; path: string }

export type Paragraph = string | { withLink: string; without?: string }

export type NewMail = {
  /** What makes this mail this mail; a second one with the same key is not made. */
  key: string
  to: { email: string; name: string }
  /** Who reads the answer. Every notice can be answered. */
  replyTo?: string | null
  subject: string
  /** Plain sentences; a blank line between paragraphs. One that speaks of the page behind the link says something else, or nothing, where there is no link. */
  paragraphs: Paragraph[]
  /** The one link, if there is one. */
  link?: { label: string; url: string } | PersonalLink
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
  const { link, personal } = await linkOf(tx, mail.link)
  const paragraphs = mail.paragraphs.map((p) => (typeof p === 'string' ? p : link ? p.withLink : (p.without ?? ''))).filter((p) => p !== '')
  const body = layOut({ ...mail, paragraphs, link })
  const isCaptured = carrierKind() === 'captured' || (await workspaceSettings(tx)).isDemo
  await write(tx, {
    workspace_id: tx.workspace, id, key: mail.key, to_email: mail.to.email, to_name: cleanLine(mail.to.name), reply_to: mail.replyTo ?? null,
    subject: cleanLine(mail.subject).slice(0, 200), body_text: body.text, body_html: body.html, why: mail.why, is_secret: mail.isSecret ?? false,
    link_id: personal?.id ?? null, link_path: personal?.path ?? null,
    subject_id: mail.subjectId ?? null, state: isCaptured ? 'captured' : 'queued', sent_at: isCaptured ? tx.now : null, created_at: tx.now,
  })
  // Where there was one with this key, nothing was written under the new id, and the job finds nothing to send.
  if (!isCaptured) await addJob(tx, { task: 'send-mail', payload: { workspace: tx.workspace, mail: id }, key: `mail:${id}`, maxAttempts: 20 })
}

const mails = inserting(
  'mail', {
    workspace_id: 'uuid', id: 'uuid', key: 'text', to_email: 'text', to_name: 'text', reply_to: 'text', subject: 'text', body_text: 'text', body_html: 'text', why: 'text', is_secret: 'boolean',
    link_id: 'uuid', link_path: 'text', subject_id: 'uuid', state: 'text', sent_at: 'timestamptz', created_at: 'timestamptz',
  },
  'on conflict (workspace_id, key) do nothing',
)
const write = sendingTogether((_, rows: Parameters<typeof mails.statement>[0]) => [mails.statement(rows)])

async function linkOf(tx: Tx, asked: NewMail['link']): Promise<{ link?: { label: string; url: string } | undefined; personal?: { id: Id; path: string } }> {
  if (!asked || 'url' in asked) return { link: asked }
  const id = await liveLinkOf(tx, asked)
  return id ? { link: { label: asked.label, url: personalAddress }, personal: { id, path: asked.path } } : {}
}
