import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { companyName } from './fill.ts'

export type Linking = { seconds: number; queries: number; linked: number; megabytes: number }

/** A file of made-up companies, and queries of which nine in ten are among them: as written, without the legal form, or with a slip. */
async function files(folder: string, reference: number, queries: number): Promise<{ list: string; asked: string }> {
  const [list, asked] = [join(folder, `reference-${reference}.csv`), join(folder, `queries-${reference}.csv`)]
  await written(list, 'id,name', reference, (n) => `${n},${companyName(n)}`)
  await written(asked, 'id,query', queries, (n) => {
    const name = companyName(n % 10 === 9 ? reference + n : (n * 7919) % reference)
    return `${n},${[name, name.split(' ').slice(0, -1).join(' '), name.slice(0, 9) + name.slice(10), name.toUpperCase()][n % 4]}`
  })
  return { list, asked }
}

async function written(path: string, header: string, count: number, line: (n: number) => string): Promise<void> {
  const stream = createWriteStream(path)
  stream.write(`${header}\n`)
  for (let from = 0; from < count; from += 10_000)
    if (!stream.write(Array.from({ length: Math.min(10_000, count - from) }, (_, i) => `${line(from + i)}\n`).join(''))) await once(stream, 'drain')
  stream.end()
  await once(stream, 'finish')
}

/** `alongside match link` as a process of its own, files and all. Memory is the most that it held, where the system tells. */
export async function linking(reference: number, queries: number): Promise<Linking> {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-match-'))
  try {
    const { list, asked } = await files(folder, reference, queries)
    const started = performance.now()
    const child = spawn(process.execPath, ['bin/alongside.mjs', 'match', 'link', '--reference', list, '--key', 'id', '--name', 'name', '--queries', asked, '--id', 'id', '--query', 'query', '--out', join(folder, 'links.csv'), '--json'], { stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    let megabytes = 0
    const watch = setInterval(() => (megabytes = Math.max(megabytes, mostMemory(child.pid))), 200)
    const [code] = (await once(child, 'exit')) as [number]
    clearInterval(watch)
    if (code !== 0) throw new Error(`linking ended with ${code}: ${out}`)
    return { seconds: (performance.now() - started) / 1000, queries, linked: (JSON.parse(out) as { linked: number }).linked, megabytes }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Of the process and what it started. */
function mostMemory(pid: number | undefined): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
    const own = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    return children.reduce((sum, child) => sum + mostMemory(child), own)
  } catch {
    return 0
  }
}
