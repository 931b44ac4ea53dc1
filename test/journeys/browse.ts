// What the journeys share: a browser per file, a page per person, pictures at two widths, and no error that nobody looks at.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { DESKTOP, PHONE, launchBrowser, openContext } from '../setup/browser.ts'
import { startApp, type RunningApp } from './app.ts'

const folder = join(import.meta.dirname, '..', '..', 'test-results')

export type Stage = {
  readonly app: RunningApp
  readonly browser: Browser
  /** A page of somebody signed in, or of nobody; it watches for errors of the page until the file ends. */
  visit: (email: string | null, options?: BrowserContextOptions) => Promise<Page>
}

/** One app and one browser for all tests of a file; both end with it. */
export function setStage({ demo }: { demo: boolean }): Stage {
  let app: RunningApp | undefined
  let browser: Browser | undefined
  const errors: string[] = []
  beforeAll(async () => {
    ;[app, browser] = await Promise.all([startApp({ demo }), launchBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
    expect(errors, 'errors in the console of the browser').toEqual([])
  })
  return {
    get app() { return app! },
    get browser() { return browser! },
    async visit(email, options = DESKTOP) {
      const context = await openContext(browser!, options)
      context.setDefaultTimeout(15_000)
      if (email) await app!.signIn(context, email)
      return watched(context, errors)
    },
  }
}

async function watched(context: BrowserContext, errors: string[]): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // A refusal is answered with a status that the browser mentions, too.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(`${page.url()}: ${message.text()}`)
  })
  return page
}

/** Pictures for looking at: `test-results/<name>.png` at desktop width and `<name>-phone.png`. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const before = page.viewportSize()
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations: 'disabled' })
  if (!before || before.width <= PHONE.viewport.width) return
  await page.setViewportSize(PHONE.viewport)
  await page.screenshot({ path: join(folder, `${name}-phone.png`), fullPage: true, animations: 'disabled' })
  await page.setViewportSize(before)
}

/** Waits until the page asks the server for nothing any more. */
export async function quiet(page: Page): Promise<void> {
  const asked = new Set<unknown>()
  const start = (request: unknown) => void asked.add(request)
  const end = (request: unknown) => void asked.delete(request)
  page.on('request', start).on('requestfinished', end).on('requestfailed', end)
  for (let calm = 0, n = 0; calm < 4 && n < 200; calm = asked.size === 0 ? calm + 1 : 0, n += 1) await page.waitForTimeout(40)
  page.off('request', start).off('requestfinished', end).off('requestfailed', end)
}

/** Why a button does nothing, as it is read out; waits for a button that has a reason. */
export async function reasonOf(button: Locator): Promise<string> {
  const shut = button.and(button.page().locator('[aria-disabled="true"]'))
  const id = await shut.getAttribute('aria-describedby')
  return (await button.page().locator(`[id="${id}"]`).textContent()) ?? ''
}

export { DESKTOP, PHONE }
export const NO_SCRIPT = { ...PHONE, javaScriptEnabled: false } satisfies BrowserContextOptions
