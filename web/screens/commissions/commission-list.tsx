import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan, useWorkspace } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { FilterDates } from '../../parts/filter-date.tsx'
import { A, ButtonLink } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { FilterPartner } from '../../parts/partner-select.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { ShortId } from '../../parts/short-id.tsx'
import text from '../../parts/text.module.css'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { LineState, lineStateChoices } from './line-state.tsx'
import { sayComponent, type Commission, type CommissionRow } from './queries.ts'

const columns: Column<CommissionRow>[] = [
  { key: 'for', header: 'For', cell: (c) => <>{c.company?.name ?? (c.item ? <ShortId id={c.item} /> : 'No company')}{c.company && c.item && <span className={text.source}><ShortId id={c.item} /></span>}</> },
  { key: 'partner', header: 'Partner', cell: (c) => c.partner.name },
  { key: 'component', header: 'Component', cell: (c) => sayComponent(c.component), minor: true },
  { key: 'state', header: 'State', cell: (c) => <><LineState state={c.state} />{c.isPrior && <span className={text.source}>of a closed period</span>}</> },
  { key: 'earned', header: 'Earned on', cell: (c) => <Day date={c.earnedOn} />, numeric: true, minor: true },
  { key: 'payable', header: 'Payable by', cell: (c) => <><Day date={c.payableOn} />{c.payment && <span className={text.source}>{c.payment.on ? <>paid <Day date={c.payment.on} /></> : c.payment.state === 'paid' ? 'paid' : 'on its way'}</span>}</>, numeric: true, minor: true },
  { key: 'amount', header: 'Amount', cell: (c) => <><Money amount={c.amount} />{c.payable.amountMinor !== c.amount.amountMinor && <span className={text.source}><Money amount={c.payable} /> may be paid</span>}</>, numeric: true },
]
const paymentChoices = [{ value: 'none', label: 'Not in a payment' }, { value: 'in_transit', label: 'On its way' }, { value: 'paid', label: 'Paid' }]
const names = ['partner', 'state', 'payment', 'component', 'item', 'currency', 'from', 'to'] as const

/** Every commission line, newest first. */
export function CommissionList() {
  const can = useCan('ledger:read')
  return can.allowed ? <List /> : <Page title="Commissions"><EmptyState title="You cannot see commissions">{can.why}</EmptyState></Page>
}

function List() {
  const { currency } = useWorkspace()
  const [filters, setFilters] = useFilters(...names)
  const query = { ...filters, state: filters.state as Commission['state'] | undefined, payment: filters.payment as 'none' | 'in_transit' | 'paid' | undefined }
  const pages = usePages(['commissions', 'list', filters], (after) => take(api.GET('/api/v1/commissions', { params: { query: { ...query, ...(after ? { after } : {}) } } })))
  const currencies = [...new Set([currency, ...(filters.currency ? [filters.currency] : []), ...pages.rows.map((row) => row.amount.currency)])]
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page title="Commissions" sub="What partners earned, each line with the clause, plan version and working it was computed from." actions={<ButtonLink to={paths.rewards()}>Rewards</ButtonLink>}>
      <FilterBar isFiltered={isFiltered} clear={() => setFilters(Object.fromEntries(names.map((name) => [name, undefined])))}>
        <FilterPartner value={filters.partner} onChange={(partner) => setFilters({ partner })} />
        <FilterSelect label="State" all="Any state" value={filters.state} choices={lineStateChoices} onChange={(state) => setFilters({ state })} />
        <FilterSelect label="Payment" all="Paid or not" value={filters.payment} choices={paymentChoices} onChange={(payment) => setFilters({ payment })} />
        <FilterText label="Component" width="9rem" most={40} value={filters.component} onChange={(component) => setFilters({ component: component?.toLowerCase().replaceAll(' ', '_') })} />
        <FilterText label="Item" width="9rem" most={400} value={filters.item} onChange={(item) => setFilters({ item })} />
        <FilterSelect label="Currency" all="Any currency" value={filters.currency} choices={currencies.map((c) => ({ value: c, label: c }))} onChange={(currency) => setFilters({ currency })} />
        <FilterDates from={filters.from} to={filters.to} onChange={setFilters} />
        {filters.partner && <A size="sm" to={paths.statement(filters.partner)}>Statement of this partner</A>}
      </FilterBar>
      <DataTable
        caption="Commission lines" noun={['line']} columns={columns} pages={pages} keyOf={(c) => c.id} to={(c) => paths.commission(c.id)} csv={downloadUrl('/api/v1/commissions.csv', query)}
        empty={isFiltered
          ? <EmptyState title="No line matches">Try other filters. From and to are the days on which a line was booked.</EmptyState>
          : <EmptyState title="Nothing was earned yet" action={<ButtonLink to={paths.plans()}>Open plans</ButtonLink>}>A line is booked by itself when an introduction is qualified, an opportunity is won or a fact is told, if the partner was on a plan on that day.</EmptyState>}
      />
    </Page>
  )
}
