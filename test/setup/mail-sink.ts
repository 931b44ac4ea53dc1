// A mail server that remembers what it took, and misbehaves for recipients whose address says so.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Taken = { messageId: string; to: string; raw: string }
export type MailSink = {
  url: string
  port: number
  /** Mails that were taken: the server said 250, or would have. */
  taken: Taken[]
  /** How often somebody tried to hand over to this address. */
  attempts: (to: string) => number
  close: () => Promise<void>
}

const reply = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code })

/**
 * `bounce@…` is refused for good at RCPT, `full@…` at DATA, `busy@…` twice for the moment, `cut@…` loses the connection after the whole
 * mail went over and before the answer, `cut-early@…` before the mail, `cut-half@…` in the middle of it. The sender `nobody@…` and every password are refused.
 */
export async function startMailSink(port = 0): Promise<MailSink> {
  const taken: Taken[] = []
  const tries = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], logger: false, disableReverseLookup: true,
    onAuth(_auth, _session, callback) {
      callback(reply(535, '5.7.8 wrong password'))
    },
    onMailFrom(address, _session, callback) {
      callback(address.address.startsWith('nobody@') ? reply(553, '5.7.1 this sender is not yours') : undefined)
    },
    onRcptTo(address, session, callback) {
      const to = address.address
      tries.set(to, (tries.get(to) ?? 0) + 1)
      if (to.startsWith('bounce@')) return callback(reply(550, `5.1.1 <${to}>: there is no such mailbox`))
      if (to.startsWith('busy@') && (tries.get(to) ?? 0) <= 2) return callback(reply(451, '4.7.1 greylisted, come back later'))
      if (to.startsWith('cut-early@') && tries.get(to) === 1) return drop(session)
      return callback()
    },
    onData(stream, session, callback) {
      const to = session.envelope.rcptTo[0]?.address ?? ''
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => {
        parts.push(part)
        if (to.startsWith('cut-half@') && tries.get(to) === 1) drop(session)
      })
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString()
        if (to.startsWith('full@')) return callback(reply(552, '5.2.2 the mailbox is full'))
        taken.push({ messageId: /^message-id:\s*(\S+)/im.exec(raw)?.[1] ?? '', to, raw })
        if (to.startsWith('cut@')) return drop(session)
        return callback()
      })
    },
  })
  // What a killed client leaves behind is no fault of the sink.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const bound = (server.server.address() as AddressInfo).port
  const drop = (session: { id: string }) => {
    for (const connection of server.connections as Set<{ id: string; _socket: { destroy(): void } }>) if (connection.id === session.id) connection._socket.destroy()
  }
  return {
    url: `smtp://127.0.0.1:${bound}`, port: bound, taken, attempts: (to) => tries.get(to) ?? 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
