import { digitsOf, isCurrency } from '../../kernel/money.ts'
import { amountEvidence, type DecimalSign } from './amounts.ts'
import { dateEvidence, type DateOrder } from './dates.ts'
import type { FieldType } from './kinds.ts'

const mostWords = 200
const longestWord = 200

/** What the rows of a file show about how they are written: the order of dates, the decimal sign, the words of the choice field. */
export type Evidence = {
  add(values: Record<string, string>, typeOf: (field: string) => FieldType): void
  dateOrder(): DateOrder | 'ask' | 'mixed' | undefined
  decimalSign(): DecimalSign | 'mixed' | undefined
  /** With how often each stands there, the most frequent first. */
  words(): { value: string; count: number }[]
}

export function createEvidence(defaultCurrency: string | undefined): Evidence {
  const dates = dateEvidence()
  const amounts = amountEvidence()
  const words = new Map<string, number>()
  return {
    add(values, typeOf) {
      for (const [field, value] of Object.entries(values)) {
        const type = typeOf(field)
        if (type === 'date') dates.add(value)
        else if (type === 'amount' && !hasThreeDigits(values['currency'] ?? defaultCurrency)) amounts.add(value)
        else if (type === 'choice' && value.length <= longestWord && (words.has(value) || words.size < mostWords)) words.set(value, (words.get(value) ?? 0) + 1)
      }
    },
    dateOrder: () => dates.verdict(),
    decimalSign: () => amounts.verdict(),
    words: () => [...words].sort((a, b) => b[1] - a[1]).map(([value, count]) => ({ value, count })),
  }
}

/** Three decimals are usual in dinars and say nothing about the sign. */
function hasThreeDigits(currency: string | undefined): boolean {
  const code = currency?.toUpperCase() ?? ''
  return isCurrency(code) && digitsOf(code) === 3
}
