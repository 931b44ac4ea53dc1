import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan, useOwners } from '../../api/session.ts'
import { useNavigate } from '@tanstack/react-router'
import { CanButton } from '../../parts/can-button.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { PartnerState, partnerStateChoices } from '../../parts/state.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { partnerTypeChoices, partnerTypes, type PartnerRow } from './queries.ts'

const columns: Column<PartnerRow>[] = [
  { key: 'name', sort: 'name', header: 'Partner', cell: (p) => p.name },
  { key: 'type', sort: 'type', header: 'Type', cell: (p) => partnerTypes[p.type].word, minor: true },
  { key: 'state', sort: 'state', header: 'State', cell: (p) => <PartnerState state={p.state} /> },
  { key: 'contact', header: 'Contact', cell: (p) => p.primaryContact ?? '–', minor: true },
  { key: 'owner', sort: 'owner', header: 'Owner', cell: (p) => p.owner.name, width: '8.5rem', minor: true },
  { key: 'since', sort: 'since', header: 'Since', cell: (p) => <Day date={p.startedOn} />, numeric: true, minor: true },
  { key: 'under-way', header: 'Under way', cell: (p) => p.underWay.toLocaleString('en-US'), numeric: true },
  { key: 'referrals', header: 'Introductions', cell: (p) => p.referrals.toLocaleString('en-US'), numeric: true },
]

/** The directory of partners, by name. */
export function PartnerList() {
  const [filters, setFilters] = useFilters('q', 'type', 'state', 'owner')
  const { sort, sorting } = useSort<'name' | 'type' | 'state' | 'owner' | 'since'>()
  const query = { ...filters, type: filters.type as PartnerRow['type'] | undefined, state: filters.state as PartnerRow['state'] | undefined }
  const pages = usePages(['partners', 'list', filters, sort], (after) => take(api.GET('/api/v1/partners', { params: { query: { ...query, sort, ...(after ? { after } : {}) } } })))
  const owners = useOwners()
  const create = useCan('partners:write')
  const navigate = useNavigate()
  const isFiltered = Object.keys(filters).length > 0
  const add = <CanButton can={create} variant="filled" onClick={() => void navigate({ to: paths.newPartner() })}>Add partner</CanButton>
  return (
    <Page title="Directory" sub="Companies and people in the program, or on the way into it." actions={add}>
      <FilterBar isFiltered={isFiltered} clear={() => setFilters({ q: undefined, type: undefined, state: undefined, owner: undefined })}>
        <FilterText key={filters.q ? 'filled' : 'empty'} label="Name" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="Type" all="Any type" value={filters.type} choices={partnerTypeChoices.map((c) => ({ ...c, label: c.label.split(':')[0] ?? c.label }))} onChange={(type) => setFilters({ type })} />
        <FilterSelect label="State" all="Any state" value={filters.state} choices={partnerStateChoices} onChange={(state) => setFilters({ state })} />
        <FilterSelect label="Owner" all="Any owner" value={filters.owner} choices={owners} onChange={(owner) => setFilters({ owner })} />
      </FilterBar>
      <DataTable
        caption="Partners" noun={['partner']} sort={sorting} columns={columns} pages={pages} keyOf={(p) => p.id} to={(p) => paths.partner(p.id)}
        csv={downloadUrl('/api/v1/partners.csv', { ...query, sort })}
        empty={isFiltered
          ? <EmptyState title="No partner matches">Try other filters.</EmptyState>
          : <EmptyState title="No partners yet" action={create.allowed && <ButtonLink to={paths.newPartner()} variant="filled">Add partner</ButtonLink>}>A partner is a company or person who introduces buyers to you. Add one, give it a plan, and send its contact their personal link.</EmptyState>}
      />
    </Page>
  )
}
