// How amounts and numbers are said: with what they are counted in on one line, and no number as a fraction that a short decimal says.
import { expect, test } from 'vitest'
import { fraction } from '../../../kernel/fraction.ts'
import { asWritten, sayAmount, sayExact, sayNumber } from './amounts.ts'
import { parseFact } from './facts.ts'

test.each([[fraction(25n, 2n), '12.5'], [fraction(-1n, 8n), '-0.125'], [fraction(1_250_000n, 1n), '1,250,000'], [fraction(1n, 3n), '1/3'], [fraction(9_007_199_254_740_993n, 10n), '900,719,925,474,099.3']])('%s', (value, said) => expect(sayNumber(value)).toBe(said))

test('an amount and what it is counted in do not part at the end of a line', () => {
  expect([sayAmount(125_000n, 'points'), sayAmount(100n, 'points'), sayAmount(1_250n, 'CHF'), asWritten({ EUR: '150.00', USD: '180.00' })]).toEqual(['1,250\u00a0points', '1\u00a0point', 'CHF\u00a012.50', '150.00\u00a0EUR or 180.00\u00a0USD'])
})

test.each([
  [fraction(6_172_839n, 4n), 'USD', '$15,432.0975'], [fraction(1_234_567n, 8n), 'JPY', '¥154,320.875'], [fraction(1_234_567n, 8n), 'KWD', 'KWD\u00a0154.320875'], [fraction(-5n, 2n), 'EUR', '-€0.025'], [fraction(3128n, 3n), 'USD', '$10.42 and 2/3 of the smallest unit'], [fraction(100n, 1n), 'EUR', '€1.00'],
])('before it is rounded it is said exactly: %s %s', (value, unit, said) => expect(sayExact(value, unit)).toBe(said))

test.each([
  [{ amount: '100.50', currency: 'JPY' }, 'amount: “100.50” has more decimals than its currency, JPY.'], [{ amount: '1.0005', currency: 'KWD' }, 'amount: “1.0005” has more decimals than its currency, KWD.'],
  [{ amount: '10.00', currency: 'EUR', amounts: { margin: '1.005' } }, 'amounts.margin: “1.005” has more decimals than its currency, EUR.'], [{ amount: '99999999999999999999.00', currency: 'USD' }, expect.stringContaining('at most 18 digits before the point')],
])('what no later fact makes right is not taken: %j', (more, why) => expect(parseFact({ kind: 'sale', id: 's', at: '2026-10-12', partner: 'P', ...more })).toEqual({ why }))

test('decimals that say nothing are taken', () => expect(parseFact({ kind: 'sale', id: 's', at: '2026-10-12', partner: 'P', amount: '100.00', currency: 'JPY' })).toHaveProperty('fact'))
