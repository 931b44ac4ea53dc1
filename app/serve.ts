import { flushCompileCache } from 'node:module'
import { seedDemo } from '../db/world/index.ts'
import { isSetupNeeded, makeSignInLink, openSecret, setSecret } from '../platform/auth/index.ts'
import { startEmbedded } from '../platform/db/embedded.ts'
import { migrate } from '../platform/db/migrate.ts'
import { openDatabase } from '../platform/db/pool.ts'
import { createLog } from '../platform/http/log.ts'
import { setPublicUrl } from '../platform/http/public-url.ts'
import { resumeImports } from '../platform/imports/index.ts'
import { everyMinute } from '../platform/jobs/every-minute.ts'
import { startWorker } from '../platform/jobs/worker.ts'
import { capturingTransport, smtpTransport } from '../platform/mail/index.ts'
import { noteAddress } from './address.ts'
import { createApp } from './app.ts'
import { readConfig, type Config } from './config.ts'
import { maintain } from './maintain.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Starts what the configuration asks for and stops gracefully: no new requests, running ones finish, jobs are handed back. */
export async function serve(env: Record<string, string | undefined>): Promise<void> {
  const config = readConfig(env)
  setSecret(openSecret(config.dataDir, config.secret))
  const log = createLog(config.logLevel === 'info' && process.stdout.isTTY ? 'warn' : config.logLevel)
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: `${config.dataDir}/postgres`, log: (line) => log.info({ embedded: line }, 'database') })
  const url = config.databaseUrl ?? embedded!.url
  await migrate(url, { log: (line) => log.info({ migration: line }, 'database') })
  const db = openDatabase(url, config.poolSize)
  const transport = config.smtpUrl ? smtpTransport(config.smtpUrl) : capturingTransport
  const publicUrl = config.url ?? `http://localhost:${config.port}`
  setPublicUrl(publicUrl)
  if (config.demo) await seedDemo(db, say, { onlyIfEmpty: true })
  const app = await createApp({ db, log, publicUrl, trustProxy: config.trustProxy, transport, mailFrom: config.mailFrom })
  const worker = config.roles.worker ? await startWorker(db, app.tasks, log, { minutely: () => everyMinute(db, app.parts, log), daily: () => maintain(db) }) : undefined
  if (worker) await resumeImports(db)
  const address = config.roles.web ? await listen(app.server, config) : undefined
  if (address) await greet(db, config, address)
  else say('Working on jobs. Stop with Ctrl-C.')
  // Node keeps what it compiled when a process ends well. Whoever starts meanwhile, or after a hard end, has it too.
  flushCompileCache()

  void embedded?.lost.then(() => {
    log.error('the embedded database ended; stopping')
    process.exit(1)
  })
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    void (async () => {
      await app.server.close()
      await worker?.stop()
      transport.close()
      await db.close()
      await embedded?.stop()
      process.exit(0)
    })().catch((error: unknown) => {
      log.error({ err: error }, 'stopping failed')
      process.exit(1)
    })
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
}

async function listen(server: Awaited<ReturnType<typeof createApp>>['server'], config: Config): Promise<string> {
  await server.listen({ port: config.port, host: config.host })
  const bound = server.server.address()
  return config.url ?? `http://localhost:${typeof bound === 'object' && bound ? bound.port : config.port}`
}

async function greet(db: Awaited<ReturnType<typeof openDatabase>>, config: Config, address: string): Promise<void> {
  setPublicUrl(address)
  noteAddress(config.dataDir, address)
  say(`\nAlongside is running at ${address}`)
  if (await isSetupNeeded(db)) return say(`Set it up here: ${address}/app/setup\n`)
  const demoAdmin = config.demo ? await makeSignInLink(db, 'nora@harbourlight.example', address, Temporal.Now.instant()) : undefined
  if (demoAdmin) say(`Sign in as Nora, who runs the demo program: ${demoAdmin}`)
  else say(`Sign in: ${address}/app/sign-in`)
  say(config.smtpUrl ? '' : 'No mail server is set: mails are kept in the mailbox under Settings, and nothing is sent.\n')
}
