// Kill -9 of the app and of the database at random moments, during intake and accrual, over and over. What was acknowledged is there.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { discardEmbedded, startEmbedded } from '../../platform/db/embedded.ts'
import { openDatabase } from '../../platform/db/pool.ts'
import { systemCtx } from '../../platform/jobs/worker.ts'
import { startMailSink, type MailSink } from '../setup/mail-sink.ts'
import { uuidOf } from '../setup/story.ts'
import { appProcess, type AppProcess } from './app-process.ts'
import { openOffice, startClients, type Office } from './clients.ts'
import { deedFaults, ledgerFaults, mailFaults, submissionFaults } from './verify.ts'

const rounds = Number(process.env['ROUNDS'] ?? 50)
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
let state = seed
const random = (): number => {
  state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
  return state / 0x80000000
}

const elsewhere = Boolean(process.env['TEST_DATABASE_URL'])
if (elsewhere) console.log('Skipped: the crash test kills its database, so it runs on the embedded one only.')

const dataDir = elsewhere ? '' : mkdtempSync(join(tmpdir(), 'alongside-test-crash-'))
let sink: MailSink | undefined
let app: AppProcess | undefined
afterAll(async () => {
  if (elsewhere) return
  await app?.killApp()
  await sink?.close()
  await discardEmbedded(join(dataDir, 'postgres'))
})

test.skipIf(elsewhere)(`${rounds} kills at random moments lose nothing, break nothing and repeat nothing`, async () => {
  console.log(`SEED=${seed} ROUNDS=${rounds}`)
  sink = await startMailSink()
  app = await appProcess(dataDir, { ALONGSIDE_SMTP_URL: sink.url, ALONGSIDE_MAIL_FROM: 'alongside@maven.example' })
  await app.start()
  const office = await openOffice(app.base)
  const kills = { app: 0, database: 0, both: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const clients = startClients(app.base, office, random)
    await sleep(100 + random() * 700)
    const how = random()
    if (how < 0.5) await app.killApp().then(() => (kills.app += 1))
    else if (how < 0.8) await app.killDatabase().then(() => (kills.database += 1))
    else await Promise.all([app.killDatabase(), app.killApp()]).then(() => (kills.both += 1))
    await clients.stop()
    await app.start()
  }
  const last = startClients(app.base, office, random)
  await sleep(500)
  await last.stop()

  const found = await settled(app, office)
  const acknowledged = office.submissions.filter((s) => s.id).length
  console.log(`${JSON.stringify(kills)}, ${acknowledged} submissions acknowledged, ${office.submissions.length - acknowledged} not, ${[...office.deeds.values()].flat().length} decisions asked, mails ${JSON.stringify(found.mails)}`)
  expect(found.faults, `SEED=${seed}\n${app.said()}`).toEqual([])
  expect(acknowledged).toBeGreaterThan(rounds * 3)
  expect(office.submissions.length - acknowledged).toBeGreaterThan(0)
  expect(found.mails.sent).toBeGreaterThan(acknowledged)
  expect(found.mails.unsure).toBeLessThanOrEqual(rounds * 4)
  expect(await app.stop()).toBe(0)
})

/** Waits until nothing is left to do, then looks at everything. */
async function settled(running: AppProcess, office: Office) {
  const server = await startEmbedded({ dataDir: join(dataDir, 'postgres'), log: () => {} })
  const db = openDatabase(server.url, 4)
  try {
    const ctx = systemCtx(db, uuidOf(office.workspace))
    const waiting = async () => {
      const jobs = await db.pool.query<{ task: string; error: string | null }>(`select task_identifier as task, last_error as error from graphile_worker.jobs where attempts < max_attempts and (locked_at is not null or run_at <= now() + interval '1 minute') and task_identifier not like 'promises.%'`)
      return jobs.rows.map((row) => `${row.task}: ${row.error}`)
    }
    // Another attempt after a failure waits a little longer each time; a killed worker's jobs are given back after some seconds.
    for (const since = Date.now(); Date.now() - since < 90_000 && (await waiting()).length > 0; ) await sleep(250)
    const mails = await mailFaults(ctx, sink!)
    const faults = [...(await waiting()).map((job) => `a job was not done: ${job}`), ...(await submissionFaults(ctx, office)), ...(await deedFaults(ctx, office)), ...(await ledgerFaults(ctx)), ...mails.faults]
    return { faults: running.isRunning() ? faults : [...faults, 'the app ended by itself'], mails: mails.counts }
  } finally {
    await db.close()
    await server.stop()
  }
}
