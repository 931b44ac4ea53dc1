// The three steps of a private comparison, for any build of the library: private set intersection by elliptic curve Diffie-Hellman over P-256
// (OpenMined PSI; Ion et al., "On Deploying Secure Computation", 2019; sizes only: its response in an order that says nothing). Pure.
import type { PSILibrary } from '@openmined/psi.js/implementation/psi.d.ts'

/** overlap: which ones; size: how many. */
export const wishes = ['overlap', 'size'] as const
export type Wish = (typeof wishes)[number]
export type Question = { key: Uint8Array; pieces: Uint8Array[] }
export type Answer = { list: Uint8Array; answers: Uint8Array[] }
export type Result = { theirs: number; found: number; places: number[] }
/** What a peer sent that cannot be: told in words, and nothing is learned from it. */
export class WrongAnswer extends Error {}

export const pieceSize = 250
export const mostOurs = 20_000
export const mostTheirs = 100_000
/** The list is sent as it is, so there are no false positives whatever is asked for here. */
const noRate = 0.000001

const piecesOf = <T>(items: T[], size: number): T[][] => Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
type Tick = (done: number, total: number) => void

/** Ours: each website blinded with a key of this comparison alone, piece by piece in their order. */
export function ask(psi: PSILibrary, domains: string[], wish: Wish, tick: Tick = () => {}): Question {
  const client = psi.client!.createWithNewKey(wish === 'overlap')
  const pieces = piecesOf(domains, pieceSize).map((piece, i) => {
    tick(i * pieceSize, domains.length)
    return client.createRequest(piece).serializeBinary()
  })
  return { key: client.getPrivateKeyBytes(), pieces }
}

/** Theirs: our pieces blinded once more, and their own websites blinded and sorted. Where only the size is wished for, all of it is one answer in an order that says nothing of ours. */
export function answer(psi: PSILibrary, question: { wish: Wish; pieces: Uint8Array[] }, domains: string[], tick: Tick = () => {}): Answer {
  const server = psi.server!.createWithNewKey(question.wish === 'overlap')
  const total = question.pieces.length * pieceSize + domains.length
  const answers = question.pieces.map((piece, i) => {
    tick(i * pieceSize, total)
    return server.processRequest(psi.request.deserializeBinary(piece))
  })
  tick(question.pieces.length * pieceSize, total)
  const list = server.createSetupMessage(noRate, question.pieces.length * pieceSize, domains, psi.dataStructure.Raw).serializeBinary()
  tick(total, total)
  if (question.wish === 'overlap') return { list, answers: answers.map((one) => one.serializeBinary()) }
  const all = new psi.response()
  all.setEncryptedElementsList(answers.flatMap((one) => one.getEncryptedElementsList_asU8()).sort(compareBytes))
  return { list, answers: [all.serializeBinary()] }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Ours again: which places of the question are in their list, or how many. Throws WrongAnswer on what does not fit the question. */
export function readAnswer(psi: PSILibrary, question: { key: Uint8Array; wish: Wish; ours: number }, given: Answer): Result {
  const list = parsed(() => psi.serverSetup.deserializeBinary(given.list))
  const theirs = list.getRaw()?.getEncryptedElementsList_asU8().length ?? 0
  if (theirs === 0) throw new WrongAnswer('The list in the answer is empty, or not of the kind that was asked for.')
  if (theirs > mostTheirs) throw new WrongAnswer(`The list in the answer has ${theirs.toLocaleString('en-US')} websites; at most ${mostTheirs.toLocaleString('en-US')} are compared.`)
  const answers = given.answers.map((one) => parsed(() => psi.response.deserializeBinary(one)))
  const sizes = answers.map((one) => one.getEncryptedElementsList_asU8().length)
  const wanted = question.wish === 'size' ? [question.ours] : piecesOf(Array.from({ length: question.ours }), pieceSize).map((piece) => piece.length)
  if (sizes.length !== wanted.length || sizes.some((size, i) => size !== wanted[i])) throw new WrongAnswer('The answer has another number of websites than the question.')
  const client = psi.client!.createFromKey(question.key, question.wish === 'overlap')
  return parsed(() => {
    if (question.wish === 'size') return { theirs, found: client.getIntersectionSize(list, answers[0]!), places: [] }
    const places = answers.flatMap((one, i) => client.getIntersection(list, one).map((at) => i * pieceSize + at)).sort((a, b) => a - b)
    return { theirs, found: places.length, places }
  })
}

function parsed<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof WrongAnswer) throw error
    throw new WrongAnswer('The answer is damaged or was not made for this question.')
  }
}
