import { api, take, type Schemas } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { FilterDates } from '../../parts/filter-date.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { ShortId } from '../../parts/short-id.tsx'
import { EmptyState } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { sayComponent } from './queries.ts'

type Reward = Schemas['Reward']
const kinds: Record<Reward['kind'], string> = { points: 'Points', credit: 'Credit', gift: 'For a customer' }
const columns: Column<Reward>[] = [
  { key: 'for', header: 'For', cell: (line) => <>{line.account ? <ShortId id={line.account} /> : <ShortId id={line.item} />}<span className={text.source}>{line.working.join(' ')}</span></> },
  { key: 'partner', header: 'Partner', cell: (line) => line.partner.name },
  { key: 'kind', header: 'Kind', cell: (line) => kinds[line.kind] },
  { key: 'component', header: 'Component', cell: (line) => (line.move === 'used' ? 'Used' : `${sayComponent(line.component)}${line.move === 'lapsed' ? ', lapsed' : ''}`), minor: true },
  { key: 'earned', header: 'On', cell: (line) => <Day date={line.earnedOn} />, numeric: true, minor: true },
  { key: 'amount', header: 'Amount', cell: (line) => <>{line.said}{line.adjusts && <span className={text.source}>changes an earlier line</span>}</>, numeric: true },
]
const names = ['partner', 'kind', 'from', 'to'] as const
const parent = { title: 'Commissions', to: paths.commissions() }

/** Points, credits and what customers get, newest first: no money, and in no balance. */
export function RewardList() {
  const can = useCan('ledger:read')
  return can.allowed ? <List /> : <Page title="Rewards" parent={parent}><EmptyState title="You cannot see rewards">{can.why}</EmptyState></Page>
}

function List() {
  const [filters, setFilters] = useFilters(...names)
  const query = { ...filters, kind: filters.kind as Reward['kind'] | undefined }
  const pages = usePages(['rewards', 'list', filters], (after) => take(api.GET('/api/v1/rewards', { params: { query: { ...query, ...(after ? { after } : {}) } } })))
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page title="Rewards" parent={parent} sub="Points, credits and what customers get. They are no money: no balance, statement or payout has them.">
      <FilterBar isFiltered={isFiltered} clear={() => setFilters(Object.fromEntries(names.map((name) => [name, undefined])))}>
        <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />
        <FilterSelect label="Kind" all="Any kind" value={filters.kind} choices={Object.entries(kinds).map(([value, label]) => ({ value, label }))} onChange={(kind) => setFilters({ kind })} />
        <FilterDates from={filters.from} to={filters.to} onChange={setFilters} />
      </FilterBar>
      <DataTable
        caption="Rewards" noun={['line']} columns={columns} pages={pages} keyOf={(line) => line.id}
        empty={isFiltered
          ? <EmptyState title="No line matches">Try other filters. From and to are the days on which a line was booked.</EmptyState>
          : <EmptyState title="No rewards yet" action={<ButtonLink to={paths.plans()}>Open plans</ButtonLink>}>A plan gives points or credits with a component that has a unit, and something to a customer with one whose recipient is the customer.</EmptyState>}
      />
    </Page>
  )
}
