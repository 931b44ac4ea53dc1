import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { sayPeriod } from '../../parts/quarters.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PeriodState } from './period-state.tsx'
import { periodsQuery, type Period, type Statement } from './queries.ts'

const columns: Column<Statement>[] = [
  { key: 'partner', header: 'Partner', cell: (s) => s.partner.name },
  { key: 'period', header: 'Period', cell: (s) => sayPeriod(s.period), nowrap: true },
  { key: 'opening', header: 'Opening', cell: (s) => <Money amount={s.opening} />, numeric: true, minor: true },
  { key: 'earned', header: 'Earned', cell: (s) => <Money amount={s.earned} />, numeric: true },
  { key: 'back', header: 'Taken back', cell: (s) => <Money amount={s.takenBack} />, numeric: true, minor: true },
  { key: 'paid', header: 'Paid', cell: (s) => <Money amount={s.paid} />, numeric: true, minor: true },
  { key: 'closing', header: 'Closing', cell: (s) => <Money amount={s.closing} />, numeric: true },
]
const names = ['period', 'partner'] as const

/** Money › Statements: which periods are due, and every statement that was issued. */
export function StatementList() {
  const can = useCan('ledger:read')
  return can.allowed ? <List /> : <Page title="Statements"><EmptyState title="You cannot see statements">{can.why}</EmptyState></Page>
}

function List() {
  const [filters, setFilters] = useFilters(...names)
  const periods = useQuery(periodsQuery).data ?? []
  const pages = usePages(['statements', 'list', filters], (after) => take(api.GET('/api/v1/statements', { params: { query: { ...filters, ...(after ? { after } : {}) } } })))
  const issued = periods.filter((period) => period.state !== 'open')
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page title="Statements" sub="What each partner is told for a period, also when it is zero. A statement never changes; the next one corrects.">
      <Periods periods={periods} />
      <Section title="Issued">
        <FilterBar isFiltered={isFiltered} clear={() => setFilters(Object.fromEntries(names.map((name) => [name, undefined])))}>
          <FilterSelect label="Period" all="Any period" value={filters.period} choices={issued.map((period) => ({ value: period.period, label: period.name }))} onChange={(period) => setFilters({ period })} />
          <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />
        </FilterBar>
        <DataTable
          caption="Statements" noun={['statement']} columns={columns} pages={pages} keyOf={(s) => s.id} to={(s) => paths.issuedStatement(s.id)}
          empty={isFiltered ? <EmptyState title="No statement matches">Choose another period or partner.</EmptyState> : <EmptyState title="Nothing was issued yet">Once a month or quarter is over, open it above, look at what would be issued, and issue it. Each partner is told by mail.</EmptyState>}
        />
      </Section>
    </Page>
  )
}

function Periods({ periods }: { periods: Period[] }) {
  if (periods.length === 0) return null
  return (
    <Section title="Periods">
      <SmallTable
        caption="Periods" rows={periods.slice(0, 8)} keyOf={(period) => period.period} to={(period) => paths.statementPeriod(period.period)}
        columns={[
          { key: 'period', header: 'Period', width: '10rem', cell: (period) => period.name },
          { key: 'days', header: 'Days', minor: true, cell: (period) => <><Day date={period.from} /> to <Day date={period.to} /></> },
          { key: 'state', header: 'State', nowrap: true, cell: (period) => <PeriodState of={period} /> },
          { key: 'what', header: 'Statements for', numeric: true, cell: (period) => (period.state === 'open' ? '' : sayCount(period.partnersDone, 'partner')) },
          { key: 'closed', header: 'Closed', numeric: true, minor: true, cell: (period) => period.closedAt && <When at={period.closedAt} day /> },
        ]}
      />
    </Section>
  )
}
