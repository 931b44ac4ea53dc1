import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { pack } from './pack.ts'

const pages = ['', '<p>Guten Tag', `<p>${'🌊 مرحبا '.repeat(2000)}`, 'x'.repeat(300_000)]

test('a page is packed while the thread for it is starting, and afterwards in it', async () => {
  for (let round = 0; round < 4; round += 1) {
    const packed = await Promise.all(pages.map(pack))
    expect(packed.map((one) => brotliDecompressSync(one).toString())).toEqual(pages)
    await sleep(150)
  }
})
