import { digitsOf } from '../../kernel/money.ts'
import type { Predictions } from './predictions.ts'
import type { Preset } from './presets.ts'

const around = (value: number) => ({ value, low: null, high: null })

/** The numbers of a preset as predictions in a currency; its amounts are taken as whole units of it. */
export function predictionsFrom(preset: Preset, currency: string): Predictions {
  const minor = (units: number) => (BigInt(units) * 10n ** BigInt(digitsOf(currency))).toString()
  return {
    currency, activePartners: around(preset.activePartners), introductions: around(preset.introductions), opportunityRate: around(preset.opportunityRate), wonRate: around(preset.wonRate), monthsToFirst: around(preset.monthsToFirst),
    firstYearValue: { valueMinor: minor(preset.firstYearValue), lowMinor: null, highMinor: null }, monthsToClose: preset.monthsToClose, fixedCostMinor: minor(preset.fixedCost), feeShare: preset.feeShare, stop: preset.stop,
  }
}
