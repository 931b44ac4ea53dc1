// Kill -9 of the app at random moments while payouts are made, approved, sent and answered by the bank. Nothing is paid twice, nothing is forgotten.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { verifyLedger } from '../../areas/ledger/index.ts'
import { openSecret, setSecret } from '../../platform/auth/index.ts'
import { read } from '../../platform/db/transact.ts'
import type { TestServer } from '../setup/server.ts'
import { wholeApp } from '../setup/whole-app.ts'
import { appProcess, type AppProcess } from './app-process.ts'
import { startPayouts } from './payout-clients.ts'
import { payoutFaults } from './payout-faults.ts'
import { heardOf, openPayOffice, type What } from './payout-office.ts'
import { killOverAndOver, random, rounds, seed } from './rounds.ts'
import { jobsLeft } from './settled.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'alongside-test-payouts-'))
let observer: TestServer | undefined
let app: AppProcess | undefined
afterAll(async () => {
  await app?.killApp()
  await observer?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test(`${rounds} kills during payouts pay nothing twice and forget nothing`, async () => {
  // The accounts of partners are sealed by this process and opened by the one that is killed.
  const secret = openSecret(dataDir, undefined)
  setSecret(secret)
  observer = await wholeApp()
  const office = await openPayOffice(observer)
  const running = await appProcess(dataDir, { DATABASE_URL: observer.url, ALONGSIDE_SECRET: secret.toString() })
  app = running
  await running.start()
  const count = (what: What) => heardOf(office, what).length
  const steps = () => count('make') + count('again') + count('approve') + count('send') + count('results')
  const broken: string[] = []
  const proved = async () => {
    await running.start()
    broken.push(...(await read(office.ws.ctx, verifyLedger)).problems)
  }
  const fell = await killOverAndOver({
    app: { ...running, start: proved },
    start: () => startPayouts(running.base, office, random),
    // In every other round the bank has to have spoken, however quick the machine is.
    enough() {
      const [wanted, said] = [steps() + 1 + Math.floor(random() * 6), count('results') + (random() < 0.5 ? 1 : 0)]
      return () => steps() >= wanted && count('results') >= said
    },
    kill: () => running.killApp(),
  })
  await startPayouts(running.base, office, random).finish()

  const left = await jobsLeft(observer.db)
  const faults = await payoutFaults(office.ws.ctx, office)
  const asked = office.asked.length
  const said = Object.fromEntries((['facts', 'issue', 'invoice', 'make', 'again', 'approve', 'cancel', 'send', 'results'] as const).map((what) => [what, count(what)]))
  const invoices = (await office.ws.call('GET', '/invoices', { query: { limit: '200' } })).json.items as { kind: string; credits: object | null }[]
  const became = Object.groupBy(office.bank.orders.values(), (order) => order.became ?? 'open')
  console.log(`${asked} asked, ${invoices.length} invoices, ${invoices.filter((one) => one.credits).length} of them credit notes; acknowledged ${JSON.stringify(said)}; the bank: ${Object.entries(became).map(([state, orders]) => `${orders?.length} ${state}`).join(', ')}`)
  expect([fell, broken]).toEqual([[], []])
  expect([...left, ...faults], `SEED=${seed}\n${running.said()}`).toEqual([])
  expect(count('approve')).toBeGreaterThan(rounds / 4)
  expect(count('results')).toBeGreaterThan(rounds / 8)
  expect(count('invoice')).toBeGreaterThan(rounds / 50)
  expect(invoices.filter((one) => one.kind === 'self').length).toBeGreaterThan(rounds / 50)
  expect(became.paid?.length ?? 0).toBeGreaterThan(rounds / 8)
  expect(await running.stop(), running.said()).toBe(0)
})
