import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan, useOwners } from '../../api/session.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { Grade } from '../../parts/grade.tsx'
import { A, ButtonLink } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { ReferralState, referralStateChoices } from '../../parts/state.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { Clock, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import type { ReferralRow } from './queries.ts'

const turns = { ours: 'ours', partner: 'partner’s', nobody: '–' }

const columns: Column<ReferralRow>[] = [
  { key: 'company', sort: 'company', header: 'Company', cell: (r) => r.company.name },
  { key: 'partner', sort: 'partner', header: 'Partner', cell: (r) => r.partner.name },
  { key: 'state', sort: 'state', header: 'State', cell: (r) => <>{<ReferralState state={r.state} />}{r.isContested && ', contested'}</> },
  { key: 'turn', header: 'Turn', cell: (r) => turns[r.turn], minor: true },
  { key: 'due', header: 'Our promise', cell: (r) => (r.dueAt ? <Clock due={r.dueAt} /> : '–'), nowrap: true, minor: true },
  { key: 'fit', sort: 'fit', header: 'Fit', cell: (r) => <Grade grade={r.grade} />, nowrap: true, minor: true },
  { key: 'owner', sort: 'owner', header: 'Owner', cell: (r) => r.owner?.name ?? 'Unassigned', width: '8.5rem', minor: true },
  { key: 'submitted', sort: 'introduced', header: 'Introduced', cell: (r) => <When at={r.submittedAt} day />, numeric: true },
]

/** Every introduction, newest first. */
export function ReferralList() {
  const [filters, setFilters] = useFilters('q', 'state', 'partner', 'owner', 'contested')
  const { sort, sorting } = useSort<'company' | 'partner' | 'state' | 'fit' | 'owner' | 'introduced'>()
  const query = { ...filters, contested: filters.contested ? ('true' as const) : undefined, state: filters.state as ReferralRow['state'] | undefined }
  const pages = usePages(['referrals', 'list', filters, sort], (after) => take(api.GET('/api/v1/referrals', { params: { query: { ...query, sort, ...(after ? { after } : {}) } } })))
  const owners = useOwners()
  const mayIntroduce = useCan('referrals:write')
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page title="Referrals" sub="Buyers that partners introduced to us." actions={<CanLink can={mayIntroduce} to={paths.newReferral()} isPrimary>New introduction</CanLink>}>
      <FilterBar isFiltered={isFiltered} clear={() => setFilters({ q: undefined, state: undefined, partner: undefined, owner: undefined, contested: undefined })}>
        <FilterText key={filters.q ? 'filled' : 'empty'} label="Company or partner" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="State" all="Any state" value={filters.state} choices={referralStateChoices} onChange={(state) => setFilters({ state })} />
        <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />
        <FilterSelect label="Owner" all="Any owner" value={filters.owner} choices={owners} onChange={(owner) => setFilters({ owner })} />
        <FilterSelect label="Contested" all="Contested or not" value={filters.contested} choices={[{ value: 'true', label: 'Contested only' }]} onChange={(contested) => setFilters({ contested })} />
      </FilterBar>
      <DataTable
        caption="Introductions" noun={['introduction']} sort={sorting} columns={columns} pages={pages} keyOf={(r) => r.id} to={(r) => paths.referral(r.id)}
        csv={downloadUrl('/api/v1/referrals.csv', { ...query, sort })}
        empty={isFiltered
          ? <EmptyState title="No introduction matches">Try other filters.</EmptyState>
          : (
            <EmptyState title="No introductions yet" action={<><ButtonLink to={paths.partners()} variant="filled">Send a partner their link</ButtonLink><A to={paths.newImport()} size="sm">Introduce many from a file</A></>}>
              An introduction arrives when a partner opens their personal link and names a buyer. You can also enter one on behalf of a partner who called.
            </EmptyState>
          )}
      />
    </Page>
  )
}
