/**
 * Mail: written in the caller's transaction, handed over by a job once it committed.
 * Invariants: one mail per key; handed over at most once, and marked `unsure` where a crash hid the outcome; a mail that carries a
 * credential loses its body once a mail server took it.
 */
import type { Part } from '../part.ts'
import { mailRoutes } from './api.ts'
import { setCarrierKind } from './carrier.ts'
import { sendMailTask } from './send-mail.ts'
import type { Transport } from './transport.ts'

export { withPersonalLink } from './personal-link.ts'
export { queueMail, type NewMail } from './queue-mail.ts'
export { countMails, removeMails } from './remove-mails.ts'
export { capturingTransport, smtpTransport, type Transport } from './transport.ts'

export function mailPart(transport: Transport, from: string): Part {
  setCarrierKind(transport.kind)
  return { name: 'mail', routes: mailRoutes, tasks: { 'send-mail': sendMailTask(transport, from) } }
}
