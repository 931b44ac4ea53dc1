import { useState } from 'react'
import { Button } from '@mantine/core'
import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PayoutState, payoutStateChoices, sayProgress } from './payout-state.tsx'
import type { PayoutRow } from './queries.ts'
import { ReadResults } from './read-results.tsx'

const columns: Column<PayoutRow>[] = [
  { key: 'made', header: 'Made', cell: (p) => <When at={p.madeAt} day /> },
  { key: 'state', header: 'State', cell: (p) => <PayoutState state={p.state} /> },
  { key: 'by', header: 'Made by', cell: (p) => p.madeBy.name, minor: true },
  { key: 'approved', header: 'Approved by', cell: (p) => p.approvedBy?.name ?? '–', minor: true },
  { key: 'execution', header: 'Execution', cell: (p) => <Day date={p.executionOn} />, numeric: true, minor: true },
  { key: 'progress', header: 'Payments', cell: (p) => sayProgress(p.payments) || 'none' },
  { key: 'total', header: 'Total', cell: (p) => (p.totals.length === 0 ? '–' : p.totals.map((t) => <div key={t.amount.currency}><Money amount={t.amount} /></div>)), numeric: true },
]

/** Every payout, newest first. */
export function PayoutList() {
  const can = useCan('payouts:read')
  return can.allowed ? <List /> : <Page title="Payouts"><EmptyState title="You cannot see payouts">{can.why}</EmptyState></Page>
}

function List() {
  const [filters, setFilters] = useFilters('state')
  const [isReading, setReading] = useState(false)
  const query = { state: filters.state as PayoutRow['state'] | undefined }
  const pages = usePages(['payouts', 'list', filters], (after) => take(api.GET('/api/v1/payouts', { params: { query: { ...query, ...(after ? { after } : {}) } } })))
  const make = <CanLink can={useCan('payouts:write')} to={paths.newPayout()} isPrimary>New payout</CanLink>
  return (
    <Page
      title="Payouts" sub="One person makes a payout, another approves it, its files go to the bank."
      actions={<><ButtonLink to={paths.payoutSettings()}>Settings</ButtonLink><Button onClick={() => setReading(true)}>Read bank results</Button>{make}</>}
    >
      <FilterBar isFiltered={Boolean(filters.state)} clear={() => setFilters({ state: undefined })}>
        <FilterSelect label="State" all="Any state" value={filters.state} choices={payoutStateChoices} onChange={(state) => setFilters({ state })} />
      </FilterBar>
      <DataTable
        caption="Payouts" noun={['payout']} columns={columns} pages={pages} keyOf={(p) => p.id} to={(p) => paths.payout(p.id)} csv={downloadUrl('/api/v1/payments.csv')}
        empty={filters.state
          ? <EmptyState title="No payout is in this state">Choose another one.</EmptyState>
          : <EmptyState title="Nothing was paid yet" action={make}>A payout gathers what is payable by a day. Before anything leaves you see who is paid, who is not, and why.</EmptyState>}
      />
      {isReading && <ReadResults onClose={() => setReading(false)} />}
    </Page>
  )
}
