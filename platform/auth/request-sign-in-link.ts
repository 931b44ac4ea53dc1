// Guards against finding out who is a member: known or not, the answer has the same words and takes the same time.
import { newId } from '../../kernel/ids.ts'
import { asSystem, transact } from '../db/transact.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { workspaceSettings } from '../workspaces/settings.ts'
import { withinLimit } from './attempts.ts'
import type { Caller } from './identity.ts'
import { linkMinutes, newSignInLink, personWithAccess } from './sign-in-link.ts'

const answerMs = 150
const mailsPerEmail = 5
type Asked = { email: string; next?: string | undefined }

/**
 * Mails a sign-in link to the person with this address, if there is one. Past five mails in fifteen minutes none is added: those
 * sent still work, and nobody can keep another out of their mailbox's way in. The link leads to `next`, the page of the app that was asked for.
 */
export async function requestSignInLink(caller: Caller, asked: Asked, origin: string): Promise<void> {
  await Promise.all([mailLink(caller, asked, origin), new Promise((resolve) => setTimeout(resolve, answerMs))])
}

async function mailLink({ db, now, requestId }: Caller, { email, next }: Asked, origin: string): Promise<void> {
  if (!(await withinLimit(db, 'link', email, mailsPerEmail, now))) return
  const person = await personWithAccess(db.sql, email)
  if (!person) return
  await transact({ db, workspace: person.workspace, actor: { kind: 'system', name: 'sign-in' }, now, requestId }, async (tx) => {
    const url = await asSystem(tx, (q) => newSignInLink(q, person.id, origin, tx.now))
    const { name } = await workspaceSettings(tx)
    await queueMail(tx, {
      key: `sign-in:${newId(now.epochMilliseconds)}`, to: { email: person.email, name: person.name }, isSecret: true,
      subject: `Sign in to ${name} on Alongside`,
      paragraphs: [`Hello ${person.name},`, `This link signs you in. It works once, within ${linkMinutes} minutes.`],
      link: { label: 'Sign in', url: next === undefined ? url : `${url}&next=${encodeURIComponent(next)}` },
      why: 'You get this because somebody asked for a sign-in link for this address. If it was not you, do nothing.',
    })
  })
}
