// The folder of the embedded database: where it is, how it comes into being (whole or not at all), its password.
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { syncFolder } from '../files/sync-folder.ts'
import { asAccount, serverAccount, serverBinaries, serverEnvironment } from './embedded-binaries.ts'
import type { Account, Binaries } from './embedded-binaries.ts'

export type Cluster = {
  /** The server's data_directory. */
  folder: string
  logFile: string
  portFile: string
  password: string
  account: Account
  binaries: Binaries
}

/** Finds or makes the cluster below `dataDir`. */
export async function openCluster(dataDir: string, log: (line: string) => void): Promise<Cluster> {
  const home = resolve(dataDir)
  makeReachable(home)
  const entry = join(home, 'cluster')
  const account = serverAccount(entry)
  const binaries = serverBinaries(account)
  if (!existsSync(entry)) await createCluster(entry, account, binaries, log)
  const folder = realpathSync(entry)
  const version = readOwn(join(folder, 'PG_VERSION'), folder).trim()
  if (version !== binaries.majorVersion) {
    throw new Error(`The database in ${folder} was made by PostgreSQL ${version}; this release brings ${binaries.majorVersion}. See the operating guide on upgrades.`)
  }
  if (account && !canEnter(folder, account)) {
    throw new Error(`The account ${account.name}, which runs the database, cannot reach ${folder}. Open the folders above it (chmod o+x), or set ALONGSIDE_DATA to another place.`)
  }
  return {
    folder,
    logFile: join(home, 'postgresql.log'),
    portFile: join(home, 'port'),
    password: readOwn(join(folder, 'alongside.password'), folder).trim(),
    account,
    binaries,
  }
}

function readOwn(file: string, folder: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`The database in ${folder} cannot be read by this account. Start as the account that made it, or as root.`, { cause })
  }
}

/** Folders that we make on the way are open for passing through, whatever the umask; existing ones are left as they are. */
function makeReachable(home: string): void {
  const first = mkdirSync(home, { recursive: true })
  if (!first) return
  for (let made = home; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755)
}

/**
 * Makes the cluster under another name and moves it in place, so that a half-made one is never met and of two
 * first starts one wins. The password travels inside.
 */
async function createCluster(entry: string, account: Account, binaries: Binaries, log: (line: string) => void): Promise<void> {
  const reachable = !account || canEnter(dirname(entry), account)
  const parent = reachable ? dirname(entry) : elsewhere(entry, account, log)
  const staging = mkdtempSync(join(parent, '.new-'))
  try {
    chmodSync(staging, 0o755)
    const made = join(staging, 'cluster')
    const passwordFile = join(staging, 'password')
    mkdirSync(made, { mode: 0o700 })
    writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600, flush: true })
    if (account) for (const path of [made, passwordFile]) chownSync(path, account.uid, account.gid)
    await initialise(made, passwordFile, account, binaries)
    renameSync(passwordFile, join(made, 'alongside.password'))
    syncFolder(made)
    if (reachable) renameSync(made, entry)
    else {
      const folder = join(parent, 'cluster')
      renameSync(made, folder)
      syncFolder(parent)
      symlinkSync(folder, entry)
    }
    syncFolder(dirname(entry))
  } catch (error) {
    if (!reachable) rmSync(parent, { recursive: true, force: true })
    if (!lstatSync(entry, { throwIfNoEntry: false })) throw error
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** A place of its own below /var/lib; the link in the data folder leads to it, also after the data folder has moved. */
function elsewhere(entry: string, account: Account, log: (line: string) => void): string {
  try {
    const parent = mkdtempSync('/var/lib/alongside-')
    chmodSync(parent, 0o755)
    log(`The account ${account?.name}, which runs the database, cannot reach ${dirname(entry)}. The database is kept in ${parent}; ${entry} links to it.`)
    return parent
  } catch (cause) {
    throw new Error(`The account ${account?.name}, which runs the database, cannot reach ${dirname(entry)}. Set ALONGSIDE_DATA to a folder that it can reach.`, { cause })
  }
}

const canEnter = (folder: string, account: NonNullable<Account>): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { cwd: '/', env: serverEnvironment(), ...asAccount(account) }).status === 0

async function initialise(folder: string, passwordFile: string, account: Account, binaries: Binaries): Promise<void> {
  // Trigrams see letters beyond ASCII only when the character class locale is a UTF-8 one; its name depends on the system.
  const failures: string[] = []
  for (const characters of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = [
      ['-D', folder, '-U', 'alongside', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions'],
      ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${characters}`, '--data-checksums'],
    ].flat()
    const failure = await initdb(binaries.initdb, args, account)
    if (failure === undefined) return
    failures.push(failure)
    if (!/invalid locale|locale name/i.test(failure)) break
  }
  throw new Error(`The database could not be created in ${folder}: ${failures.at(-1)}`)
}

function initdb(program: string, args: string[], account: Account): Promise<string | undefined> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: '/', env: serverEnvironment(), stdio: ['ignore', 'ignore', 'pipe'], ...asAccount(account) })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => done(code === 0 ? undefined : said.trim() || `initdb ended with exit code ${code}`))
  })
}
