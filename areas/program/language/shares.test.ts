// Shares over random histories with several sellers and levels: a history books what is due to each, and so does whoever settles one seller at a time.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPlan, dueOfSeller, type Plan } from './index.ts'
import { due, type DueLine } from './due.ts'
import { fact, type Fact } from './facts.ts'
import { tell } from './history.ts'

const day = fc.integer({ min: 0, max: 200 }).map((n) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString())
const cents = (n: number) => (n / 100).toFixed(2)
const component = (id: string) => fc.record({ isFlat: fc.boolean(), rate: fc.integer({ min: 1, max: 30 }), split: fc.constantFrom('weights', 'each_in_full'), parts: fc.option(fc.integer({ min: 2, max: 4 })), days: fc.option(fc.integer({ min: 5, max: 90 })), payable: fc.constantFrom('when_earned', 'as_collected', 'when_collected') })
  .map(({ isFlat, rate, split, parts, days, payable }) => ({ id, on: 'sale', split, payable, pay: isFlat ? { flat: cents(rate * 7) } : { percent: String(rate) }, ...(parts ? { instalments: { count: parts } } : {}), ...(days ? { clawback: { days } } : {}) }))
const plan: fc.Arbitrary<Plan> = fc.record({ a: component('a'), b: component('b'), of: fc.constantFrom(['a'], ['b'], ['a', 'b'], ['b', 'a']), percent: fc.integer({ min: 1, max: 50 }), takenFromIt: fc.boolean(), isTwice: fc.boolean() }).map(({ a, b, of, percent, takenFromIt, isTwice }) => {
  const share = (id: string, own: object) => ({ id, share: { to: { above: 1 }, ...own } })
  const checked = checkPlan({ language: 2, name: 'Shares', currency: 'EUR', components: [a, b, share('first', { of, percent: String(percent), takenFromIt }), ...(isTwice ? [share('second', { of: ['first', 'a'], percent: '10' })] : [])] })
  if (!checked.plan) throw new Error(JSON.stringify(checked.findings))
  return checked.plan
})
type Sale = { at: string; amount: number; who: string[]; back: number | null; gone: string | null; paid: number | null; late: string }
const sales: fc.Arbitrary<Sale[]> = fc.array(fc.record({ at: day, amount: fc.integer({ min: 1, max: 99_999 }), who: fc.constantFrom(['P'], ['Q'], ['P', 'Q'], ['P', 'Q', 'R']), back: fc.option(fc.integer({ min: 1, max: 100 })), gone: fc.option(day), paid: fc.option(fc.integer({ min: 1, max: 100 })), late: day }), { maxLength: 6 })
const partOf = ({ amount }: Sale, percent: number) => Math.floor((amount * percent) / 100)
const asFacts = (list: Sale[]): Fact[] => [
  ...[['P', 'M'], ['Q', 'M'], ['M', 'N']].map(([partner, manager]) => ({ id: `above ${partner}`, kind: 'above', partner, manager, at: '2025-01-01' })),
  ...list.flatMap((sale, i) => [
    { id: `s${i}`, kind: 'sale', partners: sale.who.map((partner, n) => ({ partner, weight: n + 1 })), account: 'x', amount: cents(sale.amount), currency: 'EUR', at: sale.at, recordedAt: sale.late > sale.at ? sale.late : sale.at },
    ...(sale.back === null ? [] : [{ id: `r${i}`, kind: 'refund', of: `s${i}`, amount: cents(partOf(sale, sale.back)), at: '2026-09-01' }]), ...(sale.paid === null ? [] : [{ id: `p${i}`, kind: 'payment', of: `s${i}`, amount: cents(partOf(sale, sale.paid)), at: '2026-08-01' }]),
    ...(sale.gone === null ? [] : [{ id: `g${i}`, kind: 'cancellation', of: `s${i}`, at: sale.gone }]),
  ]),
].map((one) => fact.parse(one))
const sumsOf = (lines: Pick<DueLine, 'partner' | 'amountMinor' | 'payableMinor'>[]) =>
  [...Map.groupBy(lines, (line) => line.partner)].map(([partner, own]) => [partner, own.reduce((sum, line) => sum + line.amountMinor, 0n), own.reduce((sum, line) => sum + line.payableMinor, 0n)] as const).filter(([, earned, payable]) => earned !== 0n || payable !== 0n).sort(([a], [b]) => (a < b ? -1 : 1))

test('each gets all of theirs, told one by one and settled seller by seller, and no line has the name of another', () => fc.assert(fc.property(plan, sales, (own, list) => {
  const facts = asFacts(list)
  const wanted = sumsOf(due(own, facts).lines)
  expect(sumsOf(tell(own, facts).entries)).toEqual(wanted)
  const bySeller = ['P', 'Q', 'R', 'M', 'N'].map((seller) => dueOfSeller(seller, [{ planVersionId: 'v', plan: own, from: '2000-01-01', until: null }], facts, '2027-01-01').lines)
  expect(sumsOf(bySeller.flat())).toEqual(wanted)
  for (const lines of bySeller) expect(new Set(lines.map((line) => `${line.partner} ${line.item} ${line.component}`)).size).toBe(lines.length)
}), { numRuns: 300 }), 60_000)
