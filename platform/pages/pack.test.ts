import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack } from './pack.ts'

test('pages packed side by side and one after another come out as they went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.nat({ max: 2000 })), { maxLength: 40 }), async (parts) => {
      const pages = parts.map(([text, times]) => text.repeat(times))
      const packed = await Promise.all(pages.map(pack))
      expect(packed.map((bytes) => gunzipSync(bytes).toString())).toEqual(pages)
    }),
    { numRuns: 60 },
  )
})

test('what does not shrink is whole too, however large', async () => {
  const page = Array.from({ length: 400_000 }, (_, n) => String.fromCharCode(33 + ((n * 7919 * (n % 97)) % 90))).join('')
  expect(gunzipSync(await pack(page)).toString()).toBe(page)
})

test('nothing of an earlier page is in a later one', async () => {
  await pack('the first partner’s page '.repeat(50))
  const small = await pack('x')
  expect(small.length).toBeLessThan(40)
  expect(gunzipSync(small).toString()).toBe('x')
})
