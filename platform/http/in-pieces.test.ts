import { brotliDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Database } from '../db/pool.ts'
import { holdsLongList, jsonInPieces } from './in-pieces.ts'
import { createLog } from './log.ts'
import { route } from './route.ts'
import { createServer } from './server.ts'

const line = (n: number) => ({ id: `com_${n}`, working: [`3 % of €${n}.50.`], note: n % 3 === 0 ? undefined : null, amount: { amountMinor: String(n), currency: 'EUR' } })
const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n))

test('An account with thousands of lines is the same text in pieces, none of them large', () => {
  const account = { partner: { name: 'مكتب "الشرق"' }, from: undefined, currencies: [{ currency: 'EUR', lines: lines(10_001) }, { currency: 'JPY', lines: [] }], rewards: null }
  const pieces = [...jsonInPieces(account)]
  expect(pieces.join('')).toBe(JSON.stringify(account))
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(20_000)
})

test('A list of its own, and fields that are not told, are written as they always are', () => {
  for (const value of [lines(500), lines(1234), { a: undefined, items: lines(600), z: undefined }, [[...lines(700)], [undefined, 1]], { lists: [lines(501), lines(3)] }]) expect([...jsonInPieces(value)].join('')).toBe(JSON.stringify(value))
})

test('Whatever is sent, the pieces are the text', () => {
  const padded = fc.tuple(fc.jsonValue(), fc.integer({ min: 490, max: 620 })).map(([value, count]) => ({ before: value, items: Array.from({ length: count }, () => value), after: [{ value, deep: { items: Array.from({ length: count }, () => value) } }] }))
  fc.assert(fc.property(padded, (value) => [...jsonInPieces(value)].join('') === JSON.stringify(value)), { numRuns: 60 })
})

test('A short answer is written at once', () => {
  expect(holdsLongList({ items: lines(499), cursor: null })).toBe(false)
  expect([...jsonInPieces({ items: lines(200) })]).toHaveLength(1)
})

test('A long answer says what its shape names and nothing else, packed or not, and one that is not as it says is refused', async () => {
  const response = z.object({ items: z.array(z.object({ name: z.string(), note: z.string().nullable() })) })
  const open = (path: string, items: unknown[]) => route({ method: 'GET', path, tag: 'Test', summary: 'A list', access: 'open', response, handler: async () => ({ items: items as { name: string; note: string | null }[] }) })
  const named = Array.from({ length: 3000 }, (_, n) => ({ name: `Ünal ${n}`, note: null, secret: 'ours' }))
  const server = await createServer({ db: {} as Database, log: createLog('silent'), routes: [open('/long', named), open('/wrong', [...named, { name: 7 }])], publicUrl: 'http://localhost', trustProxy: false, version: '0' })
  try {
    const plain = await server.inject({ url: '/api/v1/long' })
    expect([plain.statusCode, plain.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    expect(plain.json()).toEqual({ items: named.map(({ name }) => ({ name, note: null })) })
    const packed = await server.inject({ url: '/api/v1/long', headers: { 'accept-encoding': 'br' } })
    expect(packed.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(plain.body)
    const wrong = await server.inject({ url: '/api/v1/wrong' })
    expect([wrong.statusCode, wrong.headers['content-type'], wrong.json().code]).toEqual([500, 'application/problem+json', 'unexpected'])
  } finally {
    await server.close()
  }
})
