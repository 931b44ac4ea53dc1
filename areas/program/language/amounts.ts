// What an amount is counted in: a currency, or a named unit such as points. The two never mix; a unit has two decimals.
import { fraction, parseDecimal, times, type Fraction } from '../../../kernel/fraction.ts'
import { decimal, digitsOf, formatMoney, isCurrency } from '../../../kernel/money.ts'
import type { AmountText } from './plan-parts.ts'

export const unitDigits = (unit: string): number => (isCurrency(unit) ? digitsOf(unit) : 2)

/** Minor units of a decimal text; undefined where it has more decimals than the unit, or says nothing about it. */
export function minorOf(text: AmountText, unit: string | null): bigint | undefined {
  const own = amountIn(text, unit)
  const value = own === undefined ? undefined : parseDecimal(own)
  const scaled = value && fraction(value.n * 10n ** BigInt(unit ? unitDigits(unit) : 0), value.d)
  return scaled?.d === 1n ? scaled.n : undefined
}

/** The decimal text that holds for a unit. */
export const amountIn = (text: AmountText, unit: string | null): string | undefined => (typeof text === 'string' ? text : unit === null ? undefined : text[unit])

/** As it is written: "5000.00", or of several currencies "5000.00 EUR or 6000.00 USD". */
export const asWritten = (text: AmountText): string => (typeof text === 'string' ? text : Object.entries(text).map(([unit, own]) => `${own}\u00a0${unit}`).join(' or ') || 'nothing')

/** Minor units of `to` for one minor unit of `from`, where `rate` is of the whole units. */
export const perMinor = (rate: Fraction, from: string, to: string): Fraction => times(rate, fraction(10n ** BigInt(unitDigits(to)), 10n ** BigInt(unitDigits(from))))

/** The plain decimal: "12.50", in a currency or a unit. */
export const decimalOf = (amountMinor: bigint, unit: string): string => {
  if (isCurrency(unit)) return decimal(amountMinor, unit)
  const size = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(3, '0')
  return `${amountMinor < 0n ? '-' : ''}${size.slice(0, -2)}.${size.slice(-2)}`
}

/** For people: "$12.50", "1,250 points", "1 point". */
export function sayAmount(amountMinor: bigint, unit: string): string {
  if (isCurrency(unit)) return formatMoney({ amountMinor, currency: unit })
  const one = amountMinor === 100n || amountMinor === -100n
  return `${plain.format(decimalOf(amountMinor, unit) as Intl.StringNumericLiteral)}\u00a0${one ? unit.replace(/([^s])s$/, '$1') : unit}`
}

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

/** "$1,054.50", or with the exact rest where it is no whole minor unit: "$10.4275", "$10.42 and 2/3 of the smallest unit". */
export function sayExact(value: Fraction, unit: string): string {
  const down = value.n / value.d
  const rest = fraction(value.n - down * value.d, value.d)
  const said = sayAmount(down, unit)
  const digits = isCurrency(unit) ? fraction(rest.n * 1_000_000n, rest.d) : undefined
  if (digits?.d === 1n && digits.n !== 0n) return `${said}${said.includes('.') ? '' : '.'}${digits.n.toString().replace('-', '').padStart(6, '0').replace(/0+$/, '')}`
  return rest.n === 0n ? said : `${said} and ${rest.n < 0n ? -rest.n : rest.n}/${rest.d} of the smallest unit`
}
/** "1,250", "12.5", or as the fraction that no short decimal says: "1/3". */
export function sayNumber(value: Fraction): string {
  const fine = fraction(value.n * 1_000_000n, value.d)
  return fine.d === 1n ? long.format(`${fine.n}e-6` as Intl.StringNumericLiteral) : `${value.n}/${value.d}`
}
const long = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
