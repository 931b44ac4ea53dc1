import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { due, type PlanVersion } from '../program/index.ts'
import { decidePosting, nextPayment, payableWhen, sayReversal, type Due, type LiveLine } from './rules.ts'
import { apply, dayText, factsOf, history, items, plans, termsOf, type Step } from './test/histories.ts'
import { naiveBalances, type NaiveAssignment, type NaiveItem, type NaivePlan } from './test/naive.ts'

const dueLine: Due = {
  component: 'won', amountMinor: 1_260_000n, currency: 'EUR', planVersionId: 'v1', clause: '15\u00a0% of what the customer pays in the first year',
  basis: { amountMinor: 8_400_000n, currency: 'EUR' }, rate: { num: 15n, den: 100n }, earnedOn: '2026-11-20', payableOn: '2027-01-30', working: ['…'],
}
const live: LiveLine = { ...dueLine, id: 'line', partnerId: 'nordlicht' }

describe('decidePosting', () => {
  test('nothing booked: all that is due is booked', () => expect(decidePosting([], 'nordlicht', [dueLine])).toEqual({ reverse: [], book: [dueLine] }))
  test('booked as due: nothing is posted, also when the wording is new', () => {
    expect(decidePosting([live], 'nordlicht', [{ ...dueLine, clause: 'other words', working: [], payableOn: '2027-04-30' }])).toEqual({ reverse: [], book: [] })
  })
  test.each([
    ['nothing is due any more', 'nordlicht', [], 'The opportunity is no longer won, or no plan in force pays for it.'],
    ['another partner', 'kestrel', [dueLine], 'It no longer counts for this partner.'],
    ['another amount', 'nordlicht', [{ ...dueLine, basis: { amountMinor: 7_000_000n, currency: 'EUR' }, amountMinor: 1_050_000n }], 'The amount it is computed on changed from €84,000.00 to €70,000.00; it is booked again on that.'],
    ['another amount under a limit, same commission', 'nordlicht', [{ ...dueLine, basis: { amountMinor: 8_400_001n, currency: 'EUR' } }], 'The amount it is computed on changed from €84,000.00 to €84,000.01; it is booked again on that.'],
    ['another version', 'nordlicht', [{ ...dueLine, planVersionId: 'v2' }], 'Another version of the plan is in force for that day; it is booked again under that one.'],
    ['another day', 'nordlicht', [{ ...dueLine, earnedOn: '2026-10-01' }], 'The day it was earned on changed to Thu, Oct 1, 2026; it is booked again for that day.'],
    ['another rate', 'nordlicht', [{ ...dueLine, rate: { num: 3n, den: 20n } }], 'What it is computed from changed; it is booked again.'],
  ] as [string, string, Due[], string][])('%s: the line is reversed wholly and what is due is booked', (_name, partnerId, due, because) => {
    expect(decidePosting([live], partnerId, due)).toEqual({ reverse: [{ line: live, because }], book: due })
  })
  test('a reversal is said in two sentences', () => {
    expect(sayReversal(live, 'Because.')).toEqual(['Takes back €12,600.00 earned on Fri, Nov 20, 2026 (15\u00a0% of what the customer pays in the first year).', 'Because.'])
  })
})

describe('when it is paid', () => {
  const payableFrom = (day: string) => `after ${day}`
  test('as due, the last day included', () => expect(payableWhen('2027-01-30', '2027-01-30', payableFrom)).toEqual({ on: '2027-01-30', note: [] }))
  test('what becomes known too late counts for the next payment', () => {
    expect(payableWhen('2027-01-30', '2027-01-31', () => '2027-04-30')).toEqual({ on: '2027-04-30', note: ['Booked on Sun, Jan 31, 2027, when that day had passed, so it counts for the payment by Fri, Apr 30, 2027.'] })
  })
  test.each([
    ['nothing', [], null, 0n],
    ['the earliest day', [['2027-04-30', 5n], ['2027-01-30', 3n]], ['2027-01-30', 3n], 0n],
    ['today counts', [['2026-12-01', 3n]], ['2026-12-01', 3n], 0n],
    ['a day that comes to nothing is no payment', [['2027-01-30', 0n], ['2027-04-30', 5n]], ['2027-04-30', 5n], 0n],
    ['a negative day is set against the next', [['2027-01-30', -3n], ['2027-04-30', 5n]], ['2027-04-30', 2n], 0n],
    ['a negative balance: no payment', [['2027-01-30', -3n], ['2027-04-30', 2n]], null, 0n],
    ['what was payable before is said apart', [['2026-10-30', 7n], ['2027-01-30', 3n]], ['2027-01-30', 3n], 7n],
  ] as [string, [string, bigint][], [string, bigint] | null, bigint][])('next payment: %s', (_name, days, next, pastDueMinor) => {
    const payables = days.map(([on, amountMinor]) => ({ on, amountMinor }))
    expect(nextPayment(payables, '2026-12-01')).toEqual({ next: next && { on: next[0], amountMinor: next[1] }, pastDueMinor })
  })
})

// A ledger in memory: what settle does with the pure rules, without the database.
class Book {
  lines: (LiveLine & { item: number; reversed: boolean; reversal: boolean })[] = []
  put: { partner: number; plan: number; from: string }[] = []
  plans: NaivePlan[]
  constructor(plans: NaivePlan[]) {
    this.plans = plans
  }
  versionAt = (partner: number) => (on: string): PlanVersion | undefined => {
    const last = this.put.findLast((p) => p.partner === partner && p.from <= on)
    return last && { id: String(last.plan), planId: String(last.plan), planName: 'P', number: 1, terms: termsOf(this.plans[last.plan]!) }
  }
  settle(item: number, state: NaiveItem): number {
    const posting = decidePosting(this.lines.filter((l) => l.item === item && !l.reversed && !l.reversal), String(state.partner), due(factsOf(state), this.versionAt(state.partner)))
    for (const { line } of posting.reverse) {
      const original = this.lines.find((l) => l.id === line.id)!
      original.reversed = true
      this.lines.push({ ...original, id: `${line.id}r`, amountMinor: -line.amountMinor, reversed: false, reversal: true })
    }
    for (const d of posting.book) this.lines.push({ ...d, id: String(this.lines.length), partnerId: String(state.partner), item, reversed: false, reversal: false })
    return posting.reverse.length + posting.book.length
  }
  balances(): Map<string, number> {
    const totals = new Map<string, number>()
    for (const l of this.lines) totals.set(`${l.partnerId} ${l.currency}`, (totals.get(`${l.partnerId} ${l.currency}`) ?? 0) + Number(l.amountMinor))
    return new Map([...totals].filter(([, cents]) => cents !== 0))
  }
}
const sorted = (balances: Map<string, number>) => [...balances].sort()

/** Runs a history, settling after each step what the step touches unless `lazy` says to leave that step out. */
function run(plans: NaivePlan[], steps: Step[], lazy: (index: number) => boolean = () => false) {
  const book = new Book(plans)
  const states: NaiveItem[] = Array.from({ length: items }, (_, i) => ({ partner: i % 2, qualified: null, won: null }))
  const assigned: NaiveAssignment[] = []
  steps.forEach((s, index) => {
    if (s.do === 'put on plan') {
      book.put.push({ partner: s.partner, plan: s.plan, from: dayText(s.from) })
      assigned.push({ partner: s.partner, plan: plans[s.plan]!, from: s.from })
    } else states[s.item] = apply(states[s.item]!, s)
    if (lazy(index)) return
    states.forEach((state, item) => {
      if (s.do === 'put on plan' ? state.partner === s.partner : s.item === item) book.settle(item, state)
    })
  })
  return { book, states, assigned, settleAll: () => states.reduce((posted, state, item) => posted + book.settle(item, state), 0) }
}

describe('random histories against a second evaluator', () => {
  test('the balance in the end is what the naive evaluator says; a retry posts nothing; each line is reversed at most once', { timeout: 120_000 }, () => {
    let withMoney = 0
    fc.assert(fc.property(plans, history(20), (somePlans, steps) => {
      const { book, states, assigned, settleAll } = run(somePlans, steps)
      expect(settleAll()).toBe(0)
      expect(sorted(book.balances())).toEqual(sorted(naiveBalances(states, assigned)))
      expect(book.lines.filter((l) => l.reversed).length).toBe(book.lines.filter((l) => l.reversal).length)
      if (book.lines.length > 1) withMoney++
    }), { numRuns: 2000 })
    expect(withMoney).toBeGreaterThan(1000)
  })

  test('order of arrival, repeated and missing runs in between do not change the balance', { timeout: 120_000 }, () => {
    fc.assert(fc.property(plans, history(10), fc.array(fc.nat(), { minLength: 10, maxLength: 10 }), (somePlans, steps, order) => {
      const straight = run(somePlans, steps)
      // Steps of different subjects arrive in any order; those of one subject keep theirs, since the last one known is what holds.
      const subject = (s: Step) => (s.do === 'put on plan' ? `partner ${s.partner}` : `item ${s.item}`)
      const queues = [...Map.groupBy(steps, subject).values()].map((queue) => [...queue])
      const shuffled: Step[] = []
      for (let i = 0; queues.some((queue) => queue.length > 0); i++) {
        const open = queues.filter((queue) => queue.length > 0)
        shuffled.push(open[(order[i % order.length] ?? 0) % open.length]!.shift()!)
      }
      const other = run(somePlans, shuffled, (index) => (order[index % order.length] ?? 0) % 3 === 0)
      other.settleAll()
      expect(other.settleAll()).toBe(0)
      expect(sorted(other.book.balances())).toEqual(sorted(straight.book.balances()))
    }), { numRuns: 1000 })
  })

  test('undoing everything leaves nothing', { timeout: 120_000 }, () => {
    fc.assert(fc.property(plans, history(8), (somePlans, steps) => {
      const undo: Step[] = Array.from({ length: items }, (_, item) => [{ do: 'unqualify', item } as const, { do: 'reopen', item } as const]).flat()
      expect(run(somePlans, [...steps, ...undo]).book.balances().size).toBe(0)
    }), { numRuns: 500 })
  })
})
