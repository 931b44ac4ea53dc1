// Kill -9 of the app and of the database at random moments, during intake and accrual, over and over. What was acknowledged is there.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { discardEmbedded } from '../../platform/db/embedded.ts'
import { startMailSink, type MailSink } from '../setup/mail-sink.ts'
import { appProcess, type AppProcess } from './app-process.ts'
import { decisionsHeard, openOffice, startClients } from './clients.ts'
import { settled } from './settled.ts'

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
// The account that runs the server must be able to pass.
if (!elsewhere) chmodSync(dataDir, 0o755)
let sink: MailSink | undefined
let app: AppProcess | undefined
afterAll(async () => {
  if (elsewhere) return
  await app?.killApp()
  await sink?.close()
  await discardEmbedded(join(dataDir, 'postgres'))
  rmSync(dataDir, { recursive: true, force: true })
})

test.skipIf(elsewhere)(`${rounds} kills at random moments lose nothing, break nothing and repeat nothing`, async () => {
  console.log(`SEED=${seed} ROUNDS=${rounds}`)
  sink = await startMailSink()
  app = await appProcess(dataDir, { ALONGSIDE_SMTP_URL: sink.url, ALONGSIDE_MAIL_FROM: 'alongside@maven.example' })
  await app.start()
  const office = await openOffice(app.base)
  const kills = { app: 0, database: 0, both: 0 }
  const fell: string[] = []
  const acknowledged = () => office.submissions.filter((s) => s.id).length
  for (let round = 0; round < rounds; round += 1) {
    const clients = startClients(app.base, office, random)
    // On a quick machine a round could end before anything was decided: then no money would be moving when it falls.
    const [enough, enoughDecided, since] = [acknowledged() + Math.floor(random() * 8), decisionsHeard(office) + 1, Date.now()]
    while ((acknowledged() < enough || decisionsHeard(office) < enoughDecided) && Date.now() - since < 3000) await sleep(5)
    await sleep(random() * 120)
    if (!app.isRunning()) fell.push(`round ${round}: the app ended by itself: ${app.said()}`)
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

  const found = await settled(dataDir, app, office, sink)
  const [heard, all] = [acknowledged(), office.submissions.length]
  console.log(`${JSON.stringify(kills)}, ${heard} submissions acknowledged, ${all - heard} not, ${[...office.deeds.values()].flat().length} decisions asked, ${office.facts.length} facts told, ${found.lines} commission lines, mails ${JSON.stringify(found.mails)}`)
  expect(fell).toEqual([])
  expect(found.faults, `SEED=${seed}\n${app.said()}`).toEqual([])
  expect(heard).toBeGreaterThan(rounds * 2)
  expect(office.facts.length).toBeGreaterThan(rounds / 4)
  expect(all - heard).toBeGreaterThan(0)
  expect(found.lines).toBeGreaterThan(rounds / 4)
  expect(found.mails.sent).toBeGreaterThan(heard / 2)
  expect(found.mails.unsure).toBeLessThanOrEqual(rounds * 8)
  const code = await app.stop()
  expect(code, app.said()).toBe(0)
})
