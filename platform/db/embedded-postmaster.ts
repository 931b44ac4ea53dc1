// Reads postmaster.pid, the server's own note of who holds a data folder.
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export type Running = { pid: number; port: number; status: 'starting' | 'ready' | 'stopping' }

/** True for a process that runs; a killed one that its parent has not reaped yet does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return !isZombie(pid)
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return true
  }
}

/**
 * The server that holds `folder`; undefined when none runs. A note left by a server of an earlier boot or container,
 * whose number now belongs to another program, is removed: PostgreSQL would refuse to start because of it.
 * Format: https://www.postgresql.org/docs/current/storage-file-layout.html (pid, folder, start, port, socket, address, key, status).
 */
export function runningServer(folder: string): Running | undefined {
  const note = join(folder, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(note, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined
  if (worksElsewhere(pid, folder)) {
    rmSync(note, { force: true })
    return undefined
  }
  const status = lines[7]?.trim()
  return { pid, port: Number(lines[3]) || 0, status: status === 'ready' || status === 'stopping' ? status : 'starting' }
}

/** The server's working directory is its data folder. */
function worksElsewhere(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(folder)
  } catch {
    return false
  }
}
