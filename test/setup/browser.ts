import { readdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { inject } from 'vitest'

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

export async function launchBrowser(): Promise<Browser> {
  const executablePath = inject('chromiumPath')
  if (!executablePath) throw new Error('No Chromium starts here. Install one (on Debian: apt-get install chromium) or name it in ALONGSIDE_CHROMIUM.')
  return await chromium.launch({ executablePath, args: FLAGS, env: { ...environment(), ...fonts() } })
}

/** Without a locale, navigator.language is no language tag and Intl refuses it. */
export const openContext = (browser: Browser, options: BrowserContextOptions = DESKTOP): Promise<BrowserContext> =>
  browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', ...options })

const environment = (): Record<string, string> => Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** A bare machine has no fonts: then those that came with the browser are used. */
function fonts(): Record<string, string> {
  const folder = inject('chromiumFonts')
  if (!folder) return {}
  try {
    if (readdirSync('/usr/share/fonts').length > 0) return {}
  } catch {
    // No such folder.
  }
  return { FONTCONFIG_PATH: folder }
}
