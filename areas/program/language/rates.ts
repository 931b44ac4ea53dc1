// Exchange rates as facts say them: the newest up to a day, given either way round.
import { fraction, over, parseDecimal, type Fraction } from '../../../kernel/fraction.ts'
import type { FactOf } from './facts.ts'
import type { Moment } from './moments.ts'

/** How many of `to` one of `from` is, in major units, and the fact that said it. */
export type SaidRate = { rate: Fraction; fact: FactOf<'rate'>; day: string }

export function ratesIn(facts: FactOf<'rate'>[], momentOf: (text: string) => Moment): (from: string, to: string, day: string) => SaidRate | undefined {
  const rates = facts.map((fact) => ({ fact, day: momentOf(fact.at).day, value: parseDecimal(fact.rate) ?? fraction(1n, 1n) })).sort((a, b) => (a.day === b.day ? (a.fact.id < b.fact.id ? 1 : -1) : a.day < b.day ? 1 : -1))
  return (from, to, day) => {
    const known = rates.find(({ fact, day: said, value }) => said <= day && value.n > 0n && ((fact.from === from && fact.to === to) || (fact.from === to && fact.to === from)))
    return known && { rate: known.fact.from === from ? known.value : over(fraction(1n, 1n), known.value), fact: known.fact, day: known.day }
  }
}
