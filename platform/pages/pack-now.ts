import { brotliCompressSync, constants } from 'node:zlib'

// A page of some ten kilobytes is packed in one go, in less time than setting up a stream takes; packed harder, it would be a tenth
// smaller in three times the time.
const quickly = { chunkSize: 4096, params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }
// A packer is let go late, with what it was given and what it wrote: so pages are laid in one place to be packed, and a packer gets no more
// room than most pages need.
const room = Buffer.allocUnsafeSlow(256 * 1024)

/** Brotli, of a text as UTF-8, while everybody waits. */
export function packNow(page: string): Buffer {
  return brotliCompressSync(Buffer.byteLength(page) <= room.length ? room.subarray(0, room.write(page)) : page, quickly)
}
