import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'
import type { Database } from './pool.ts'

const few = availableParallelism() + 2

test('a few at once, the others in the order of asking; whoever fails leaves the place to the next', async () => {
  const db = {} as Database
  const begun: number[] = []
  const ends: (() => void)[] = []
  const all = Array.from({ length: few + 3 }, (_, n) => inTurn(db, async () => {
    begun.push(n)
    await new Promise<void>((resolve) => (ends[n] = resolve))
    if (n % 2 === 0) throw new Error(`${n} failed`)
    return n
  }))
  const settled = Promise.allSettled(all)
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  for (let n = 0; n < all.length; n += 1) {
    await turn()
    expect(begun).toEqual(Array.from({ length: Math.min(few + n, all.length) }, (_, i) => i))
    ends[n]!()
  }
  expect((await settled).map((one) => one.status)).toEqual(all.map((_, n) => (n % 2 === 0 ? 'rejected' : 'fulfilled')))
  // Of another database others are at it.
  expect(await inTurn({} as Database, async () => 'at once')).toBe('at once')
  expect(await inTurn(db, async () => 'again')).toBe('again')
})
