// Guards rule 2: money is whole minor units with an ISO 4217 currency; no float comes near it.
import { currencyDigits } from './currencies.ts'
import { sayPercent } from './text.ts'

export type Money = { amountMinor: bigint; currency: string }
/** A fraction such as 15 % = 15/100, exact. */
export type Rate = { num: bigint; den: bigint }

export function isCurrency(code: string): boolean {
  return currencyDigits.has(code)
}

/** Minor digits of a currency: EUR 2, JPY 0, KWD 3. Throws on an unknown code: parse it first. */
export function digitsOf(currency: string): number {
  const digits = currencyDigits.get(currency)
  if (digits === undefined) throw new Error(`unknown currency ${currency}`)
  return digits
}

export type MoneyProblem = 'not_a_number' | 'negative' | 'too_many_decimals' | 'too_large'
const largest = 9_000_000_000_000_000_00n // fits bigint with room for sums

/**
 * Minor units of a decimal text such as "1,054.50", "1.054,50", "€ 84 000" or "1054". A single separator followed by exactly
 * three digits is a thousands separator where the currency has two decimals or none. Refuses what cannot be exact.
 */
export function parseAmount(text: string, currency: string): bigint | MoneyProblem {
  const digits = digitsOf(currency)
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^(\p{Sc}|[A-Za-z]{1,3}\p{Sc}?)|(\p{Sc}|[A-Za-z]{3})$/gu, '')
  const sign = /^[-−(]/.test(bare)
  const plain = bare.replace(/^[-+−(]+|[)-]+$/g, '')
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(plain)) return 'not_a_number'
  const separators = [...plain.matchAll(/[.,]/g)].map((m) => ({ char: m[0], at: m.index }))
  const last = separators.at(-1)
  const tail = last ? plain.length - last.at - 1 : 0
  const lone = separators.length === 1
  const grouping = !last || (separators.length > 1 && new Set(separators.map((s) => s.char)).size === 1) || (lone && tail === 3 && digits !== 3 && /^[1-9]\d{0,2}[.,]/.test(plain))
  if (grouping && separators.length > 0 && !/^\d{1,3}([.,]\d{3})+$/.test(plain)) return 'not_a_number'
  const whole = (grouping ? plain : plain.slice(0, last!.at)).replace(/[.,]/g, '')
  const fraction = (grouping ? '' : plain.slice(last!.at + 1)).replace(/0+$/, '')
  if (fraction.length > digits) return 'too_many_decimals'
  const minor = BigInt((whole || '0') + fraction.padEnd(digits, '0'))
  if (minor > largest) return 'too_large'
  return sign && minor > 0n ? 'negative' : minor
}

/** `amountMinor × rate`, rounded once, halves away from zero. */
export function applyRate(amountMinor: bigint, rate: Rate): bigint {
  const product = amountMinor * rate.num
  const twice = (product < 0n ? -product : product) * 2n + rate.den
  const magnitude = twice / (rate.den * 2n)
  return product < 0n ? -magnitude : magnitude
}

/** Shares in proportion to the weights that add up to the whole; largest remainder first, ties to the earlier. */
export function allocate(amountMinor: bigint, weights: bigint[]): bigint[] {
  if (weights.length === 1 && weights[0] !== 0n) return [amountMinor]
  const total = weights.reduce((sum, w) => sum + w, 0n)
  const size = amountMinor < 0n ? -amountMinor : amountMinor
  const shares = weights.map((w, index) => ({ index, share: (size * w) / total, rest: (size * w) % total }))
  let left = size - shares.reduce((sum, s) => sum + s.share, 0n)
  for (const s of [...shares].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))) {
    if (left === 0n) break
    s.share += 1n
    left -= 1n
  }
  return shares.map((s) => (amountMinor < 0n ? -s.share : s.share))
}

/** The plain decimal: 105450n EUR → "1054.50", 5n JPY → "5". */
export function decimal(amountMinor: bigint, currency: string): string {
  const digits = digitsOf(currency)
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0')
  const body = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return amountMinor < 0n ? `-${body}` : body
}

/** For people: "€1,054.50", "¥5". Every digit is written, so nothing is rounded on the way. */
export function formatMoney(money: Money): string {
  const text = decimal(money.amountMinor, money.currency)
  const [body, sign] = text.startsWith('-') ? [text.slice(1), '-'] : [text, '']
  const point = body.indexOf('.')
  const whole = point === -1 ? body : body.slice(0, point)
  return `${sign}${signOf(money.currency)}${whole.length > 3 ? whole.replace(thousands, ',') : whole}${point === -1 ? '' : body.slice(point)}`
}

const thousands = /\B(?=(\d{3})+$)/g
const signs = new Map<string, string>()
/** What stands before an amount, as Intl has it: asked once for each currency, since asking for each amount takes most of the time of a working. */
function signOf(currency: string): string {
  const known = signs.get(currency)
  if (known !== undefined) return known
  const parts = new Intl.NumberFormat('en-US', { style: 'currency', currency }).formatToParts(1)
  const sign = parts.slice(0, parts.findIndex((part) => part.type === 'integer')).map((part) => part.value).join('')
  signs.set(currency, sign)
  return sign
}

/** 15/100 → "15 %", 125/1000 → "12.5 %". */
export function formatRate(rate: Rate): string {
  const perMille = (rate.num * 100_000n) / rate.den
  return sayPercent((Number(perMille) / 1000).toString())
}
