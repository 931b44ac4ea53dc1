import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { ShortId } from '../../parts/short-id.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { FactDay } from './fact-day.tsx'
import { factKinds, partOf, sayFact, sayKind } from './fact-words.ts'
import { trayCountQuery, type FactRow } from './queries.ts'

const names = ['kind', 'partner', 'id'] as const

/** What was told, newest first. */
export function FactList() {
  const can = useCan('ledger:read')
  return can.allowed ? <List /> : <Page title="Facts"><EmptyState title="You cannot see facts">{can.why}</EmptyState></Page>
}

function List() {
  const [filters, setFilters] = useFilters(...names)
  const pages = usePages(['facts', 'list', filters], (after) => take(api.GET('/api/v1/facts', { params: { query: { ...filters, ...(after ? { after } : {}) } } })))
  const waiting = useQuery(trayCountQuery).data ?? 0
  const columns: Column<FactRow>[] = [
    { key: 'id', header: 'Fact', cell: ({ fact }) => <ShortId id={partOf(fact, 'id')} />, width: '20%' },
    { key: 'kind', header: 'Kind', cell: ({ fact }) => sayKind(fact) },
    { key: 'says', header: 'Says', cell: ({ fact }) => sayFact(fact) },
    { key: 'partner', header: 'Partner', cell: ({ partners }) => partners.map((p) => p.name).join(', '), minor: true },
    { key: 'at', header: 'Happened', cell: ({ fact }) => <FactDay at={partOf(fact, 'at')} />, numeric: true, minor: true },
    { key: 'told', header: 'Told', cell: ({ recordedAt }) => <When at={recordedAt} />, numeric: true },
  ]
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page
      title="Facts" sub="What happened, as it was told by billing, files and this app. A fact is never changed; what turns out otherwise is another fact."
      actions={<ButtonLink to={paths.tray()} {...(waiting > 0 ? { variant: 'filled' } : {})}>{waiting > 0 ? `Tray, ${sayNumber(waiting)} to decide` : 'Tray'}</ButtonLink>}
    >
      <FilterBar isFiltered={isFiltered} clear={() => setFilters(Object.fromEntries(names.map((name) => [name, undefined])))}>
        <FilterSelect label="Kind" all="Any kind" value={filters.kind} choices={factKinds} onChange={(kind) => setFilters({ kind })} />
        <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />
        <FilterText label="Id of the fact" most={200} value={filters.id} onChange={(id) => setFilters({ id })} />
      </FilterBar>
      <DataTable
        caption="Facts" noun={['fact']} columns={columns} pages={pages} keyOf={({ fact }) => partOf(fact, 'id')} to={({ fact }) => paths.fact(partOf(fact, 'id'))}
        empty={isFiltered
          ? <EmptyState title="No fact matches">Try other filters. The id is the whole one, as it was told.</EmptyState>
          : <EmptyState title="Nothing was told yet" action={<ButtonLink to={paths.plans()}>Open plans</ButtonLink>}>Your billing tells invoices, payments and refunds through the API (<code>POST /api/v1/facts</code>) or from a file (<code>alongside facts</code>). Introductions and opportunities of partners whose plan needs them are told by Alongside itself.</EmptyState>}
      />
    </Page>
  )
}
