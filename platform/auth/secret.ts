// The installation's own secret, kept apart from the database: who only has the rows cannot make what is derived from it.
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

let secret: Buffer = randomBytes(32)

export function setSecret(value: Buffer): void {
  secret = value
}

/** The secret given by the operator (at least 32 characters), or the one in the data folder, made when missing and readable by its owner only. */
export function openSecret(dataDir: string, given: string | undefined): Buffer {
  if (given) return Buffer.from(given)
  const file = join(dataDir, 'secret')
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  return Buffer.from(readFileSync(file, 'utf8').trim())
}

/** 32 bytes for one purpose and thing; the same each time. */
export function derived(purpose: string, about: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}\n${about}`).digest()
}
