// The installation's own secret, kept apart from the database: who only has the rows cannot make what is derived from it.
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

let secret: Buffer = randomBytes(32)

export function setSecret(value: Buffer): void {
  secret = value
}

/**
 * The secret given by the operator (at least 32 characters), or the one in the data folder, made when missing and readable by its owner
 * only. It is on the disk, whole, before it is used: what a power cut left empty is no secret and is made anew.
 */
export function openSecret(dataDir: string, given: string | undefined): Buffer {
  if (given) return Buffer.from(given)
  const file = join(dataDir, 'secret')
  const known = readSecret(file)
  if (known) return known
  mkdirSync(dataDir, { recursive: true })
  const own = `${file}.${process.pid}`
  writeFileSync(own, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    linkSync(own, file) // of two processes that start at once, one wins
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
    if (!readSecret(file)) renameSync(own, file)
  }
  rmSync(own, { force: true })
  const made = readSecret(file)
  if (!made) throw new Error(`The secret in ${file} cannot be read.`)
  return made
}

function readSecret(file: string): Buffer | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return text.length >= leastLength ? Buffer.from(text) : undefined
}
const leastLength = 32

/** 32 bytes for one purpose and thing; the same each time. */
export function derived(purpose: string, about: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}\n${about}`).digest()
}
