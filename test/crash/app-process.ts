// The real app as a process of its own, on an embedded database of its own, and the ways to kill it.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, readdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../walls/source.ts'

export type AppProcess = {
  base: string
  start: () => Promise<void>
  /** SIGKILL to the app; the database server lives on without it. */
  killApp: () => Promise<void>
  /** SIGKILL to the database server and everything it started, awaited; the app ends because of it, or is killed after a moment. */
  killDatabase: () => Promise<void>
  /** SIGTERM, awaited; the exit code. */
  stop: () => Promise<number | null>
  isRunning: () => boolean
  said: () => string
}

/** Where the app keeps what Node compiled. */
export const compiledIn = (dataDir: string): string => join(dataDir, 'compiled')

export async function appProcess(dataDir: string, env: Record<string, string>): Promise<AppProcess> {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let postmaster = 0
  let said = ''
  const ended = async (patienceMs: number) => {
    for (const since = Date.now(); child && child.exitCode === null && child.signalCode === null && Date.now() - since < patienceMs; ) await sleep(10)
    return !child || child.exitCode !== null || child.signalCode !== null
  }
  const ready = () => fetch(`${base}/readyz`, { signal: AbortSignal.timeout(2000) }).then((answer) => answer.status === 200, () => false)
  return {
    base,
    async start() {
      for (let attempt = 1; ; attempt += 1) {
        said = ''
        child = spawn(process.execPath, [join(root, 'app/main.ts')], {
          cwd: root, stdio: ['ignore', 'pipe', 'pipe'],
          env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: compiledIn(dataDir), ALONGSIDE_DATA: dataDir, ALONGSIDE_DEMO: '0', ALONGSIDE_LOG: 'error', ALONGSIDE_TRUST_PROXY: '1', PORT: String(port), HOST: '127.0.0.1', ...env },
        })
        for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (said = `${said}${part.toString()}`.slice(-20_000)))
        const since = Date.now()
        while (Date.now() - since < 60_000) {
          if (await ready()) return void (postmaster = postmasterOf(dataDir))
          if (child.exitCode !== null || child.signalCode !== null) break
          await sleep(25)
        }
        child.kill('SIGKILL')
        await ended(5000)
        // Killed together with its database it may find it gone in the middle of starting: an operator's supervisor starts it again.
        if (attempt === 3) throw new Error(`The app does not start:\n${said}`)
      }
    },
    async killApp() {
      child?.kill('SIGKILL')
      await ended(5000)
    },
    async killDatabase() {
      const family = [...new Set([...familyOf(postmaster), ...familyOf(postmasterOf(dataDir))])]
      for (const pid of family) kill(pid)
      for (const since = Date.now(); family.some((pid) => parentOf(pid) !== 0) && Date.now() - since < 5000; ) await sleep(10)
      if (!(await ended(3000))) child?.kill('SIGKILL')
      await ended(5000)
    },
    async stop() {
      child?.kill('SIGTERM')
      await ended(30_000)
      return child?.exitCode ?? null
    },
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    said: () => said,
  }
}

/** 0 when none is noted, or the note cannot be read. */
function postmasterOf(dataDir: string): number {
  try {
    return Number(readFileSync(join(realpathSync(join(dataDir, 'postgres/cluster')), 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return 0
  }
}

/** A process and all that descend from it. */
function familyOf(ancestor: number): number[] {
  if (process.platform !== 'linux') return ancestor > 1 ? [ancestor] : []
  if (ancestor <= 1 || parentOf(ancestor) === 0 || !/postgres/.test(programOf(ancestor))) return []
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), parentOf(Number(name))] as const)
  const family = [ancestor]
  for (const pid of family) for (const [child, parent] of parents) if (parent === pid) family.push(child)
  return family
}

/** 0 for a process that is gone, or dead and not yet buried. */
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [status, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return status === 'Z' ? 0 : Number(parent)
  } catch {
    return 0
  }
}

function programOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8')
  } catch {
    return ''
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
