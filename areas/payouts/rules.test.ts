import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomes } from './bank-result.ts'
import { decidePayment, decideResult, isPlanned, isUnchanged, mayApprove, mayCancel, mayExport, maySendAgain, mayWithdraw, methodFor, notPaidReasons, paymentStates, payoutStates, type Candidate, type PayableLine, type PaySettings } from './rules.ts'

const on = '2026-11-30'
const settings: PaySettings = { tax: { country: 'DE', requiresTaxForm: false, rules: [] }, methods: ['sepa', 'csv'] }
const us: PaySettings = { tax: { country: 'US', requiresTaxForm: false, rules: [] }, methods: ['ach', 'csv'] }
let n = 0
const line = (payableMinor: bigint, more: Partial<PayableLine> = {}): PayableLine => ({ id: `line ${(n += 1)}`, partnerId: 'p', currency: 'EUR', payableMinor, payableOn: '2026-10-30', minimumMinor: null, isDisputed: false, heldUntil: null, ...more })
const bank = { detailId: 'd', kind: 'iban' as const, ibanCountry: 'DE', country: 'DE', heldUntil: null }
const candidate = (lines: PayableLine[], more: Partial<Candidate> = {}): Candidate => ({ partnerId: 'p', currency: 'EUR', partnerState: 'active', lines, takenMinor: 0n, bank, form: null, group: '', isAsked: true, needsMet: true, fee: null, rounding: 'half_away', exchange: null, books: null, vat: [], ...more })
const w9 = { kind: 'w9' as const, signedOn: '2026-01-02', country: 'US', isBackupWithheld: true, worksInUs: false, treatyPercent: null }

describe('who is paid and who is not', () => {
  test.each<[string, Candidate, PaySettings, string[] | bigint]>([
    ['all of it', candidate([line(118_000n), line(2_000n)]), settings, 120_000n], ['less what was taken back', candidate([line(118_000n), line(-18_000n)]), settings, 100_000n],
    ['nothing left', candidate([line(100n), line(-100n)]), settings, ['nothing_left']], ['more taken back than earned', candidate([line(100n), line(-500n)]), settings, ['nothing_left']],
    ['what is disputed waits', candidate([line(100n), line(50n, { isDisputed: true })]), settings, 100n], ['what the plan holds waits', candidate([line(100n), line(50n, { heldUntil: '2027-01-01' }), line(-20n, { heldUntil: '2027-01-01' })]), settings, 100n], ['all held', candidate([line(50n, { heldUntil: '2027-01-01' })]), settings, ['held']],
    ['nobody asked', candidate([line(100n)], { isAsked: false }), settings, ['not_asked']], ['what it needs does not hold', candidate([line(100n)], { needsMet: false }), settings, ['needs_not_met']], ['no rate', candidate([line(100n)], { exchange: 'none' }), settings, ['no_rate']],
    ['less a fee', candidate([line(1000n)], { fee: { share: { n: 2n, d: 100n }, maxMinor: null } }), settings, 980n], ['less a fee of at most so much', candidate([line(1000n)], { fee: { share: { n: 2n, d: 100n }, maxMinor: 5n } }), settings, 995n],
    ['all disputed', candidate([line(50n, { isDisputed: true })]), settings, ['disputed']],
    ['a disputed reversal is set off all the same', candidate([line(100n), line(-40n, { isDisputed: true })]), settings, 60n],
    ['below the minimum', candidate([line(100n, { minimumMinor: 5000n }), line(10n)]), settings, ['below_minimum']], ['at the minimum', candidate([line(5000n, { minimumMinor: 5000n })]), settings, 5000n],
    ['paused', candidate([line(100n)], { partnerState: 'paused' }), settings, ['partner_not_active']], ['ended', candidate([line(100n)], { partnerState: 'ended' }), settings, ['partner_not_active']],
    ['no bank detail', candidate([line(100n)], { bank: null }), settings, ['no_bank_detail']], ['on hold', candidate([line(100n)], { bank: { ...bank, heldUntil: '2026-12-01' } }), settings, ['bank_detail_on_hold']],
    ['no longer on hold', candidate([line(100n)], { bank: { ...bank, heldUntil: on } }), settings, 100n], ['no tax form', candidate([line(100n)]), us, ['no_tax_form']],
    ['an old tax form', candidate([line(100n)], { form: { ...w9, kind: 'w8ben', signedOn: '2020-01-01' } }), us, ['tax_form_expired']], ['less what is withheld', candidate([line(1001n)], { form: w9 }), us, 761n],
    ['less what the plan withholds', candidate([line(1001n, { withholdPercent: '10' })]), settings, 901n], ['of each part what its plan says, rounded once for each', candidate([line(1005n, { withholdPercent: '10' }), line(-500n, { withholdPercent: '10' }), line(100n)]), settings, 554n],
    ['what is withheld is at most all of it', candidate([line(1000n, { withholdPercent: '100' }), line(-500n)]), settings, ['nothing_left']], ['a tax form goes before the plan', candidate([line(1000n, { withholdPercent: '10' })], { form: w9 }), us, 760n],
    ['with VAT, of which nothing is withheld', candidate([line(1000n)], { form: w9, vat: [{ invoiceId: 'i', lineId: 'elsewhere', vatMinor: 190n }] }), us, 950n], ['VAT alone', candidate([], { vat: [{ invoiceId: 'i', lineId: 'elsewhere', vatMinor: 190n }] }), settings, 190n], ['no VAT beside what is all disputed', candidate([line(50n, { isDisputed: true })], { vat: [{ invoiceId: 'i', lineId: 'elsewhere', vatMinor: 190n }] }), settings, ['disputed']],
    ['less the VAT of a credit note', candidate([line(1000n)], { vat: [{ invoiceId: 'i', lineId: 'elsewhere', vatMinor: -190n }] }), settings, 810n], ['VAT of a credit note that is more', candidate([line(100n)], { vat: [{ invoiceId: 'i', lineId: 'elsewhere', vatMinor: -190n }] }), settings, ['nothing_left']], ['below the minimum, whatever the VAT', candidate([line(4900n, { minimumMinor: 5000n })], { vat: [{ invoiceId: 'i', lineId: 'elsewhere', vatMinor: 931n }] }), settings, ['below_minimum']],
    ['in another payout', candidate([], { takenMinor: 100n }), settings, ['in_another_payout']], ['everything at once', candidate([line(1n, { minimumMinor: 2n })], { partnerState: 'ended', bank: null }), us, ['below_minimum', 'partner_not_active', 'no_bank_detail', 'no_tax_form']],
  ])('%s', (_, c, s, expected) => {
    const decided = decidePayment(c, s, on, false)
    expect(isPlanned(decided) ? decided.amountMinor : decided.reasons).toEqual(expected)
  })
  test('what may be overruled is paid when somebody says so, the rest never', () => {
    const small = candidate([line(100n, { minimumMinor: 5000n })], { partnerState: 'ended' })
    expect(decidePayment(small, settings, on, true)).toMatchObject({ amountMinor: 100n, overruled: ['below_minimum', 'partner_not_active'] })
    for (const more of [{ bank: null }, { bank: { ...bank, heldUntil: '2099-01-01' } }]) expect(isPlanned(decidePayment({ ...small, ...more }, settings, on, true))).toBe(false)
    expect(isPlanned(decidePayment(candidate([line(-5n)]), settings, on, true))).toBe(false)
  })
  test('a payment is never more than its undisputed lines, and gross is net and withheld', () => fc.assert(fc.property(
    fc.array(fc.record({ amount: fc.bigInt({ min: -10_000n, max: 10_000n }), isDisputed: fc.boolean(), minimum: fc.option(fc.bigInt({ min: 0n, max: 10_000n })) }), { maxLength: 12 }), fc.constantFrom(settings, us), fc.boolean(), (lines, s, overrule) => {
      const all = lines.map((l) => line(l.amount, { isDisputed: l.isDisputed, minimumMinor: l.minimum }))
      const decided = decidePayment(candidate(all, { form: w9 }), s, on, overrule)
      if (!isPlanned(decided)) return void expect(decided.reasons.length).toBeGreaterThan(0)
      const taken = all.filter((l) => decided.lineIds.includes(l.id))
      expect(decided.grossMinor).toBe(taken.reduce((sum, l) => sum + l.payableMinor, 0n))
      expect(decided.amountMinor + decided.withheldMinor).toBe(decided.grossMinor)
      expect(decided.amountMinor).toBeGreaterThan(0n)
      expect(all.filter((l) => l.payableMinor < 0n).every((l) => decided.lineIds.includes(l.id))).toBe(true)
      expect(taken.some((l) => l.isDisputed && l.payableMinor > 0n)).toBe(false)
      expect(isUnchanged(decided, decided)).toBe(true)
    })))
  test('anything that changed since is noticed', () => {
    const lines = [line(100n), line(20n)]
    const planned = decidePayment(candidate(lines), settings, on, false)
    if (!isPlanned(planned)) throw new Error('not planned')
    for (const c of [candidate(lines.slice(1)), candidate([{ ...lines[0]!, isDisputed: true }, lines[1]!]), candidate(lines, { bank: { ...bank, detailId: 'e' } }), candidate(lines, { bank: null }), candidate(lines, { partnerState: 'ended' })])
      expect(isUnchanged(planned, decidePayment(c, settings, on, false))).toBe(false)
  })
  test('in another currency: so much leaves, and the books bear the difference', () => {
    const [one, two] = [line(10_000n), line(-1_000n)]
    const rate = { from: 'EUR', to: 'USD', rate: '1.1', on: '2026-11-29', fact: 'ecb' }
    const perMinor = { n: 11n, d: 10n }
    const decided = decidePayment(candidate([one, two], { exchange: { ...rate, currency: 'USD', perMinor }, books: { currency: 'USD', perMinor, booked: new Map([[one.id, 10_500n], [two.id, -1_040n]]) } }), settings, on, false)
    expect(decided).toMatchObject({ grossMinor: 9_000n, amountMinor: 9_000n, currency: 'EUR', sent: { currency: 'USD', amountMinor: 9_900n, rate }, books: { currency: 'USD', differenceMinor: -440n }, method: 'csv' })
  })
  test('each reason is a sentence', () => expect(Object.values(notPaidReasons).every((words) => words.endsWith('.'))).toBe(true))
})

test.each([
  ['iban', 'DE', 'EUR', 'sepa'], ['iban', 'AE', 'EUR', 'csv'], ['iban', 'DE', 'USD', 'csv'], ['us', null, 'USD', 'ach'], ['us', null, 'EUR', 'csv'], ['other', null, 'JPY', 'csv'],
] as const)('%s of %s in %s goes by %s', (kind, ibanCountry, currency, method) => {
  expect(methodFor({ kind, ibanCountry }, { currency, amountMinor: 5n }, ['sepa', 'ach', 'csv'])).toBe(method)
  expect(methodFor({ kind, ibanCountry }, { currency, amountMinor: 5n }, ['csv'])).toBe('csv')
  expect(methodFor({ kind, ibanCountry }, { currency, amountMinor: 100_000_000_000n }, ['sepa', 'ach', 'csv'])).toBe('csv')
})

describe('two people', () => {
  const member = (id: string) => ({ kind: 'member', id })
  test.each([
    ['a second person', 'waiting', member('b'), true], ['whoever made it', 'waiting', member('a'), false], ['a key, also that of a second person', 'waiting', { kind: 'key', id: 'b' }, false], ['the system', 'waiting', { kind: 'system', id: null }, false],
    ['once more', 'approved', member('b'), false], ['after it was sent', 'sent', member('b'), false], ['after it was cancelled', 'cancelled', member('b'), false],
  ] as const)('%s', (_, state, who, allowed) => expect(mayApprove({ state, madeBy: 'a' }, who).allowed).toBe(allowed))
  test('nothing leaves before', () => {
    expect(payoutStates.map((state) => [mayExport({ state }).allowed, mayCancel({ state }).allowed])).toEqual([[false, true], [true, true], [true, false], [false, false]])
    expect(paymentStates.map((state) => [mayWithdraw({ state }).allowed, maySendAgain({ state, againAs: null }).allowed])).toEqual([[true, false], [false, false], [false, false], [false, true], [false, true], [false, false]])
    expect(maySendAgain({ state: 'returned', againAs: 'x' }).allowed).toBe(false)
  })
})

describe('what the bank says', () => {
  const after = (state: (typeof paymentStates)[number], outcome: (typeof outcomes)[number], day = on, returnedOn: string | null = on) => {
    const decided = decideResult({ state, returnedOn: state === 'returned' ? returnedOn : null }, outcome, day)
    return typeof decided === 'string' ? decided : 'to' in decided ? decided.to : 'problem'
  }
  test.each([
    ['scheduled', ['problem', 'problem', 'problem']], ['sent', ['paid', 'failed', 'returned']], ['paid', ['repeat', 'returned', 'returned']], ['failed', ['problem', 'repeat', 'repeat']], ['returned', ['repeat', 'repeat', 'repeat']], ['withdrawn', ['problem', 'problem', 'problem']],
  ] as const)('%s', (state, expected) => expect(outcomes.map((outcome) => after(state, outcome))).toEqual(expected))
  test('paid after it came back is for a person', () => expect(after('returned', 'paid', '2026-12-05')).toBe('problem'))
  test('whatever is told, and however often: told again it changes nothing', () => fc.assert(fc.property(fc.array(fc.constantFrom(...outcomes), { maxLength: 8 }), (told) => {
    let state = 'sent' as (typeof paymentStates)[number]
    const run = () => told.map((outcome) => {
      const decided = decideResult({ state, returnedOn: state === 'returned' ? on : null }, outcome, on)
      if (typeof decided !== 'string' && 'to' in decided) state = decided.to
    })
    run()
    const before = state
    run()
    // A file told again begins with what is older: a failure that it goes on to report is then one of a payment that was made.
    expect([before, 'returned']).toContain(state)
  })))
})
