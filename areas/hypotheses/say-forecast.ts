// What a forecast says in a sentence or two. Pure.
import { formatMoney } from '../../kernel/money.ts'
import { count } from '../../kernel/text.ts'
import type { Band, Forecast } from './forecast-rules.ts'

const percent = (share: number) => `${Math.round(share * 100)} %`
/** Two digits that count: more of an estimate would pretend to be exact. */
export function sayEstimate(minor: number, currency: string): string {
  const power = Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(minor)))) - 1)
  const text = formatMoney({ amountMinor: BigInt(Math.round(minor / 10 ** power)) * 10n ** BigInt(power), currency })
  return text.replace(/\.\d+$/, '')
}
const sayRange = ({ low, high }: Band, say: (value: number) => string) => (say(low) === say(high) ? say(low) : `${say(low)} to ${say(high)}`)

export function sayForecast({ won, costPerWon, breakEven, months, wonNothing }: Forecast, currency: string): string {
  const horizon = count(months.length, 'month')
  const whole = (value: number) => Math.round(value).toLocaleString('en-US')
  const customers = `Within ${horizon} ${sayRange(won, whole)} won customers${months.at(-1) ? ` worth ${sayRange(months.at(-1)!.revenue, (value) => sayEstimate(value, currency))}` : ''}.`
  const cost = costPerWon ? ` Each costs ${sayRange(costPerWon, (value) => sayEstimate(value, currency))}.` : ` In ${percent(wonNothing)} of the runs nothing is won.`
  const even = breakEven.mid === null ? `It pays for itself within ${horizon} in ${percent(breakEven.probability)} of the runs.` : `It pays for itself in month ${breakEven.mid} in the middle run, and within ${horizon} in ${percent(breakEven.probability)} of them.`
  return `${customers}${cost} ${even}`
}
