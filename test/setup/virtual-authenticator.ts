// A passkey in software: makes a real ES256 key, attests with 'none' and signs assertions as WebAuthn level 3 says (§6.1, §6.5, §8.7).
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

type Cbor = number | string | Buffer | Map<number | string, Cbor>
export type Lies = { origin?: string; rpId?: string; challenge?: string; userVerified?: boolean; counter?: number; signature?: Buffer }

export function virtualAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  let counter = 0

  const clientData = (type: string, challenge: string, lies: Lies) =>
    Buffer.from(JSON.stringify({ type, challenge: lies.challenge ?? challenge, origin: lies.origin ?? origin, crossOrigin: false }))
  const header = (rpId: string, attested: boolean, lies: Lies) => {
    counter = lies.counter ?? counter + 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const flags = 0x01 | (lies.userVerified === false ? 0 : 0x04) | (attested ? 0x40 : 0)
    return Buffer.concat([sha256(Buffer.from(lies.rpId ?? rpId)), Buffer.from([flags]), count])
  }
  const common = { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {}, authenticatorAttachment: 'platform' as const }

  return {
    id,
    /** What the browser answers to registration options. */
    create(options: { challenge: string; rp: { id: string } }, lies: Lies = {}) {
      const coordinate = (text: string | undefined) => Buffer.from(text ?? '', 'base64url')
      const coseKey = cbor(new Map<number, Cbor>([[1, 2], [3, -7], [-1, 1], [-2, coordinate(jwk.x)], [-3, coordinate(jwk.y)]]))
      const length = Buffer.from([0, credentialId.length])
      const authData = Buffer.concat([header(options.rp.id, true, lies), Buffer.alloc(16), length, credentialId, coseKey])
      const attestationObject = cbor(new Map<string, Cbor>([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]]))
      const clientDataJSON = clientData('webauthn.create', options.challenge, lies).toString('base64url')
      return { ...common, response: { clientDataJSON, attestationObject: attestationObject.toString('base64url'), transports: ['internal'] } }
    },
    /** What the browser answers to sign-in options. */
    get(options: { challenge: string; rpId: string }, lies: Lies = {}) {
      const authenticatorData = header(options.rpId, false, lies)
      const client = clientData('webauthn.get', options.challenge, lies)
      const signature = lies.signature ?? createSign('sha256').update(Buffer.concat([authenticatorData, sha256(client)])).sign(privateKey)
      const response = { clientDataJSON: client.toString('base64url'), authenticatorData: authenticatorData.toString('base64url'), signature: signature.toString('base64url') }
      return { ...common, response }
    },
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** As much of RFC 8949 as an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, entry]) => [cbor(key), cbor(entry)])])
}

function head(major: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(major << 5) | n])
  return n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
}
