// The pictures of the README, made from the demo world on one fixed morning: npm run pictures. Not a test.
import { mkdirSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { createApp } from '../../app/app.ts'
import { seedDemo } from '../../db/world/index.ts'
import { makeSignInLink } from '../../platform/auth/index.ts'
import { discardEmbedded, startEmbedded } from '../../platform/db/embedded.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { openDatabase, type Database } from '../../platform/db/pool.ts'
import { createLog } from '../../platform/http/log.ts'
import { capturingTransport } from '../../platform/mail/index.ts'
import { launchBrowser, openContext, PHONE } from '../setup/browser.ts'
import { findChromium } from '../setup/chromium.ts'
import { freePort, linkFor, nora } from './app.ts'

/** A Tuesday: yesterday's introductions are due, last week's are late. */
const morning = Temporal.Instant.from('2026-11-24T10:40:00+01:00')
const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures')
const mostBytes = 200_000

/** `most` is where the picture ends, should the page go on. */
type Shot = { name: string; most: number; open: (page: Page) => Promise<void> }
type World = { url: string; db: Database }

const staffShots: Shot[] = [
  {
    name: 'today', most: 1100, open: async (page) => {
      await page.getByRole('button', { name: /Answer introduction · Meridian Foods/ }).click()
      await page.getByRole('button', { name: 'Accept introduction' }).waitFor()
    },
  },
  {
    name: 'performance', most: 1400, open: async (page) => {
      await page.getByRole('link', { name: 'Performance' }).click()
      await page.getByRole('link', { name: 'Brightline Consulting', exact: true }).click()
      await page.getByLabel('Period', { exact: true }).selectOption('all')
      await page.getByRole('columnheader', { name: 'All time' }).waitFor()
      await page.getByRole('heading', { name: 'Time to close' }).waitFor()
    },
  },
  {
    name: 'referral', most: 870, open: async (page) => {
      await page.getByRole('link', { name: 'Referrals', exact: true }).click()
      await page.getByRole('link', { name: 'Castellan Logistics' }).click()
      await page.getByRole('heading', { name: 'What it earned' }).waitFor()
    },
  },
  {
    name: 'recruiting', most: 1000, open: async (page) => {
      await page.getByRole('link', { name: 'Recruiting', exact: true }).click()
      await page.getByText('Osterhaus Beratung').waitFor()
    },
  },
  {
    name: 'account-mapping', most: 1000, open: async (page) => {
      await page.getByRole('link', { name: 'Account mapping', exact: true }).click()
      await page.getByRole('link', { name: 'Brightline Consulting' }).click()
      await page.getByRole('table', { name: 'Customers of the partner', exact: true }).waitFor()
    },
  },
  {
    name: 'hypothesis', most: 1300, open: async (page) => {
      await page.getByRole('link', { name: 'Hypotheses', exact: true }).click()
      await page.locator('a[data-row]').filter({ hasText: 'mplementation' }).or(page.getByRole('row', { name: /mplementation/ }).getByRole('link')).first().click()
      await page.getByRole('heading', { name: 'Verdict so far' }).waitFor()
    },
  },
]

async function open(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const page = await (await openContext(browser, { reducedMotion: 'reduce', ...options })).newPage()
  await page.clock.setFixedTime(morning.epochMilliseconds)
  return page
}

async function take(page: Page, name: string, most: number): Promise<void> {
  await page.waitForLoadState('networkidle')
  const { width } = page.viewportSize()!
  await page.setViewportSize({ width, height: 600 })
  await page.evaluate('document.activeElement?.blur()')
  await page.setViewportSize({ width, height: Math.min(most, await page.evaluate<number>('document.documentElement.scrollHeight')) })
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  const { size } = statSync(path)
  console.log(`docs/pictures/${name}.png ${Math.round(size / 1024)} KB`)
  if (size > mostBytes) throw new Error(`${name}.png has ${size} bytes; ${mostBytes} is the most.`)
}

async function takeAll(browser: Browser, { url, db }: World): Promise<void> {
  const desk = await open(browser, { viewport: { width: 1372, height: 900 } })
  await desk.goto((await makeSignInLink(db, nora, url, morning))!)
  await desk.getByRole('button', { name: 'Sign in' }).click()
  await desk.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  for (const shot of staffShots) {
    await shot.open(desk)
    await take(desk, shot.name, shot.most)
  }
  const phone = await open(browser, PHONE)
  await phone.goto(await linkFor(db, 'Brightline Consulting'))
  await phone.getByLabel('Who is it?').fill('kastanienhof.example')
  await take(phone, 'partner-page', 800)
}

/** The real app at that moment, on a database that is thrown away. */
async function withWorld(use: (world: World) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'alongside-pictures-'))
  const server = await startEmbedded({ dataDir, log: () => {}, settings: { fsync: 'off' } })
  const db = openDatabase(server.url)
  try {
    await migrate(server.url, { log: () => {} })
    await seedDemo(db, () => {}, { now: morning })
    const port = await freePort()
    const url = `http://localhost:${port}`
    const app = await createApp({ db, log: createLog('silent'), publicUrl: url, trustProxy: false, transport: capturingTransport, mailFrom: 'alongside@localhost', now: () => morning })
    await app.server.listen({ port, host: 'localhost' })
    try {
      await use({ url, db })
    } finally {
      await app.server.close()
    }
  } finally {
    await db.close()
    await discardEmbedded(dataDir)
  }
}

// Found by its address: what one types is plain JavaScript, without types.
const { ensureWebBuilt } = (await import(new URL('../../bin/bootstrap.mjs', import.meta.url).href)) as { ensureWebBuilt: () => Promise<void> }
await ensureWebBuilt()
mkdirSync(folder, { recursive: true })
const browser = await launchBrowser(await findChromium())
try {
  await withWorld((world) => takeAll(browser, world))
} finally {
  await browser.close()
}
