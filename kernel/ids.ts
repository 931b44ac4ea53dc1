import { randomBytes, randomFillSync } from 'node:crypto'

/** A UUID in its canonical lower-case form. Rows, code and events carry this; people and the API see `ref_…`. */
export type Id = string

/** What an id names, and the prefix under which the API shows it. */
export const prefixes = {
  workspace: 'ws', member: 'mem', person: 'per', session: 'ses', passkey: 'pk', key: 'key', link: 'lnk', event: 'evt', mail: 'mail',
  file: 'file', import: 'imp', company: 'co', companyMerge: 'cmg', companyPair: 'cpr', partner: 'par', contact: 'con', promise: 'pro', plan: 'plan', planVersion: 'pv',
  account: 'acc', journal: 'jrn', commission: 'com', reward: 'rwd', fact: 'fct', trayed: 'try', payment: 'pay', statementPeriod: 'sp', statement: 'stm', dispute: 'dis', backTest: 'bt', correction: 'cor', invoice: 'inv', invoicing: 'ivg', opportunity: 'opp', claim: 'clm', conflict: 'cfl', referral: 'ref', message: 'msg',
  payout: 'po', paymentFile: 'pf', resultFile: 'rf', payeeDetail: 'pd', payeeRequest: 'pr',
  customerList: 'cl', listRequest: 'lr', introductionAsk: 'ask', privateMapping: 'pm',
  hypothesis: 'hyp', hypothesisDecision: 'hdn',
  review: 'rev', reviewAction: 'rva',
  scorecard: 'sc', assessment: 'asm', application: 'app', move: 'mov',
} as const
export type Noun = keyof typeof prefixes

let counter = randomBytes(2).readUInt16BE()

/**
 * A new UUIDv7 (RFC 9562): sorts by creation time, so indexes stay dense. Within one millisecond of one process the order of making is
 * kept by an 18-bit counter (section 6.2, method 1) that never starts anew, so that events read in the order they happened also where
 * several moments take turns.
 */
export function newId(nowMs: number = Date.now()): Id {
  const bytes = sixteenRandom()
  counter = (counter + 1) & 0x3ffff
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes[6] = 0x70 | (counter >>> 14)
  bytes[7] = (counter >>> 6) & 0xff
  bytes[8] = 0x80 | (counter & 0x3f)
  return toUuid(bytes.toString('hex'))
}

const pool = Buffer.alloc(4096)
let taken = pool.length
/** Never handed out twice; asked from the system many at a time, since asking costs more than the bytes. */
function sixteenRandom(): Buffer {
  if (taken === pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  return pool.subarray(taken, (taken += 16))
}

/** `ref_0192…` for the outside. */
export function showId(noun: Noun, id: Id): string {
  return `${prefixes[noun]}_${id.replaceAll('-', '')}`
}

/** The id behind a shown one, or undefined when it is not of this noun. */
export function parseId(noun: Noun, shown: string): Id | undefined {
  const match = /^([a-z]+)_([0-9a-f]{32})$/.exec(shown)
  return match && match[1] === prefixes[noun] ? toUuid(match[2]!) : undefined
}

/** The pattern of a shown id, for contracts. */
export function idPattern(noun: Noun): RegExp {
  return new RegExp(`^${prefixes[noun]}_[0-9a-f]{32}$`)
}

function toUuid(hex: string): Id {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
