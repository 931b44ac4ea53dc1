import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { EmptyState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { pathOfId, paths } from '../../paths.ts'
import { partnerQuery } from '../partners/queries.ts'
import { PeriodSelect } from './period-select.tsx'
import { sayPeriod, type Rows, type RowsQuery } from './queries.ts'

type Row = Rows['items'][number]

/** The rows a figure is made of, each with why it counts or does not. */
export function RowsPage() {
  const [filters, setFilters] = useFilters('measure', 'period', 'from', 'to', 'partner', 'counted')
  const { measure = 'referrals_submitted', ...rest } = filters
  const asked = { ...rest, measure } as RowsQuery
  const head = useQuery({ queryKey: ['performance', 'rows', 'head', asked], queryFn: () => take(api.GET('/api/v1/performance/rows', { params: { query: { ...asked, limit: 1 } } })) })
  const pages = usePages(['performance', 'rows', asked], (after) => take(api.GET('/api/v1/performance/rows', { params: { query: { ...asked, ...(after ? { after } : {}) } } })))
  const partner = useQuery({ ...partnerQuery(filters.partner ?? ''), enabled: Boolean(filters.partner) }).data
  const data = head.data
  const isTimed = measure.startsWith('time_to_close')
  const hasAmounts = pages.rows.some((row) => row.amount)
  const columns: Column<Row>[] = [
    { key: 'title', header: 'What', cell: (row) => row.title },
    { key: 'partner', header: 'Partner', cell: (row) => row.partner?.name ?? 'Direct', minor: true },
    { key: 'on', header: 'On', cell: (row) => <Day date={row.on} />, numeric: true },
    { key: 'counts', header: 'Counts', cell: (row) => (row.counts ? 'yes' : 'no') },
    { key: 'why', header: 'Why', cell: (row) => row.why },
    ...(hasAmounts ? [{ key: 'amount', header: 'Amount', numeric: true, cell: (row: Row) => row.amount && <Money amount={row.amount} /> }] : []),
  ]
  if (head.error) return <PageError error={head.error} retry={() => void head.refetch()} what="The figure" />
  if (!data) return <Loading />
  return (
    <Page
      title={data.definition.name} parent={filters.partner ? { title: partner?.name ?? 'Performance', to: paths.partnerPerformance(filters.partner) } : { title: 'Performance', to: paths.performance() }}
      sub={<>{data.figure.said}{data.figure.saidCases !== data.figure.said && !data.figure.said.startsWith(data.figure.saidCases) && `, ${data.figure.saidCases}`}. {isTimed ? 'All time' : sayPeriod(data.period)}.</>}
    >
      <Text size="sm" mb={4} maw="46rem">{data.definition.definition}</Text>
      <Text size="sm" c="dimmed" mb="lg" maw="46rem">Cases: {data.definition.cases} {data.definition.counted}</Text>
      <FilterBar isFiltered={Boolean(filters.counted ?? filters.partner)} clear={() => setFilters({ counted: undefined, partner: undefined })}>
        {!isTimed && !filters.from && <PeriodSelect value={filters.period} onChange={(period) => setFilters({ period })} />}
        {measure !== 'time_to_close_direct' && <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />}
        <FilterSelect label="Counts" all="All cases" value={filters.counted} choices={[{ value: 'true', label: 'Those that count' }, { value: 'false', label: 'Those that do not' }]} onChange={(counted) => setFilters({ counted })} />
      </FilterBar>
      <DataTable
        caption="Cases" noun={['case']} columns={columns} pages={pages} keyOf={(row) => row.id} to={(row) => pathOfId(row.id) ?? pathOfId(row.referralId ?? '') ?? paths.performance()}
        empty={<EmptyState title="No cases">Nothing falls into this period. Choose another one.</EmptyState>}
      />
    </Page>
  )
}
