import { digitsOf } from '../../parts/money.tsx'

/** Round values from below `low` to above `high`, about so many apart. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  const raw = (high - low) / wanted || 1
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step)
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step || 0)
}

/** Minor units of an estimate, short: "€1.2M", "€84K". */
export const sayShort = (minor: number, currency: string): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 3 }).format(minor / 10 ** digitsOf(currency))
