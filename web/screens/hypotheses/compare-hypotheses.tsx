import { NativeSelect, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { A } from '../../parts/link.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { partnerTypes } from '../partners/queries.ts'
import { domainOf, ForecastChart } from './forecast-chart.tsx'
import { seriesInOrder } from './forecast-view.tsx'
import classes from './hypotheses.module.css'
import { sayProbability } from '../../parts/numbers.ts'
import { choicesQuery, forecastQuery, hypothesisQuery, tight, type Forecast } from './queries.ts'
import { sayShort } from './scale.ts'
import { titleOf } from './title.ts'

/** Two hypotheses side by side: the same questions of both forecasts, on the same scales. */
export function CompareHypotheses() {
  const choices = useQuery(choicesQuery)
  const [filters, setFilters] = useFilters('a', 'b', 'months')
  const items = choices.data ?? []
  const [a, b] = [filters.a ?? items[0]?.id ?? '', filters.b ?? items.find((one) => one.id !== (filters.a ?? items[0]?.id))?.id ?? '']
  const months = [12, 24, 36, 60].includes(Number(filters.months)) ? Number(filters.months) : 24
  const [one, other] = [useSide(a, months), useSide(b, months)]
  const { ref, width } = useElementSize()
  const error = choices.error ?? one.error ?? other.error
  const select = (label: string, name: 'a' | 'b', value: string) => <NativeSelect label={label} w="24rem" maw="100%" value={value} data={items.map((h) => ({ value: h.id, label: titleOf(h) }))} onChange={(event) => setFilters({ [name]: event.currentTarget.value })} />
  if (error) return <ErrorState error={error} what="The comparison" />
  if (!choices.data) return <Loading />
  const both = one.forecast && other.forecast ? [one.forecast, other.forecast] as const : null
  const names = one.type === other.type ? [short(one.segment), short(other.segment)] as const : [one.type, other.type] as const
  const sameCurrency = both && both[0].currency === both[1].currency
  return (
    <Page title="Compare hypotheses" parent={{ title: 'Hypotheses', to: paths.hypotheses() }} sub="What follows from each if its predictions hold.">
      {items.length < 2 ? <EmptyState title="There are not two to compare">Write another hypothesis first.</EmptyState> : (
        <>
          <div className={classes.fields}>
            {select('One', 'a', a)}{select('The other', 'b', b)}
            <NativeSelect label="Looking ahead" w="9rem" value={String(months)} data={[12, 24, 36, 60].map((n) => ({ value: String(n), label: `${n} months` }))} onChange={(event) => setFilters({ months: event.currentTarget.value })} />
          </div>
          {both && !sameCurrency && <Text size="sm" mb="md">They are predicted in different currencies, so each picture has a scale of its own and amounts are not compared.</Text>}
          {both && (
            <Section title="At a glance">
              <SmallTable
                caption="Both forecasts" rows={rowsOf(both[0], both[1], months)} keyOf={(row) => row.name}
                columns={[{ key: 'name', header: 'If the predictions hold', cell: (row) => row.name }, { key: 'a', header: names[0], numeric: true, cell: (row) => row.a }, { key: 'b', header: names[1], numeric: true, cell: (row) => row.b }]}
              />
            </Section>
          )}
          <div className={classes.two} ref={ref}>
            {[one, other].map((side, i) => (
              <section key={i} aria-label={side.title}>
                <Text fw={600} mb="xs"><A to={paths.hypothesis(i === 0 ? a : b)}>{side.title}</A></Text>
                <Text size="sm" mb="sm">{tight(side.forecast?.finding ?? '')}</Text>
                {both && width > 0 && seriesInOrder.map((series) => (
                  <ForecastChart key={series} forecast={both[i]!} series={series} width={width < 700 ? width : (width - 40) / 2} domain={sameCurrency ? domainOf([...both], series) : undefined} mark={series === 'net' ? both[i]!.breakEven.mid : null} />
                ))}
              </section>
            ))}
          </div>
          <Text size="sm" c="dimmed" mt="md" maw="46rem">Middle of the simulated runs; in brackets eight of ten. Differences smaller than the brackets are not differences.</Text>
        </>
      )}
    </Page>
  )
}

const short = (text: string): string => (text.length > 30 ? `${text.slice(0, 29)}…` : text)

function useSide(id: string, months: number) {
  const hypothesis = useQuery(hypothesisQuery(id))
  const forecast = useQuery(forecastQuery(hypothesis.data ? { predictions: hypothesis.data.predictions, months } : null))
  const { data } = hypothesis
  return { title: data ? titleOf(data) : '', type: data ? `${partnerTypes[data.type].word} partners` : '', segment: data?.segment ?? '', forecast: forecast.data, error: hypothesis.error ?? forecast.error }
}

function rowsOf(a: Forecast, b: Forecast, months: number): { name: string; a: string; b: string }[] {
  const number = (band: Forecast['won']) => `${Math.round(band.mid).toLocaleString('en-US')} (${Math.round(band.low).toLocaleString('en-US')} to ${Math.round(band.high).toLocaleString('en-US')})`
  const money = (forecast: Forecast, band: Forecast['won'] | null | undefined) => (band ? `${sayShort(band.mid, forecast.currency)} (${sayShort(band.low, forecast.currency)} to ${sayShort(band.high, forecast.currency)})` : 'too few are won')
  const both = (name: string, say: (forecast: Forecast) => string) => ({ name, a: say(a), b: say(b) })
  return [
    both('Qualified introductions', (f) => number(f.introductions)), both('Opportunities', (f) => number(f.opportunities)), both('Won customers', (f) => number(f.won)), both('Won value', (f) => money(f, f.months.at(-1)?.revenue)),
    both('Fees', (f) => money(f, f.months.at(-1)?.fees)), both('Left after fees and cost', (f) => money(f, f.months.at(-1)?.net)), both('Cost per won customer', (f) => money(f, f.costPerWon)),
    both(`Breaks even within ${months} months`, (f) => sayProbability(f.breakEven.probability)), both('Month of breaking even', (f) => (f.breakEven.mid === null ? `after month ${months} in most runs` : String(f.breakEven.mid))),
  ]
}
