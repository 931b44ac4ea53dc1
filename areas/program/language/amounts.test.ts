// How amounts and numbers are said: with what they are counted in on one line, and no number as a fraction that a short decimal says.
import { expect, test } from 'vitest'
import { fraction } from '../../../kernel/fraction.ts'
import { asWritten, sayAmount, sayNumber } from './amounts.ts'

test.each([[fraction(25n, 2n), '12.5'], [fraction(-1n, 8n), '-0.125'], [fraction(1_250_000n, 1n), '1,250,000'], [fraction(1n, 3n), '1/3'], [fraction(9_007_199_254_740_993n, 10n), '900,719,925,474,099.3']])('%s', (value, said) => expect(sayNumber(value)).toBe(said))

test('an amount and what it is counted in do not part at the end of a line', () => {
  expect([sayAmount(125_000n, 'points'), sayAmount(100n, 'points'), sayAmount(1_250n, 'CHF'), asWritten({ EUR: '150.00', USD: '180.00' })]).toEqual(['1,250\u00a0points', '1\u00a0point', 'CHF\u00a012.50', '150.00\u00a0EUR or 180.00\u00a0USD'])
})
