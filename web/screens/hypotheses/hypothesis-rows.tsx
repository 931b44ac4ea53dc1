import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { EmptyState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { pathOfId, paths } from '../../paths.ts'
import { PeriodSelect } from '../performance/period-select.tsx'
import { sayPeriod } from '../performance/queries.ts'
import { hypothesisQuery, type Rows, type RowsQuery } from './queries.ts'
import { titleOf } from './title.ts'

type Row = Rows['items'][number]

/** The rows that a figure of the verdict is made of, each with why it counts or does not. */
export function HypothesisRows() {
  const { id = '' } = useParams({ strict: false })
  const [filters, setFilters] = useFilters('figure', 'counted', 'partner', 'period', 'from', 'to')
  const { partner, period, from, to, ...rest } = filters
  const query = { ...rest, ...(partner ? { partner, period, from, to } : {}) } as RowsQuery
  const ask = (more: object) => take(api.GET('/api/v1/hypotheses/{id}/rows', { params: { path: { id }, query: { ...query, ...more } } }))
  const hypothesis = useQuery(hypothesisQuery(id))
  const head = useQuery({ queryKey: ['hypotheses', id, 'rows', 'head', query], queryFn: () => ask({ limit: 1 }) })
  const pages = usePages(['hypotheses', id, 'rows', query], (after) => ask(after ? { after } : {}))
  const error = hypothesis.error ?? head.error
  if (error) return <PageError error={error} retry={() => void head.refetch()} what="The figure" />
  if (!hypothesis.data || !head.data) return <Loading />
  const { finding, part } = head.data
  const columns: Column<Row>[] = [
    { key: 'title', header: 'What', cell: (row) => row.title }, { key: 'partner', header: 'Partner', cell: (row) => row.partner?.name ?? '–', minor: true }, { key: 'on', header: 'On', cell: (row) => <Day date={row.on} />, numeric: true },
    { key: 'counts', header: 'Counts', cell: (row) => (row.counts ? 'yes' : 'no') }, { key: 'why', header: 'Why', cell: (row) => row.why },
    ...(pages.rows.some((row) => row.amount) ? [{ key: 'amount', header: 'Amount', numeric: true, cell: (row: Row) => row.amount && <Money amount={row.amount} /> }] : []),
  ]
  const choices = [...new Map(hypothesis.data.partners.map((one) => [one.partner.id, one.partner.name]))].map(([value, label]) => ({ value, label }))
  return (
    <Page title={finding.name} parent={{ title: titleOf(hypothesis.data), to: paths.hypothesis(id) }} sub={part ? sayPart(part, finding.saidPredicted) : `${finding.saidActual} so far; ${finding.saidPredicted} was predicted.`}>
      <Text size="sm" mb="lg" maw="46rem">{finding.definition}</Text>
      <FilterBar isFiltered={Boolean(filters.counted ?? partner)} clear={() => setFilters({ counted: undefined, ...whole })}>
        <FilterSelect label="Partner" all="All its partners" value={partner} choices={choices} onChange={(one) => setFilters(one ? { partner: one, ...(partner ? {} : { period: 'all' }) } : whole)} />
        {partner && !from && <PeriodSelect value={period} onChange={(next) => setFilters({ period: next })} />}
        <FilterSelect label="Counts" all="All cases" value={filters.counted} choices={[{ value: 'true', label: 'Those that count' }, { value: 'false', label: 'Those that do not' }]} onChange={(counted) => setFilters({ counted })} />
      </FilterBar>
      <DataTable caption="Cases" noun={['case']} columns={columns} pages={pages} keyOf={(row) => row.id} to={(row) => pathOfId(row.id) ?? pathOfId(row.referralId ?? '') ?? paths.hypothesis(id)} empty={<EmptyState title="No cases">{part ? 'It brought nothing that counts here. Choose another period or partner.' : 'Nothing counts for this figure yet.'}</EmptyState>} />
    </Page>
  )
}

/** What takes the partner and its period away again. */
const whole = { partner: undefined, period: undefined, from: undefined, to: undefined }

function sayPart({ partner, period, said }: NonNullable<Rows['part']>, predicted: string): string {
  return `${partner.name}, ${sayPeriod(period)}${said === null ? '' : `: ${said}`}; ${predicted} was predicted.`
}
