// Guards what must not be read in the database: AES-256-GCM under a key that follows from the installation's secret. Each value names its
// key and is bound to its row, so that it opens nowhere else.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { derived } from '../../platform/auth/secret.ts'

type Place = { workspace: Id; id: Id; what: string }
const placeOf = ({ workspace, id, what }: Place) => Buffer.from(`${workspace} ${id} ${what}`)
const keyOf = (workspace: Id) => derived('seal payouts', workspace)
/** Says which secret made the key, and nothing about it. */
const keyIdOf = (workspace: Id) => derived('name of the key that seals payouts', workspace).subarray(0, 6).toString('base64url')

/** "1.key.iv.tag.text": the same text twice looks different. */
export function seal(place: Place, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(place.workspace), iv).setAAD(placeOf(place))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return ['1', keyIdOf(place.workspace), ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.')
}

/** Refuses what another secret sealed (payouts.other_secret). Throws on what was changed or moved. */
export function unseal(place: Place, sealed: string): string {
  const [version, keyId, iv = '', tag = '', text = ''] = sealed.split('.')
  if (version !== '1' || keyId !== keyIdOf(place.workspace))
    throw refuse('conflict', 'payouts.other_secret', 'The bank details were sealed under another secret than this installation has now. Restore ALONGSIDE_SECRET or the file `secret`, or ask the partner for the details again.')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(place.workspace), Buffer.from(iv, 'base64url'), { authTagLength: 16 }).setAAD(placeOf(place)).setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}
