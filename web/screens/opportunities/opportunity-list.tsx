import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { OpportunityState } from '../../parts/state.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import classes from './opportunities.module.css'
import { attributionChoices, stateChoices, type OpportunityRow } from './queries.ts'

const columns: Column<OpportunityRow>[] = [
  { key: 'name', sort: 'name', header: 'Opportunity', cell: (o) => <>{o.name}{o.company && !o.name.includes(o.company.name) && <span className={classes.company}>{o.company.name}</span>}</> },
  { key: 'partner', header: 'Partner', cell: (o) => (o.partner ? `${o.partner.name}${o.attribution === 'influenced' ? ', influenced' : ''}` : 'Direct') },
  { key: 'state', sort: 'state', header: 'State', cell: (o) => <OpportunityState state={o.state} /> },
  { key: 'rep', sort: 'rep', header: 'Sales rep', cell: (o) => o.repName ?? '–', minor: true },
  { key: 'opened', sort: 'opened', header: 'Opened', cell: (o) => (o.openedOn ? <Day date={o.openedOn} /> : '–'), numeric: true, minor: true },
  { key: 'closed', sort: 'closed', header: 'Closed', cell: (o) => (o.closedOn ? <Day date={o.closedOn} /> : '–'), numeric: true, minor: true },
  { key: 'amount', sort: 'amount', header: 'Amount', cell: (o) => <Money amount={o.amount} />, numeric: true },
]
const names = ['q', 'state', 'attribution', 'partner'] as const

/** Everything in the pipeline, newest first. */
export function OpportunityList() {
  const [filters, setFilters] = useFilters(...names)
  const { sort, sorting } = useSort<'name' | 'state' | 'rep' | 'opened' | 'closed' | 'amount'>()
  const query = { ...filters, state: filters.state as OpportunityRow['state'] | undefined, attribution: filters.attribution as OpportunityRow['attribution'] | undefined }
  const pages = usePages(['opportunities', 'list', filters, sort], (after) => take(api.GET('/api/v1/opportunities', { params: { query: { ...query, sort, ...(after ? { after } : {}) } } })))
  const can = useCan('opportunities:write')
  const isFiltered = Object.keys(filters).length > 0
  const add = <CanLink can={can} to={paths.newOpportunity()} isPrimary>New opportunity</CanLink>
  const mayImport = useCan('imports:write')
  return (
    <Page title="Opportunities" sub="Our pipeline: sourced or influenced by partners, or direct." actions={<><CanLink can={mayImport} to={paths.newImport()} search={{ kind: 'opportunities' }}>Import a file</CanLink>{add}</>}>
      <FilterBar isFiltered={isFiltered} clear={() => setFilters(Object.fromEntries(names.map((name) => [name, undefined])))}>
        <FilterText key={filters.q ? 'filled' : 'empty'} label="Opportunity or company" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="State" all="Any state" value={filters.state} choices={stateChoices} onChange={(state) => setFilters({ state })} />
        <FilterSelect label="Attribution" all="Any attribution" value={filters.attribution} choices={attributionChoices} onChange={(attribution) => setFilters({ attribution })} />
        <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />
      </FilterBar>
      <DataTable
        caption="Opportunities" noun={['opportunity', 'opportunities']} sort={sorting} columns={columns} pages={pages} keyOf={(o) => o.id} to={(o) => paths.opportunity(o.id)}
        csv={downloadUrl('/api/v1/opportunities.csv', { ...query, sort })}
        empty={isFiltered
          ? <EmptyState title="No opportunity matches">Try other filters.</EmptyState>
          : <EmptyState title="No opportunities yet" action={<><CanLink can={mayImport} to={paths.newImport()} search={{ kind: 'opportunities' }} isPrimary>Import opportunities</CanLink></>}>Import those of your CRM as CSV: open ones show where an introduction came second, closed ones show how partner-sourced compares with direct.</EmptyState>}
      />
    </Page>
  )
}
