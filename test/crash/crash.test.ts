// Kill -9 of the app and of the database at random moments, during intake and accrual, over and over. What was acknowledged is there.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { discardEmbedded } from '../../platform/db/embedded.ts'
import { startMailSink, type MailSink } from '../setup/mail-sink.ts'
import { appProcess, compiledIn, type AppProcess } from './app-process.ts'
import { decisionsHeard, openOffice, startClients } from './clients.ts'
import { killOverAndOver, random, rounds, seed } from './rounds.ts'
import { settled } from './settled.ts'

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
  sink = await startMailSink()
  app = await appProcess(dataDir, { ALONGSIDE_SMTP_URL: sink.url, ALONGSIDE_MAIL_FROM: 'alongside@maven.example' })
  await app.start()
  const running = app
  const office = await openOffice(running.base)
  const kills = { app: 0, database: 0, both: 0 }
  const acknowledged = () => office.submissions.filter((s) => s.id).length
  const fell = await killOverAndOver({
    app: running,
    start: () => startClients(running.base, office, random),
    // On a quick machine a round could end before anything was decided: then no money would be moving when it falls.
    enough() {
      const [submissions, decisions] = [acknowledged() + Math.floor(random() * 8), decisionsHeard(office) + 1]
      return () => acknowledged() >= submissions && decisionsHeard(office) >= decisions
    },
    async kill() {
      const how = random()
      if (how < 0.5) await running.killApp().then(() => (kills.app += 1))
      else if (how < 0.8) await running.killDatabase().then(() => (kills.database += 1))
      else await Promise.all([running.killDatabase(), running.killApp()]).then(() => (kills.both += 1))
    },
  })

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
  // It never ended well so far, and its next start need not compile it anew.
  expect(readdirSync(compiledIn(dataDir), { recursive: true }).length).toBeGreaterThan(1000)
  const code = await app.stop()
  expect(code, app.said()).toBe(0)
})
