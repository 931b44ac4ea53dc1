// Guards rule 2 on the way to a rounded amount: exact fractions, so that nothing is rounded before a rule says so.

/** `n / d` with d > 0. */
export type Fraction = { readonly n: bigint; readonly d: bigint }
export type Rounding = 'half_away' | 'half_even' | 'down'

export const zero: Fraction = { n: 0n, d: 1n }
export const whole = (n: bigint): Fraction => ({ n, d: 1n })

/** Throws on a zero divisor: whoever divides has checked. */
export function fraction(n: bigint, d: bigint): Fraction {
  if (d === 1n) return { n, d }
  if (d === 0n) throw new Error('division by zero')
  const common = divisor(n, d) * (d < 0n ? -1n : 1n)
  return { n: n / common, d: d / common }
}

export const plus = (a: Fraction, b: Fraction): Fraction => (a.d === 1n && b.d === 1n ? whole(a.n + b.n) : fraction(a.n * b.d + b.n * a.d, a.d * b.d))
export const minus = (a: Fraction, b: Fraction): Fraction => (a.d === 1n && b.d === 1n ? whole(a.n - b.n) : fraction(a.n * b.d - b.n * a.d, a.d * b.d))
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)
export function compare(a: Fraction, b: Fraction): number {
  const [x, y] = a.d === b.d ? [a.n, b.n] : [a.n * b.d, b.n * a.d]
  return x < y ? -1 : x > y ? 1 : 0
}
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)
export const greatest = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b)
export const sum = (all: Fraction[]): Fraction => all.reduce(plus, zero)

/** The exact value of "12.5" or "-0.075"; undefined for anything else. */
export function parseDecimal(text: string): Fraction | undefined {
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,12}))?$/.exec(text)
  if (!match) return undefined
  const [, sign, units = '', decimals = ''] = match
  return fraction(BigInt(`${sign}${units}${decimals}`), 10n ** BigInt(decimals.length))
}

/** What "12.5" percent is a share of: 1/8; zero where the text is no number. */
export function percentOf(text: string): Fraction {
  const known = percents.get(text)
  if (known) return known
  const found = times(parseDecimal(text) ?? zero, fraction(1n, 100n))
  if (percents.size < mostPercents) percents.set(text, found)
  return found
}
const percents = new Map<string, Fraction>()
const mostPercents = 1000

/** To a whole number: halves away from zero (the usual reading of a contract), halves to the even one, or towards zero. */
export function round(value: Fraction, mode: Rounding): bigint {
  const down = value.n / value.d
  const rest = value.n - down * value.d
  const twice = (rest < 0n ? -rest : rest) * 2n
  const up = twice > value.d || (twice === value.d && (mode === 'half_away' || (mode === 'half_even' && down % 2n !== 0n)))
  return mode === 'down' || !up ? down : down + (value.n < 0n ? -1n : 1n)
}

function divisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y > 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}
