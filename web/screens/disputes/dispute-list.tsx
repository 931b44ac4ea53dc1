import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Clock, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { DisputeState, disputeStateChoices } from './dispute-state.tsx'
import type { Dispute } from './queries.ts'

const columns: Column<Dispute>[] = [
  { key: 'partner', header: 'Partner', cell: (d) => d.partner.name },
  { key: 'about', header: 'For', cell: (d) => d.commission.about, minor: true },
  { key: 'reason', header: 'What is wrong', cell: (d) => d.reasonSaid },
  { key: 'state', header: 'State', cell: (d) => <DisputeState of={d} /> },
  { key: 'due', header: 'Answer', cell: (d) => (d.dueAt ? <Clock due={d.dueAt} /> : ''), numeric: true },
  { key: 'opened', header: 'Opened', cell: (d) => <When at={d.openedAt} day />, numeric: true, minor: true },
  { key: 'amount', header: 'Amount', cell: (d) => <Money amount={d.commission.amount} />, numeric: true },
]

/** Money › Disputes: lines that partners say are wrong, the newest first. */
export function DisputeList() {
  const can = useCan('ledger:read')
  return can.allowed ? <List /> : <Page title="Disputes"><EmptyState title="You cannot see disputes">{can.why}</EmptyState></Page>
}

function List() {
  const [filters, setFilters] = useFilters('state')
  const query = { state: filters.state as Dispute['state'] | undefined }
  const pages = usePages(['disputes', 'list', filters], (after) => take(api.GET('/api/v1/disputes', { params: { query: { ...query, ...(after ? { after } : {}) } } })))
  return (
    <Page title="Disputes" sub="Lines that a partner says are wrong. What is disputed is held until it is settled; the rest is paid.">
      <FilterBar isFiltered={Boolean(filters.state)} clear={() => setFilters({ state: undefined })}>
        <FilterSelect label="State" all="Any state" value={filters.state} choices={disputeStateChoices} onChange={(state) => setFilters({ state })} />
      </FilterBar>
      <DataTable
        caption="Disputes" noun={['dispute']} columns={columns} pages={pages} keyOf={(d) => d.id} to={(d) => paths.dispute(d.id)}
        empty={filters.state ? <EmptyState title="No dispute matches">Choose another state.</EmptyState> : <EmptyState title="Nothing is disputed">When a partner says on their page that a line is wrong, it appears here with the day by which we promised to answer.</EmptyState>}
      />
    </Page>
  )
}
