import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function dataFolder(): string {
  return mkdtempSync(join(tmpdir(), 'alongside-start-'))
}

/** Seconds from `npm start` to the first page served, with packages installed and the staff app built. */
export async function firstPage(data: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, ['bin/start.mjs'], { env: { ...process.env, ALONGSIDE_DATA: data, PORT: '0', ALONGSIDE_LOG: 'error' }, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const match = /running at (\S+)/.exec(out)
      if (match) resolve(match[1]!)
    })
    child.on('exit', () => reject(new Error(`it did not start: ${out}`)))
  })
  const page = await fetch(`${address}/app/`)
  if (!page.ok) throw new Error(`the first page answered ${page.status}`)
  await page.text()
  const seconds = (performance.now() - started) / 1000
  child.kill('SIGTERM')
  await ended
  return seconds
}

/** What a browser loads before the first screen: the page, its module scripts and preloads, and its styles. */
export function staffAppBytes(compressed: (text: Buffer) => number): number {
  const root = join(import.meta.dirname, '../../dist/web')
  const page = join(root, 'index.html')
  if (!existsSync(page)) return 0
  const text = readFileSync(page, 'utf8')
  const assets = [...text.matchAll(/(?:src|href)="\/app\/([^"]+\.(?:js|css))"/g)].map((m) => m[1]!)
  return [page, ...assets.map((asset) => join(root, asset))].reduce((sum, path) => sum + compressed(readFileSync(path)), 0)
}
