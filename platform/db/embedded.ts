// Starts, adopts and stops the embedded PostgreSQL. Guards: at most one server per data folder, and no user of
// it loses the server because another one ends (each holds a shared advisory lock; who leaves last stops it).
import { closeSync, fstatSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Socket, createServer } from 'node:net'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawn, spawnSync } from 'node:child_process'
import { Client, DatabaseError } from 'pg'
import { asAccount, serverEnvironment } from './embedded-binaries.ts'
import { openCluster } from './embedded-cluster.ts'
import type { Cluster } from './embedded-cluster.ts'
import { isAlive, runningServer } from './embedded-postmaster.ts'
import type { Running } from './embedded-postmaster.ts'

export type EmbeddedOptions = {
  /** Made when missing. Holds the cluster (or a link to it), the server's log and the remembered port. */
  dataDir: string
  log: (line: string) => void
  /** Preferred port; another free one is taken when it is in use. */
  port?: number
  /** Server settings on top of ours, for tests. */
  settings?: Record<string, string>
}

export type Embedded = {
  url: string
  port: number
  pid: number
  /** True when the server was running already: another process's, or left behind by a killed one. */
  adopted: boolean
  /** Resolves when the server ends without our stop(). */
  lost: Promise<void>
  /** Fast shutdown, awaited; only lets go when other processes still use the server. */
  stop: () => Promise<void>
}

const DATABASE = 'alongside'
const USERS_LOCK = 7_305_811_992_114_003n
const RETRY_START_MS = 10_000
const UNREACHABLE_MS = 15_000
const LOG_LIMIT_BYTES = 10_000_000

/** A part of the memory that we may use, within bounds. */
const megabytesFor = (part: number, most: number): number => Math.max(128, Math.min(most, Math.floor(Math.min(totalmem(), process.constrainedMemory() || Infinity) / part / 2 ** 20)))

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  shared_buffers: `${megabytesFor(8, 2048)}MB`,
  effective_cache_size: `${megabytesFor(2, 65_536)}MB`,
  random_page_cost: '1.1',
  max_connections: '100',
  jit: 'off',
  // Of the compressions only the slow one is built in: a page's first change after a checkpoint would cost more than the rest of the write.
  wal_compression: 'off',
  checkpoint_timeout: '15min',
  max_wal_size: '4GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and details of errors carry personal data; the app logs its own errors.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = await openCluster(options.dataDir, options.log)
  const began = Date.now()
  let unreachableSince: number | undefined
  let refusedSince: number | undefined
  for (;;) {
    const running = runningServer(cluster.folder)
    if (running === undefined) {
      const launched = await launch(cluster, options)
      if (launched.started) {
        const server = await joinServer(cluster, launched.running, false)
        if (typeof server !== 'string') return server
        throw new Error(`The database started but cannot be used: ${server}`)
      }
      refusedSince ??= Date.now()
      if (!launched.mayPass || Date.now() - refusedSince > RETRY_START_MS) {
        throw new Error(`The database in ${cluster.folder} does not start. Its log (${cluster.logFile}) ends with:\n${launched.said}`)
      }
      await sleep(200)
    } else if (running.status !== 'ready') {
      if (Date.now() - began > 5000 && Math.floor((Date.now() - began) / 100) % 100 === 0) options.log(`The database is ${running.status} …`)
      await sleep(100)
    } else {
      const server = await joinServer(cluster, running, true)
      if (typeof server !== 'string') return server
      unreachableSince ??= Date.now()
      if (server === 'foreign' || Date.now() - unreachableSince > UNREACHABLE_MS) {
        options.log(`A database server (process ${running.pid}) holds ${cluster.folder} but cannot be used (${server}); stopping it.`)
        await shutDown(cluster, running.pid)
      }
      await sleep(100)
    }
  }
}

// ---- launch

type Launched = { started: true; running: Running } | { started: false; mayPass: boolean; said: string }

async function launch(cluster: Cluster, options: EmbeddedOptions): Promise<Launched> {
  const port = await choosePort(cluster, options.port)
  const settings = Object.entries({ ...SETTINGS, port: String(port), ...options.settings })
  const logFd = openLog(cluster.logFile)
  const logStart = fstatSync(logFd).size
  // Detached: Ctrl-C in the terminal must reach the app, which stops the server after its last transaction.
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    cwd: cluster.folder,
    env: serverEnvironment(),
    stdio: ['ignore', logFd, logFd],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...asAccount(cluster.account),
  })
  closeSync(logFd)
  let failure: Error | undefined
  child.on('error', (error) => (failure = error))
  const ended = (): boolean => failure !== undefined || child.exitCode !== null || child.signalCode !== null
  while (!ended()) {
    const running = runningServer(cluster.folder)
    if (running?.pid === child.pid && running?.status === 'ready') {
      child.unref()
      remember(cluster.portFile, running.port)
      return { started: true, running }
    }
    await sleep(10)
  }
  const said = failure?.message ?? readFileSync(cluster.logFile).subarray(logStart).toString().trim().split('\n').slice(-6).join('\n')
  return { started: false, said, mayPass: /postmaster\.pid|shared memory block|could not bind|could not create any TCP/.test(said) }
}

function openLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

function remember(file: string, port: number): void {
  try {
    writeFileSync(file, `${port}\n`)
  } catch {
    // The next start takes another port: only a convenience for tools that connect by hand.
  }
}

async function choosePort(cluster: Cluster, preferred: number | undefined): Promise<number> {
  let remembered = 0
  try {
    remembered = Number.parseInt(readFileSync(cluster.portFile, 'utf8'), 10) || 0
  } catch {
    // First start.
  }
  for (const port of [preferred, remembered]) if (port && (await freePort(port)) !== undefined) return port
  const any = await freePort(0)
  if (any === undefined) throw new Error('No free port on 127.0.0.1 for the database.')
  return any
}

function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}

// ---- use

const urlOf = (cluster: Cluster, port: number, database: string): string =>
  `postgres://alongside:${cluster.password}@127.0.0.1:${port}/${database}`

/** Connects as one more user of the server. A string says why not; "foreign": it will never let us in. */
async function joinServer(cluster: Cluster, running: Running, adopted: boolean): Promise<Embedded | string> {
  let holder: Held
  try {
    holder = await connectOrCreate(cluster, running.port)
  } catch (error) {
    if (error instanceof DatabaseError && error.code?.startsWith('28')) return 'foreign'
    return error instanceof Error ? error.message : String(error)
  }
  const { rows } = await holder.client.query<{ folder: string }>("select current_setting('data_directory') as folder")
  if (rows[0]?.folder !== cluster.folder) {
    await holder.client.end()
    return 'foreign'
  }
  await holder.client.query('select pg_advisory_lock_shared($1)', [USERS_LOCK])
  return using(cluster, running, adopted, holder)
}

/** A connection whose socket can be told not to keep the process alive. */
type Held = { client: Client; socket: Socket }

async function connectOrCreate(cluster: Cluster, port: number): Promise<Held> {
  try {
    return await connect(urlOf(cluster, port, DATABASE))
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === '3D000')) throw error
  }
  const maintenance = await connect(urlOf(cluster, port, 'postgres'))
  try {
    await maintenance.client.query(`create database ${DATABASE}`)
  } catch (error) {
    if (!(error instanceof DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error
  } finally {
    await maintenance.client.end()
  }
  return await connect(urlOf(cluster, port, DATABASE))
}

async function connect(connectionString: string): Promise<Held> {
  const socket = new Socket()
  const client = new Client({ connectionString, application_name: 'alongside embedded', connectionTimeoutMillis: 5000, stream: () => socket })
  client.on('error', () => {})
  await client.connect()
  return { client, socket }
}

function using(cluster: Cluster, running: Running, adopted: boolean, first: Held): Embedded {
  let holder: Held | undefined
  let stopping: Promise<void> | undefined
  const lost = Promise.withResolvers<void>()
  const hold = (held: Held): void => {
    holder = held
    held.socket.unref()
    held.client.once('end', () => {
      holder = undefined
      if (!stopping) void holdAgain()
    })
  }
  // A crashed backend makes the server drop every connection and live on.
  const holdAgain = async (): Promise<void> => {
    while (!stopping && isAlive(running.pid) && runningServer(cluster.folder)?.pid === running.pid) {
      try {
        const again = await connect(urlOf(cluster, running.port, DATABASE))
        await again.client.query('select pg_advisory_lock_shared($1)', [USERS_LOCK])
        return hold(again)
      } catch {
        await sleep(300, undefined, { ref: false })
      }
    }
    if (!stopping) lost.resolve()
  }
  hold(first)
  // Nothing can be awaited here; only who started the server ends it without asking for other users.
  const atExit = (): void => void (adopted || signal(running.pid, 'SIGINT'))
  process.once('exit', atExit)
  const stop = async (): Promise<void> => {
    process.off('exit', atExit)
    holder?.socket.ref()
    const alone = holder === undefined || (await leave(holder.client))
    if (alone) await shutDown(cluster, running.pid)
  }
  return {
    url: urlOf(cluster, running.port, DATABASE),
    port: running.port,
    pid: running.pid,
    adopted,
    lost: lost.promise,
    stop: () => (stopping ??= stop()),
  }
}

/** True when nobody else uses the server; the exclusive lock then keeps newcomers out until it is down. */
async function leave(holder: Client): Promise<boolean> {
  try {
    await holder.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK])
    const { rows } = await holder.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [USERS_LOCK])
    const alone = rows[0]?.alone ?? true
    if (!alone) await holder.end()
    return alone
  } catch {
    return true
  }
}

// ---- stop

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself.
  }
}

/** SIGINT asks PostgreSQL for a fast shutdown, SIGQUIT for an immediate one, which is as safe as a crash. */
async function shutDown(cluster: Cluster, pid: number): Promise<void> {
  const gone = (): boolean => !isAlive(pid) || runningServer(cluster.folder)?.pid !== pid
  if (process.platform === 'win32') spawnSync(cluster.binaries.pgCtl, ['stop', '-D', cluster.folder, '-m', 'fast', '-w'], { env: serverEnvironment() })
  for (const [name, patienceMs] of [['SIGINT', 30_000], ['SIGQUIT', 10_000], ['SIGKILL', 5000]] as const) {
    if (gone()) break
    signal(pid, name)
    for (const since = Date.now(); !gone() && Date.now() - since < patienceMs; ) await sleep(20)
  }
  // The process itself ends a moment after its lock file; callers may delete the folder next.
  for (const since = Date.now(); isAlive(pid) && Date.now() - since < 1000; ) await sleep(10)
}

/** Ends the server of a temporary data folder, without regard to its users or rows, and removes all of it. */
export async function discardEmbedded(dataDir: string): Promise<void> {
  let folder: string
  try {
    folder = realpathSync(`${dataDir}/cluster`)
  } catch {
    return rmSync(dataDir, { recursive: true, force: true })
  }
  const running = runningServer(folder)
  for (const name of ['SIGQUIT', 'SIGKILL'] as const) {
    if (!running || !isAlive(running.pid)) break
    signal(running.pid, name)
    for (const since = Date.now(); isAlive(running.pid) && Date.now() - since < 5000; ) await sleep(20)
  }
  if (/^\/var\/lib\/alongside-[^/]+\/cluster$/.test(folder)) rmSync(dirname(folder), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
