import { NativeSelect, Text } from '@mantine/core'
import { useDebouncedValue, useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { Behind } from '../../parts/behind.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ForecastChart, seriesWords, type Series } from './forecast-chart.tsx'
import classes from './hypotheses.module.css'
import { forecastQuery, tight, type Forecast, type Predictions } from './queries.ts'
import { sayShort } from './scale.ts'

const horizons = [12, 24, 36, 60]
/** Net first: whether it pays is the question; the others say how. */
export const seriesInOrder: Series[] = ['net', 'revenue', 'pipeline', 'fees']

/** The predictions rolled forward, worked out by the server as the numbers are changed. Null while they cannot be read. */
export function ForecastView({ predictions }: { predictions: Predictions | null }) {
  const [months, setMonths] = useState(24)
  const [settled] = useDebouncedValue(JSON.stringify(predictions && { predictions, months }), 150)
  const query = useQuery(forecastQuery(JSON.parse(settled) as { predictions: Predictions; months: number } | null))
  const { ref, width } = useElementSize()
  const forecast = query.data
  return (
    <>
      <div className={classes.fields} style={{ marginBottom: '0.75rem' }}>
        <NativeSelect label="Looking ahead" w="9rem" value={String(months)} data={horizons.map((n) => ({ value: String(n), label: `${n} months` }))} onChange={(event) => setMonths(Number(event.currentTarget.value))} />
      </div>
      {query.error && <Text size="sm" role="status" mb="sm">The forecast waits: {Object.values(problemOf(query.error).fields)[0] ?? problemOf(query.error).message}</Text>}
      {!predictions && <Text size="sm" role="status" mb="sm">The forecast waits for numbers that it can read.</Text>}
      {forecast && <Text size="md" maw="46rem" mb="md" role="status" aria-label="Forecast">{tight(forecast.finding)}</Text>}
      <div ref={ref} className={classes.charts}>
        {forecast && width > 0 && seriesInOrder.map((series) => <ForecastChart key={series} forecast={forecast} series={series} width={width < 680 ? width : (width - 32) / 2} mark={series === 'net' ? forecast.breakEven.mid : null} />)}
      </div>
      {forecast && <ForecastTable forecast={forecast} />}
      <Text size="sm" c="dimmed" mt="sm" maw="46rem">
        Lines are the middle of {forecast ? forecast.runs.toLocaleString('en-US') : '2,000'} simulated runs, bands hold eight of ten. Revenue is first-year value, not margin. The same numbers give the same picture. It says what follows if the predictions hold, not that they do.
      </Text>
    </>
  )
}

export function ForecastTable({ forecast }: { forecast: Forecast }) {
  const say = (band: { low: number; mid: number; high: number }) => `${sayShort(band.mid, forecast.currency)} (${sayShort(band.low, forecast.currency)} to ${sayShort(band.high, forecast.currency)})`
  const every = forecast.months.length <= 12 ? 1 : 3
  return (
    <Behind title="The numbers behind the pictures">
      <SmallTable
        caption="Forecast by month: middle, and eight of ten" rows={forecast.months.filter((month) => month.month % every === 0)} keyOf={(month) => String(month.month)}
        columns={[{ key: 'month', header: 'Month', cell: (month) => month.month }, ...seriesInOrder.map((series) => ({ key: series, header: seriesWords[series], numeric: true, cell: (month: Forecast['months'][number]) => say(month[series]) }))]}
      />
    </Behind>
  )
}
