// The real app for a journey: a database of its own, a listening server, a worker. Everything stops, also after a failed test.
import { createServer } from 'node:net'
import type { BrowserContext } from 'playwright-core'
import { Client } from 'pg'
import { inject } from 'vitest'
import { mintPartnerLink } from '../../areas/partners/index.ts'
import { createApp } from '../../app/app.ts'
import { seedDemo } from '../../db/world/index.ts'
import { newId } from '../../kernel/ids.ts'
import { makeSignInLink, setSecret } from '../../platform/auth/index.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { openDatabase, type Database } from '../../platform/db/pool.ts'
import { read } from '../../platform/db/transact.ts'
import { createLog } from '../../platform/http/log.ts'
import { startWorker, systemCtx } from '../../platform/jobs/worker.ts'
import { capturingTransport, withPersonalLink } from '../../platform/mail/index.ts'
import { cloneDatabase, databaseUrl } from '../setup/database.ts'

export type RunningApp = {
  /** Where it listens: `http://localhost:<port>`. */
  url: string
  db: Database
  /** Signs somebody in by a fresh link, as its button does. */
  signIn: (context: BrowserContext, email: string) => Promise<void>
  /** The captured mails to an address, newest first. */
  mails: (to: string) => Promise<{ subject: string; text: string }[]>
  /** The newest mail to an address that matches, once it is there. */
  mail: (to: string, subject: RegExp) => Promise<{ subject: string; text: string }>
  /** A new personal link for the first contact of a partner; where it leads. */
  linkFor: (partner: string) => Promise<string>
  close: () => Promise<void>
}

export const nora = 'nora@harbourlight.example'

/** Starts it empty, before the first run, or with the demo world. Close it in afterAll. */
export async function startApp({ demo }: { demo: boolean }): Promise<RunningApp> {
  const stops: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  }
  try {
    // One secret for the run: what the demo world sealed is opened by whichever process cloned it.
    setSecret(Buffer.from(`the secret of ${inject('runName')}`.padEnd(32, '.')))
    const clone = demo ? await cloneDemo() : await cloneDatabase()
    stops.push(clone.drop)
    const db = openDatabase(clone.url, 12)
    stops.push(() => db.close())
    const log = createLog(process.env['TEST_LOG'] ?? 'silent')
    const port = await freePort()
    const url = `http://localhost:${port}`
    const app = await createApp({ db, log, publicUrl: url, trustProxy: false, transport: capturingTransport, mailFrom: 'alongside@localhost' })
    const worker = await startWorker(db, app.tasks, log, { concurrency: 2 })
    stops.push(() => worker.stop())
    await app.server.listen({ port, host: 'localhost' })
    stops.push(() => app.server.close())
    return { url, db, close, signIn: (context, email) => signIn(db, url, context, email), linkFor: (partner) => linkFor(db, partner), ...mailbox(db) }
  } catch (error) {
    await close()
    throw error
  }
}

async function signIn(db: Database, url: string, context: BrowserContext, email: string): Promise<void> {
  const link = await makeSignInLink(db, email, url, Temporal.Now.instant())
  if (!link) throw new Error(`${email} has no access`)
  const answer = await context.request.post(`${url}/api/v1/sign-in`, { data: { token: new URL(link).searchParams.get('token') } })
  if (!answer.ok()) throw new Error(`${answer.status()}: ${await answer.text()}`)
}

export async function linkFor(db: Database, name: string): Promise<string> {
  const { id: workspace } = await db.sql.selectFrom('identity.workspace').select('id').executeTakeFirstOrThrow()
  const admin: Ctx = { ...systemCtx(db, workspace), actor: { kind: 'member', id: newId(), name: 'Nora Lindqvist', role: 'admin' } }
  const partner = await read(admin, (r) => r.q.selectFrom('partner').select('id').where('workspace_id', '=', workspace).where('name', '=', name).executeTakeFirstOrThrow())
  return (await mintPartnerLink(admin, partner.id, { send: false })).url
}

function mailbox(db: Database): Pick<RunningApp, 'mails' | 'mail'> {
  const mails: RunningApp['mails'] = async (to) => {
    const workspaces = await db.sql.selectFrom('identity.workspace').select('id').execute()
    const found = await Promise.all(workspaces.map(({ id }) => read(systemCtx(db, id), async (r) => {
      const rows = await r.q.selectFrom('mail').select(['subject', 'body_text', 'body_html', 'link_id', 'link_path']).where('workspace_id', '=', id).where('to_email', '=', to).where('state', '=', 'captured').orderBy('id', 'desc').execute()
      return Promise.all(rows.map(async (row) => ({ subject: row.subject, text: (await withPersonalLink(r, row)).text })))
    })))
    return found.flat()
  }
  return {
    mails,
    async mail(to, subject) {
      for (const until = Date.now() + 15_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 100))) {
        const found = (await mails(to)).find((mail) => subject.test(mail.subject))
        if (found) return found
      }
      throw new Error(`No mail to ${to} about ${subject}, but: ${(await mails(to)).map((mail) => mail.subject).join(' | ')}`)
    },
  }
}

/** The demo world is told once per run, then cloned like the template it was made from. */
async function cloneDemo(): Promise<Awaited<ReturnType<typeof cloneDatabase>>> {
  const name = `${inject('runName')}_demo`
  const client = new Client({ connectionString: inject('serverUrl') })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1 and not datallowconn', [name])
    if (!rowCount) await tellDemo(client, name)
  } finally {
    await client.end()
  }
  return cloneDatabase(name)
}

async function tellDemo(client: Client, name: string): Promise<void> {
  await client.query(`create database ${name} template ${inject('templateName')}`)
  const db = openDatabase(databaseUrl(inject('serverUrl'), name), 4)
  await seedDemo(db, () => {})
  await db.close()
  await client.query(`alter database ${name} allow_connections false`)
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
