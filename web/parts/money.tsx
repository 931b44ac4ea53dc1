import type { Money as Amount } from '../api/client.ts'

/** Minor digits of a currency: EUR 2, JPY 0, KWD 3. */
export const digitsOf = (currency: string): number => new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Whole minor units as an exact decimal text; no float comes near it. */
export function decimal({ amountMinor, currency }: Amount): string {
  const digits = digitsOf(currency)
  const minor = BigInt(amountMinor)
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const body = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return minor < 0n ? `-${body}` : body
}

/** "€1,054.50"; with `brief` a round amount loses its zeros: "€400". */
export function formatMoney(amount: Amount, brief = false): string {
  const plain = decimal(amount)
  const digits = brief && /\.0+$/.test(plain) ? 0 : digitsOf(amount.currency)
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: amount.currency, minimumFractionDigits: digits, maximumFractionDigits: digits })
  return format.format(plain as Intl.StringNumericLiteral)
}

/** Minor units of what a person typed, or undefined when it is not an amount of this currency. "84,000.50" and "84 000" are read, "84.0005" is not. */
export function parseMoney(text: string, currency: string): string | undefined {
  const digits = digitsOf(currency)
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.replace(/[\s\u00a0\u202f'’]/g, ''))
  if (!match) return undefined
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > digits) return undefined
  const minor = ((match[1] ?? '').replaceAll(',', '') + fraction.padEnd(digits, '0')).replace(/^0+(?=\d)/, '')
  return minor.length > 18 ? undefined : minor
}

export function Money({ amount, brief }: { amount: Amount | null; brief?: boolean }) {
  return amount ? <span className="numbers" style={{ whiteSpace: 'nowrap' }}>{formatMoney(amount, brief)}</span> : <span aria-label="none">–</span>
}
