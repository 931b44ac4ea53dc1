import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { inject } from 'vitest'
import type { Chromium } from './chromium.ts'

// No sandbox: tests run as root in containers and visit nothing but our own pages.
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The phone of the journeys: width and touch of a common small one. */
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } satisfies BrowserContextOptions
export const DESKTOP = { viewport: { width: 1280, height: 800 } } satisfies BrowserContextOptions

/** Outside of vitest, say which one. */
export async function launchBrowser({ path, fonts }: Chromium = { path: inject('chromiumPath'), fonts: inject('chromiumFonts') }): Promise<Browser> {
  if (!path) throw new Error('No Chromium starts here. Install one (on Debian: apt-get install chromium) or name it in ALONGSIDE_CHROMIUM.')
  return await chromium.launch({ executablePath: path, args: FLAGS, env: { ...environment(), ...(fonts ? { FONTCONFIG_FILE: fonts } : {}) } })
}

/** Without a locale, navigator.language is no language tag and Intl refuses it. */
export const openContext = (browser: Browser, options: BrowserContextOptions = DESKTOP): Promise<BrowserContext> =>
  browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options })

const environment = (): Record<string, string> => Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
