// A flat amount when a running total reaches a bound.
import { compare, minus, plus, times, whole, zero, type Fraction } from '../../../kernel/fraction.ts'
import { sayAmount } from './amounts.ts'
import { boundOf, measureOf } from './bands.ts'
import type { PayFor } from './paying.ts'
import { sayPeriod } from './periods.ts'
import type { Award } from './plan-pay.ts'
import { minor, ownerOf, periodIn } from './rating.ts'

export function awarding(award: Award, name: string): PayFor {
  const soFar = new Map<string, Fraction>()
  return (unit, working) => {
    const key = `${ownerOf(unit, award.per)}\n${periodIn(unit, award.over)}`
    const before = soFar.get(key) ?? zero
    const after = plus(before, measureOf(unit, award))
    soFar.set(key, after)
    return award.rows.reduce((total, row) => {
      const bound = boundOf(row.at, award, name)
      const often = award.again ? minus(whole(multiples(after, bound)), whole(multiples(before, bound))) : minus(whole(isReached(after, bound)), whole(isReached(before, bound)))
      if (often.n === 0n) return total
      working.push(() => `With it the total of the ${sayPeriod(award.over)} ${often.n > 0n ? 'reaches' : 'falls below'} ${award.measure === 'amount' ? sayAmount(bound.n, name) : String(bound.n)}: ${sayAmount(minor(row.flat, name), name)}${often.n < 0n ? ' is taken back' : ''}${often.n === 1n || often.n === -1n ? '' : ` ${often.n < 0n ? -often.n : often.n} times`}.`)
      return plus(total, times(often, whole(minor(row.flat, name))))
    }, zero)
  }
}

const isReached = (total: Fraction, bound: Fraction): bigint => (compare(total, bound) >= 0 ? 1n : 0n)
const multiples = (total: Fraction, bound: Fraction): bigint => (bound.n <= 0n || total.n < 0n ? 0n : (total.n * bound.d) / (total.d * bound.n))
