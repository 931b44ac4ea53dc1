// What packs is let go only by a long collection of garbage; until then each short one has all of them to move, and stops the process for
// two to three times as long. So pages are packed in a thread of its own, whose pauses stop nobody. As long as that is not there, they are packed here.
import { keepThread, type KeptThread } from '../jobs/kept-thread.ts'
import { packNow } from './pack-now.ts'

let thread: KeptThread | undefined
let isAsked = false

/** Brotli, of a text as UTF-8. */
export async function pack(page: string): Promise<Buffer> {
  if (thread) {
    const packed = await thread.ask<Uint8Array>(page).catch(() => (thread = undefined))
    if (packed) return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  } else if (!isAsked) void start()
  return packNow(page)
}

async function start(): Promise<void> {
  isAsked = true
  const begun = keepThread(new URL('./pack-thread.ts', import.meta.url), { outlives: false })
  thread = await begun.ask('').then(() => begun, () => undefined)
  isAsked = false
}
