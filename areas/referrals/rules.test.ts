import { describe, expect, test } from 'vitest'
import { Refusal } from '../../kernel/refusal.ts'
import { decideQualified, declineSentence, mayAccept, mayAppeal, mayAsk, mayClose, mayDecline, mayLink, mayProgress, mayReopen, partnerWord, readPerson, referralStates, type ReferralFacts, type ReferralState } from './rules.ts'
import { whereItWas } from './where-it-was.ts'

const facts = (state: ReferralState, more: Partial<ReferralFacts> = {}): ReferralFacts => ({ state, turn: 'ours', consent: 'given', conflictOpen: false, hasOpportunity: state === 'opportunity', isQualified: state === 'qualified' || state === 'opportunity', isIntroducedAgain: false, wasAccepted: false, isAppealed: false, closedDaysAgo: state === 'declined' ? 3 : null, heldBy: null, ...more })

describe('what may be done in which state', () => {
  const table: Record<string, [(f: ReferralFacts) => { allowed: boolean }, ReferralState[]]> = {
    accept: [mayAccept, ['submitted']],
    ask: [mayAsk, ['submitted', 'accepted', 'contacted', 'met', 'qualified', 'opportunity']],
    decline: [mayDecline, ['submitted', 'accepted', 'contacted', 'met', 'qualified']],
    contacted: [(f) => mayProgress('contacted', f), ['accepted']],
    met: [(f) => mayProgress('met', f), ['accepted', 'contacted']],
    link: [mayLink, ['accepted', 'contacted', 'met', 'qualified']],
    close: [mayClose, ['accepted', 'contacted', 'met', 'qualified', 'opportunity']],
    reopen: [mayReopen, ['won', 'lost', 'declined']],
    appeal: [mayAppeal, ['declined']],
  }
  for (const [act, [may, allowed]] of Object.entries(table))
    test.each(referralStates)(`${act} when %s`, (state) => expect(may(facts(state)).allowed).toBe(allowed.includes(state)))

  test('not accepted while two claims meet', () => expect(mayAccept(facts('submitted', { conflictOpen: true }))).toEqual({ allowed: false, why: 'Two claims meet on this buyer. Decide the conflict first.' }))
  test.each([
    ['twice', { isAppealed: true }, /once already/], ['after a month', { closedDaysAgo: 31 }, /more than 30 days/], ['of one that we took up first', { wasAccepted: true }, /Open it again/], ['while the buyer is under way anew', { isIntroducedAgain: true }, /goes on/],
  ] as const)('no appeal %s', (_, more, why) => expect(mayAppeal(facts('declined', more))).toMatchObject({ allowed: false, why: expect.stringMatching(why) }))
  test('not opened again while the same buyer is under way anew', () => expect(mayReopen(facts('lost', { isIntroducedAgain: true })).allowed).toBe(false))
  test('the buyer is not contacted without consent', () => expect(mayProgress('contacted', facts('accepted', { consent: 'not_yet' })).allowed).toBe(false))
})

describe('qualifying', () => {
  test('an opportunity that was never qualified, or no longer is, still qualifies', () => {
    expect(decideQualified(facts('opportunity', { isQualified: false }), 'A', ['A', 'B'])).toBeUndefined()
    expect(decideQualified(facts('opportunity'), 'A', ['A', 'B'])?.code).toBe('referrals.cannot_qualify')
  })
  test.each([
    ['met', 'A', undefined], ['met', 'B', undefined], ['met', 'C', 'referrals.not_icp'], ['met', 'none', 'referrals.not_icp'],
    ['accepted', 'A', 'referrals.no_conversation'], ['contacted', 'A', 'referrals.no_conversation'], ['submitted', 'A', 'referrals.cannot_qualify'], ['won', 'A', 'referrals.cannot_qualify'],
    ['qualified', 'A', 'referrals.cannot_qualify'],
  ] as const)('%s with fit %s → %s', (state, grade, code) => expect(decideQualified(facts(state), grade, ['A', 'B'])?.code).toBe(code))
})

test.each([
  ['Ana Silva, ana@meridian.de, +49 30 1234567', { name: 'Ana Silva', reach: 'ana@meridian.de, +49 30 1234567' }],
  ['ana@meridian.de', { name: '', reach: 'ana@meridian.de' }],
  ['Ana Silva <ana@meridian.de>', { name: 'Ana Silva', reach: 'ana@meridian.de' }],
  ['ليلى منصور', { name: 'ليلى منصور', reach: '' }],
  ['the COO', { name: 'the COO', reach: '' }],
  ['0151 2345678 Peter', { name: 'Peter', reach: '0151 2345678' }],
])('%s is read as name and reach', (text, person) => expect(readPerson(text)).toEqual(person))

test('a decline gives the partner a sentence; "other" needs words', () => {
  expect(declineSentence('not_a_fit', null)).toBe('They do not fit what we do well.')
  expect(declineSentence('not_a_fit', 'They have four people.')).toBe('They do not fit what we do well. They have four people.')
  expect(declineSentence('other', 'Their parent decides.')).toBe('Their parent decides.')
  expect(declineSentence('other', null)).toBeInstanceOf(Refusal)
})

test('a partner reads a word for each state, and whose turn it is', () => {
  expect(referralStates.map((state) => partnerWord(state, 'ours'))).toEqual(['Received', 'Accepted', 'We are in touch', 'We have met', 'Qualified', 'In negotiation', 'Won', 'Not this time', 'Not taken up'])
  expect(partnerWord('submitted', 'partner')).toBe('Your turn')
  expect(partnerWord('won', 'partner')).toBe('Won')
})

test('re-opening goes back to the furthest step reached', () => {
  const none = { opportunityId: null, qualifiedAt: null, metAt: null, contactedAt: null, ownerId: null }
  const at = Temporal.Instant.from('2026-11-23T09:00Z')
  expect([none, { ...none, ownerId: 'm' }, { ...none, ownerId: 'm', contactedAt: at }, { ...none, metAt: at }, { ...none, qualifiedAt: at, metAt: at }, { ...none, opportunityId: 'o' }].map(whereItWas)).toEqual(['submitted', 'accepted', 'contacted', 'met', 'qualified', 'opportunity'])
})
