import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import type Nodemailer from 'nodemailer'

export type Envelope = { messageId: string; from: string; to: { name: string; address: string }; replyTo: string | null; subject: string; text: string; html: string }
/** What became of handing a mail over. `rejected` is final (the address does not work), `retry` may pass later. */
export type HandOver = { outcome: 'sent' } | { outcome: 'rejected'; problem: string } | { outcome: 'retry'; problem: string } | { outcome: 'unsure'; problem: string }
export type Transport = { kind: 'smtp' | 'captured'; send(mail: Envelope): Promise<HandOver>; close(): void }

/** No mail server set: mails are kept in the mailbox that an admin reads in the app. */
export const capturingTransport: Transport = { kind: 'captured', send: async () => ({ outcome: 'sent' }), close: () => {} }

/** SMTP by URL, e.g. smtps://user:password@mail.example.com. */
export function smtpTransport(url: string): Transport {
  // Loaded where there is a mail server.
  const { createTransport } = createRequire(import.meta.url)('nodemailer') as typeof Nodemailer
  // Nothing is requeued behind our back: whoever sends again must know that nothing went over.
  const pooled = createTransport({ url, pool: true, maxConnections: 3, maxRequeues: 0, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as Parameters<typeof createTransport>[0])
  const bodies = new Map<string, Readable>()
  pooled.use('stream', (mail, done) => {
    const { message, data } = mail
    const open = message.createReadStream.bind(message)
    message.createReadStream = (options) => {
      const body = open(options)
      bodies.set(String(data.messageId), body)
      return body
    }
    done()
  })
  return {
    kind: 'smtp',
    async send(mail) {
      try {
        await pooled.sendMail({
          messageId: mail.messageId, from: mail.from, to: mail.to, subject: mail.subject, text: mail.text, html: mail.html, ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { outcome: 'sent' }
      } catch (error) {
        return classify(error as SendError, bodies.get(mail.messageId)?.readableDidRead ?? false)
      } finally {
        bodies.delete(mail.messageId)
      }
    },
    close: () => pooled.close(),
  }
}

type SendError = { responseCode?: number; command?: string; message?: string }
const aboutThisMail = new Set(['RCPT TO', 'DATA'])

/** What the server said counts: a 5xx is final where it is about this mail; about our password or sender it waits for the operator. Where it said nothing, a connection that ended after the body began to go out leaves us not knowing; before that, nothing was sent. */
function classify(error: SendError, bodyBegan: boolean): HandOver {
  const problem = (error.message ?? 'unknown').slice(0, 500)
  if (error.responseCode) return { outcome: error.responseCode >= 500 && aboutThisMail.has(error.command ?? '') ? 'rejected' : 'retry', problem }
  return { outcome: bodyBegan ? 'unsure' : 'retry', problem }
}
