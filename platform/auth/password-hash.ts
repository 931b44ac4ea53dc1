// Guards passwords: argon2id with the parameters OWASP recommends (19 MiB, two passes, one lane), which travel with the hash.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)
const current = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>` (PHC string format, base64 without padding). */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: prepared(password), nonce, tagLength, ...current })
  return `$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$${bare(nonce)}$${bare(tag)}`
}

/** Whether the password belongs to the hash. Without a hash the same work is done and the answer is no. */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash ?? '')
  const known = parts !== null
  const [memory, passes, parallelism] = known ? parts.slice(1, 4).map(Number) : [current.memory, current.passes, current.parallelism]
  const nonce = known ? Buffer.from(parts[4] ?? '', 'base64') : Buffer.alloc(16)
  const expected = known ? Buffer.from(parts[5] ?? '', 'base64') : Buffer.alloc(tagLength)
  const tag = await derive('argon2id', {
    message: prepared(password), nonce, tagLength: expected.length, memory: memory ?? current.memory, passes: passes ?? current.passes,
    parallelism: parallelism ?? current.parallelism,
  })
  return timingSafeEqual(tag, expected) && known
}

// NIST SP 800-63B 3.1.1.2: the same password typed on another keyboard is the same password.
const prepared = (password: string) => Buffer.from(password.normalize('NFKC'), 'utf8')
const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
