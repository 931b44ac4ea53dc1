// Guards rule 2 at the door: an amount enters exactly as it was written, or not at all.
import { isCurrency, parseAmount, type MoneyProblem } from '../../kernel/money.ts'

export type DecimalSign = '.' | ','

/**
 * Minor units of an amount of the file. When the file shows which sign stands before decimals, "1.054" is read by that and not by its
 * looks: as 1.054 (refused for USD) where other rows say "12.50", as 1054 where they say "12,50".
 */
export function amountIn(raw: string, currency: string, sign: DecimalSign | undefined): bigint | MoneyProblem {
  if (/\p{L}\s*[.,]\d/u.test(raw)) return 'not_a_number' // "Rs.500" is not half a rupee
  if (!sign) return parseAmount(raw, currency)
  const grouping = sign === '.' ? ',' : '.'
  const text = raw.replace(/[\s\u00a0\u202f'’]/g, '')
  const [whole = '', ...fractions] = text.split(sign)
  if (fractions.length > 1 || fractions[0]?.includes(grouping)) return 'not_a_number'
  if (whole.includes(grouping) && !/^\D*\d{1,3}([.,]\d{3})+\D*$/.test(whole)) return 'not_a_number'
  const plain = whole.replaceAll(grouping, '')
  if (fractions.length === 0) return parseAmount(plain, currency)
  // Further zeros keep three decimals from looking like thousands.
  return parseAmount(`${plain}.${fractions[0]!.replace(/^\d*/, (digits) => `${digits}0000`)}`, currency)
}

const signs: Record<string, string> = { '€': 'EUR', '£': 'GBP', '₹': 'INR', '₩': 'KRW', '₺': 'TRY', '₪': 'ILS' }

/** The currency that an amount names itself: "EUR 84,000", "84 000 €". A sign that several currencies share, such as $, names none. */
export function currencyWritten(raw: string): string | undefined {
  const code = /(?:^|[\d\s])([A-Za-z]{3})(?:$|[\d\s])/.exec(raw)?.[1]?.toUpperCase()
  if (code && isCurrency(code)) return code
  return signs[/\p{Sc}/u.exec(raw)?.[0] ?? '']
}

/** Collects amounts and says which sign stands before decimals, when that can be told. */
export function amountEvidence() {
  let [point, comma] = [0, 0]
  return {
    add(raw: string): void {
      const marks = [...raw.matchAll(/[.,]/g)]
      const lastMark = marks.at(-1)
      if (!lastMark) return
      const tail = /^\d*/.exec(raw.slice(lastMark.index + 1))![0].length
      const kinds = new Set(marks.map((mark) => mark[0])).size
      const isDecimal = kinds === 2 || (marks.length === 1 && tail !== 3)
      const isGrouping = kinds === 1 && marks.length > 1
      if (!isDecimal && !isGrouping) return
      if ((lastMark[0] === '.') === isDecimal) point += 1
      else comma += 1
    },
    verdict(): DecimalSign | 'mixed' | undefined {
      if (point > 0 && comma > 0) return 'mixed'
      return point > 0 ? '.' : comma > 0 ? ',' : undefined
    },
  }
}
