// The plug is pulled while partners introduce and staff decide. What was acknowledged had reached the disk.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { startMailSink, type MailSink } from '../setup/mail-sink.ts'
import { appProcess, type AppProcess } from './app-process.ts'
import { decisionsHeard, openOffice, startClients } from './clients.ts'
import { cuttableFolder, type CuttableFolder } from './power-cut.ts'
import { settled } from './settled.ts'

const cuts = Number(process.env['CUTS'] ?? 4)
const disk: CuttableFolder | string = process.env['TEST_DATABASE_URL'] ? 'the database is not the embedded one' : cuttableFolder(1536)
if (typeof disk === 'string') console.log(`Skipped: no power cut can be staged here (${disk}).`)

let sink: MailSink | undefined
let app: AppProcess | undefined
afterAll(async () => {
  if (typeof disk === 'string') return
  await app?.killDatabase()
  await app?.killApp()
  await sink?.close()
  disk.remove()
})

test.skipIf(typeof disk === 'string')(`${cuts} power cuts lose nothing that was acknowledged`, async () => {
  if (typeof disk === 'string') return
  const dataDir = `${disk.folder}/data`
  sink = await startMailSink()
  app = await appProcess(dataDir, { ALONGSIDE_SMTP_URL: sink.url, ALONGSIDE_MAIL_FROM: 'alongside@maven.example' })
  await app.start()
  const office = await openOffice(app.base)
  const acknowledged = () => office.submissions.filter((s) => s.id).length
  for (let cut = 0; cut < cuts; cut += 1) {
    const clients = startClients(app.base, office, Math.random)
    // Money has to be moving when the plug is pulled, however quick the machine is.
    const [enough, enoughDecided, since] = [acknowledged() + 10 + Math.floor(Math.random() * 20), decisionsHeard(office) + 5, Date.now()]
    while ((acknowledged() < enough || decisionsHeard(office) < enoughDecided) && Date.now() - since < 10_000) await sleep(2)
    disk.cut()
    await app.killDatabase()
    await app.killApp()
    await clients.stop()
    disk.mountAgain()
    await app.start()
  }
  const found = await settled(dataDir, app, office, sink)
  console.log(`${acknowledged()} submissions acknowledged, ${office.submissions.length - acknowledged()} not, ${found.lines} commission lines, mails ${JSON.stringify(found.mails)}`)
  expect(found.faults, app.said()).toEqual([])
  expect(acknowledged()).toBeGreaterThan(cuts * 8)
  expect(found.lines).toBeGreaterThan(cuts / 2)
  const code = await app.stop()
  expect(code, app.said()).toBe(0)
})
