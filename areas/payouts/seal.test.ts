import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { setSecret } from '../../platform/auth/secret.ts'
import { seal, unseal } from './seal.ts'

const place = { workspace: newId(), id: newId(), what: 'bank' }

test('opens where it was sealed, looks different each time, and shows nothing', () => fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
  expect(unseal(place, seal(place, text))).toBe(text.toWellFormed())
  expect(seal(place, text)).not.toBe(seal(place, text))
  if (text.length > 8) expect(seal(place, text)).not.toContain(text)
})))

test('opens nowhere else, and not when a bit was changed', () => {
  const sealed = seal(place, 'DE89370400440532013000')
  for (const other of [{ ...place, id: newId() }, { ...place, what: 'tax' }]) expect(() => unseal(other, sealed)).toThrow()
  const parts = sealed.split('.')
  for (const at of [2, 3, 4]) {
    const bytes = Buffer.from(parts[at]!, 'base64url')
    bytes[0]! ^= 1
    expect(() => unseal(place, parts.with(at, bytes.toString('base64url')).join('.'))).toThrow()
  }
  expect(() => unseal({ ...place, workspace: newId() }, sealed)).toThrow(expect.objectContaining({ code: 'payouts.other_secret' }))
})

test('each value names its key: under another secret it is refused by name', () => {
  const sealed = seal(place, 'x')
  setSecret(randomBytes(32))
  expect(() => unseal(place, sealed)).toThrow(expect.objectContaining({ code: 'payouts.other_secret' }))
  expect(seal(place, 'x').split('.')[1]).not.toBe(sealed.split('.')[1])
})
