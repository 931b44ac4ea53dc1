// Guards what must not be read in the database: AES-256-GCM under a key that follows from the installation's secret. Each value names its
// key and is bound to its row, so that it opens nowhere else.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { derived } from './secret.ts'

export type SealedPlace = { workspace: Id; id: Id; what: string }
export type Seal = {
  /** "1.key.iv.tag.text": the same text twice looks different. */
  seal: (place: SealedPlace, text: string) => string
  /** Refuses what another secret sealed, with the code and sentence given. Throws on what was changed or moved. */
  unseal: (place: SealedPlace, sealed: string) => string
}

/** A seal of its own for each purpose: what is sealed for one opens under no other. */
export function sealFor(purpose: string, otherSecret: { code: string; message: string }): Seal {
  const placeOf = ({ workspace, id, what }: SealedPlace) => Buffer.from(`${workspace} ${id} ${what}`)
  const keyOf = (workspace: Id) => derived(`seal ${purpose}`, workspace)
  /** Says which secret made the key, and nothing about it. */
  const keyIdOf = (workspace: Id) => derived(`name of the key that seals ${purpose}`, workspace).subarray(0, 6).toString('base64url')
  return {
    seal(place, text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(place.workspace), iv).setAAD(placeOf(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return ['1', keyIdOf(place.workspace), ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.')
    },
    unseal(place, sealed) {
      const [version, keyId, iv = '', tag = '', text = ''] = sealed.split('.')
      if (version !== '1' || keyId !== keyIdOf(place.workspace)) throw refuse('conflict', otherSecret.code, otherSecret.message)
      const decipher = createDecipheriv('aes-256-gcm', keyOf(place.workspace), Buffer.from(iv, 'base64url'), { authTagLength: 16 }).setAAD(placeOf(place)).setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
    },
  }
}
