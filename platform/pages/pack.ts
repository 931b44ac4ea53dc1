import { constants, crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'

// Packers are used again: one that is made for each page is let go only by a long collection of garbage, which stops the process.
type Packer = { deflate: DeflateRaw; packed: Buffer[] }
const idle: Packer[] = []
const mostIdle = 32

// RFC 1952: magic, deflate, no flags, no time, unknown system.
const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

/** A page as gzip. */
export async function pack(page: string): Promise<Buffer> {
  const bytes = Buffer.from(page)
  const packer = idle.pop() ?? newPacker()
  packer.deflate.write(bytes)
  await new Promise<void>((resolve) => packer.deflate.flush(constants.Z_SYNC_FLUSH, resolve))
  const gzip = Buffer.concat([head, ...packer.packed, tail(bytes)])
  packer.packed = []
  packer.deflate.reset()
  if (idle.length < mostIdle) idle.push(packer)
  else packer.deflate.close()
  return gzip
}

function newPacker(): Packer {
  const packer: Packer = { deflate: createDeflateRaw({ level: constants.Z_BEST_SPEED }), packed: [] }
  packer.deflate.on('data', (chunk: Buffer) => packer.packed.push(chunk))
  return packer
}

/** What ends the stream, since a flush does not: an empty last block, then RFC 1952's sum and length. */
function tail(bytes: Buffer): Buffer {
  const end = Buffer.alloc(10)
  end.writeUInt8(0x03, 0)
  end.writeUInt32LE(crc32(bytes), 2)
  end.writeUInt32LE(bytes.length, 6)
  return end
}
