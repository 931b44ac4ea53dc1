// Once per run with journeys: the staff app as its sources have it now, and a Chromium that starts. Unpacked before the workers begin,
// because two processes unpacking at once meet half a file; into a folder with the version in its name, because whatever is there is taken.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Empty when no Chromium starts here. */
    chromiumPath: string
    /** What says where its fonts are; empty for an installed one, which knows. */
    chromiumFonts: string
  }
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export type Chromium = { path: string; fonts: string }

export async function setup(project: TestProject): Promise<void> {
  const { ensureWebBuilt } = (await import(new URL('../../bin/bootstrap.mjs', import.meta.url).href)) as { ensureWebBuilt: () => Promise<void> }
  await ensureWebBuilt()
  const { path, fonts } = await findChromium()
  project.provide('chromiumPath', path)
  project.provide('chromiumFonts', fonts)
}

/** A Chromium that starts, unpacked if need be; without one its path is empty, and that is said. */
export async function findChromium(): Promise<Chromium> {
  const unpacked = process.platform === 'linux' && process.arch === 'x64' ? await unpack() : undefined
  const candidates = [process.env['ALONGSIDE_CHROMIUM'], unpacked?.path, ...INSTALLED].filter((path) => path !== undefined)
  const path = candidates.find((candidate) => existsSync(candidate) && starts(candidate)) ?? ''
  if (!path) console.error('No Chromium starts here. Install one (on Debian: apt-get install chromium) or name it in ALONGSIDE_CHROMIUM.')
  return { path, fonts: unpacked && path === unpacked.path ? writeFontList(unpacked.folder) : '' }
}

/**
 * The list that comes with it names folders that are not there, and without any font a date field ends the browser. Ours names its own
 * letters first, so that pictures and widths are the same on every machine, then those of the machine for other scripts.
 */
function writeFontList(folder: string): string {
  const aliases = ['sans-serif', 'system-ui'].map((name) => `<alias binding="same"><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`)
  const dirs = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'].map((dir) => `<dir>${dir}</dir>`)
  const list = join(folder, 'fonts.conf')
  const unfinished = `${list}.${process.pid}`
  writeFileSync(unfinished, `<?xml version="1.0"?>\n<fontconfig>${dirs.join('')}<cachedir>${join(folder, 'font-cache')}</cachedir>${aliases.join('')}</fontconfig>\n`)
  renameSync(unfinished, list)
  return list
}

// On Windows --version opens a window instead of answering.
const starts = (path: string): boolean => process.platform === 'win32' || spawnSync(path, ['--version', '--no-sandbox'], { timeout: 20_000 }).status === 0

async function unpack(): Promise<{ path: string; folder: string }> {
  const home = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')))
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')))
  const folder = join(tmpdir(), `alongside-chromium-${version}-${userInfo().uid}`)
  if (!existsSync(join(folder, 'chromium'))) {
    console.error('Unpacking Chromium, once …')
    const unfinished = `${folder}.${process.pid}`
    mkdirSync(unfinished, { recursive: true, mode: 0o700 })
    await unpackInto(unfinished)
    try {
      renameSync(unfinished, folder)
    } catch {
      rmSync(unfinished, { recursive: true, force: true }) // another run was first
    }
  }
  return { path: join(folder, 'chromium'), folder }
}

/** The package has no option for the place: it asks for the temporary folder. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
