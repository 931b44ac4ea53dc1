import { describe, expect, test } from 'vitest'
import { networkOf } from './attempts.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { decidePassword, isFresh } from './rules.ts'

const ada = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' }

describe('a password', () => {
  test.each([
    ['correct horse battery', undefined],
    ['zwölf Boxkämpfer', undefined],
    ['short', 'auth.password_short'],
    ['🔑🔑🔑🔑🔑', 'auth.password_short'],
    ['x'.repeat(201), 'auth.password_long'],
    ['ada.lovelace@example.com', 'auth.password_guessable'],
    ['AdaLovelace12', 'auth.password_guessable'],
    ['Password123', 'auth.password_guessable'],
    ['1234567890', 'auth.password_guessable'],
    ['aaaaaaaaaaaa', 'auth.password_guessable'],
  ])('%j: %s', (password, code) => {
    expect(decidePassword(password, ada)?.code).toBe(code)
  })

  test('is kept as argon2id and known again, also when typed with other code points', async () => {
    const hash = await hashPassword('zwölf Boxkämpfer')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword('zwölf Boxkämpfer'.normalize('NFD'), hash)).toBe(true)
    expect(await verifyPassword('zwölf boxkämpfer', hash)).toBe(false)
    expect(await verifyPassword('anything', null)).toBe(false)
    expect(await verifyPassword('anything', 'not a hash')).toBe(false)
  })
})

test('a session by mail is fresh for fifteen minutes, any other never', () => {
  const createdAt = Temporal.Instant.from('2026-11-23T09:00:00Z')
  expect(isFresh({ method: 'link', createdAt }, createdAt.add({ minutes: 14 }))).toBe(true)
  expect(isFresh({ method: 'link', createdAt }, createdAt.add({ minutes: 15 }))).toBe(false)
  expect(isFresh({ method: 'passkey', createdAt }, createdAt)).toBe(false)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
