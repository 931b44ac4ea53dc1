import classes from './hypotheses.module.css'
import { niceTicks, sayShort } from './scale.ts'
import type { Band, Forecast } from './queries.ts'

const height = 190
const margin = { top: 26, right: 12, bottom: 24, left: 58 }
export type Series = 'pipeline' | 'revenue' | 'fees' | 'net'
export const seriesWords: Record<Series, string> = { pipeline: 'Open pipeline', revenue: 'Won so far', fees: 'Fees so far', net: 'Left after fees and cost' }

type Props = { forecast: Forecast; series: Series; width: number; domain?: [number, number] | undefined; mark?: number | null }

/** One series month by month: the middle as a line, eight of ten runs as a band, zero as a line. The table below has the numbers. */
export function ForecastChart({ forecast, series, width, domain, mark }: Props) {
  const bands = forecast.months.map((month) => month[series])
  const [low, high] = domain ?? domainOf([forecast], series)
  const ticks = niceTicks(low, high, 4)
  const [bottom, top] = [Math.min(low, ticks[0] ?? low), Math.max(high, ticks.at(-1) ?? high)]
  const n = bands.length
  const x = (month: number) => margin.left + (month / n) * (width - margin.left - margin.right)
  const y = (value: number) => margin.top + ((top - value) / (top - bottom || 1)) * (height - margin.top - margin.bottom)
  const at = (end: keyof Band) => [[0, 0] as const, ...bands.map((band, i) => [i + 1, band[end]] as const)].map(([month, value]) => `${x(month).toFixed(1)} ${y(value).toFixed(1)}`)
  const last = bands.at(-1)
  const months = n <= 12 ? 3 : n <= 36 ? 6 : 12
  return (
    <svg className={classes.chart} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${seriesWords[series]} over ${n} months: ${last ? `at the end ${sayShort(last.low, forecast.currency)} to ${sayShort(last.high, forecast.currency)}, in the middle ${sayShort(last.mid, forecast.currency)}` : ''}. The table below has the numbers.`}>
      <text className={classes.chartTitle} x={0} y={13}>{seriesWords[series]}</text>
      {last && <text className={classes.chartEnd} x={width - margin.right} y={13} textAnchor="end">{sayShort(last.mid, forecast.currency)} after {n} months</text>}
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} className={tick === 0 ? classes.zero : classes.grid} />
          <text x={margin.left - 8} y={y(tick) + 4} textAnchor="end">{sayShort(tick, forecast.currency)}</text>
        </g>
      ))}
      {Array.from({ length: Math.floor(n / months) }, (_, i) => (i + 1) * months).map((month) => <text key={month} x={x(month)} y={height - 6} textAnchor={month === n ? 'end' : 'middle'}>{month === n ? `month ${month}` : month}</text>)}
      <path d={`M${at('high').join('L')}L${at('low').reverse().join('L')}Z`} className={classes.band} />
      <path d={`M${at('mid').join('L')}`} className={classes.middle} />
      {mark !== null && mark !== undefined && mark <= n && (
        <g>
          <line x1={x(mark)} x2={x(mark)} y1={margin.top} y2={height - margin.bottom} className={classes.mark} />
          <text x={x(mark) + (x(mark) > width * 0.6 ? -6 : 6)} y={margin.top + 12} textAnchor={x(mark) > width * 0.6 ? 'end' : 'start'} className={classes.label}>breaks even, month {mark}</text>
        </g>
      )}
    </svg>
  )
}

/** Room for every band of these forecasts, and for zero. */
export function domainOf(forecasts: Forecast[], series: Series): [number, number] {
  const all = forecasts.flatMap((one) => one.months.flatMap((month) => [month[series].low, month[series].high]))
  return [Math.min(0, ...all), Math.max(0, ...all) || 1]
}
