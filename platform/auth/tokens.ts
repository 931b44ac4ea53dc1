import { createHash, randomBytes } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { derived } from './secret.ts'

/** 256 random bits for sessions and sign-in links. Only the hash is ever stored. */
export function newSecret(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

/**
 * A token that belongs to one workspace: 16 bytes that say which, then 160 random bits. Naming the workspace lets any process
 * (and any shard) find the row behind row-level security without a table that spans workspaces.
 */
export function newWorkspaceToken(workspace: Id): { token: string; hash: Buffer } {
  return workspaceToken(workspace, randomBytes(20))
}

/** The same for a link: its bits follow from its id and the installation's secret, so that its address can be written again, in a mail. */
export function linkToken(workspace: Id, linkId: Id): { token: string; hash: Buffer } {
  return workspaceToken(workspace, derived('link', `${workspace} ${linkId}`).subarray(0, 20))
}

function workspaceToken(workspace: Id, bits: Buffer): { token: string; hash: Buffer } {
  const token = Buffer.concat([Buffer.from(workspace.replaceAll('-', ''), 'hex'), bits]).toString('base64url')
  return { token, hash: hashToken(token) }
}

/** The workspace a token names, or undefined when it has not the shape of one. Proves nothing about the rest. */
export function workspaceOfToken(token: string): Id | undefined {
  if (!/^[A-Za-z0-9_-]{48}$/.test(token)) return undefined
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
