// What each side of a private comparison can learn, with the real library.
import { beforeAll, describe, expect, test } from 'vitest'
import { openPsi } from './open-psi.ts'
import type { PSILibrary } from '@openmined/psi.js/implementation/psi.d.ts'
import { runPsi } from './psi.ts'
import { answer, ask, pieceSize, readAnswer, WrongAnswer, type Wish } from './psi-steps.ts'

let psi: PSILibrary
beforeAll(async () => {
  psi = await openPsi()
})
const ours = Array.from({ length: pieceSize + 7 }, (_, i) => `ours-${i}.example`)
const theirs = ['ours-0.example', `ours-${pieceSize + 6}.example`, 'zenith.example', 'arden.example']
const compare = (wish: Wish, mine = ours, list = theirs) => {
  const question = ask(psi, mine, wish)
  const given = answer(psi, { wish, pieces: question.pieces }, list)
  return { question, given, result: readAnswer(psi, { key: question.key, wish, ours: mine.length }, given) }
}
const elements = (bytes: Uint8Array) => psi.response.deserializeBinary(bytes).getEncryptedElementsList_asU8().map((one) => Buffer.from(one).toString('hex'))

describe('we learn', () => {
  test('which ones, and how many they have', () => expect(compare('overlap').result).toEqual({ theirs: 4, found: 2, places: [0, pieceSize + 6] }))
  test('only how many, where only that is wished for', () => {
    const { result, given } = compare('size')
    expect(result).toEqual({ theirs: 4, found: 2, places: [] })
    // In the order of the question the answer would say which; it is sorted, as one, over all pieces.
    expect(given.answers).toHaveLength(1)
    expect(elements(given.answers[0]!)).toEqual([...elements(given.answers[0]!)].sort())
  })
  test('nothing of the order or the spelling of their list', () => {
    const question = ask(psi, ours.slice(0, 3), 'overlap')
    const list = psi.serverSetup.deserializeBinary(answer(psi, { wish: 'overlap', pieces: question.pieces }, theirs).list).getRaw()!.getEncryptedElementsList_asU8().map((one) => Buffer.from(one).toString('hex'))
    expect(list).toEqual([...list].sort())
    for (const domain of theirs) expect(Buffer.from(list.join(''), 'hex').includes(domain)).toBe(false)
  })
  test('nothing that could be asked again of an earlier answer: every comparison has a key of its own', () => {
    const [a, b] = [compare('overlap'), compare('overlap')]
    expect(Buffer.from(a.question.key).equals(Buffer.from(b.question.key))).toBe(false)
    expect(() => { const mixed = readAnswer(psi, { key: a.question.key, wish: 'overlap', ours: ours.length }, { list: b.given.list, answers: a.given.answers }); if (mixed.found > 0) throw new Error('learned'); return mixed }).not.toThrow()
  })
})

describe('they learn', () => {
  test('how many of ours take part, and no website: the same one looks different in every question', () => {
    const [a, b] = [ask(psi, ['meridian.example'], 'overlap').pieces[0]!, ask(psi, ['meridian.example'], 'overlap').pieces[0]!]
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false)
    expect(Buffer.from(a).includes('meridian')).toBe(false)
    expect(psi.request.deserializeBinary(a).getEncryptedElementsList_asU8()).toHaveLength(1)
  })
})

describe('a peer who lies or stops', () => {
  const question = () => ask(psi, ours.slice(0, 3), 'overlap')
  test.each<[string, (given: ReturnType<typeof answer>) => ReturnType<typeof answer>]>([
    ['leaves an answer out', (given) => ({ ...given, answers: [] })],
    ['answers twice', (given) => ({ ...given, answers: [...given.answers, ...given.answers] })],
    ['answers for fewer', (given) => { const one = psi.response.deserializeBinary(given.answers[0]!); one.setEncryptedElementsList(one.getEncryptedElementsList_asU8().slice(1)); return { ...given, answers: [one.serializeBinary()] } }],
    ['sends no list', (given) => ({ ...given, list: new Uint8Array() })],
    ['sends noise as a list', (given) => ({ ...given, list: Uint8Array.from({ length: 99 }, (_, i) => i * 7) })],
    ['sends noise as an answer', (given) => ({ ...given, answers: [Uint8Array.from({ length: 99 }, (_, i) => 255 - i)] })],
    ['sends points that are none', (given) => { const one = new psi.response(); one.setEncryptedElementsList(Array.from({ length: 3 }, () => new Uint8Array(33).fill(9))); return { ...given, answers: [one.serializeBinary()] } }],
  ])('%s: refused in words', (_what, spoil) => {
    const asked = question()
    expect(() => readAnswer(psi, { key: asked.key, wish: 'overlap', ours: 3 }, spoil(answer(psi, { wish: 'overlap', pieces: asked.pieces }, theirs)))).toThrow(WrongAnswer)
  })
})

test('works in a thread of its own, says how far it is, and stops when told to', async () => {
  const ticks: number[] = []
  const { pieces, key } = await runPsi({ step: 'ask', domains: ours, wish: 'overlap' }, { tick: (done) => ticks.push(done) })
  expect(ticks).toEqual([0, pieceSize])
  const given = await runPsi({ step: 'answer', wish: 'overlap', pieces, domains: theirs })
  expect(await runPsi({ step: 'read', key, wish: 'overlap', ours: ours.length, given })).toMatchObject({ found: 2 })
  await expect(runPsi({ step: 'read', key, wish: 'overlap', ours: 3, given })).rejects.toThrow(WrongAnswer)
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 300)
  await expect(runPsi({ step: 'ask', domains: Array.from({ length: 5000 }, (_, i) => `a${i}.example`), wish: 'size' }, { signal: stop.signal })).rejects.toThrow('stopped')
})
