import { Anchor, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { downloadUrl } from '../../api/client.ts'
import { useCan, useWorkspace } from '../../api/session.ts'
import { FilterSelect } from '../../parts/filter-bar.tsx'
import { FilterDate } from '../../parts/filter-date.tsx'
import { Money } from '../../parts/money.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { recentQuarters } from '../../parts/quarters.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { todayIn } from '../../parts/time.ts'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import classes from './commissions.module.css'
import { LineState } from './line-state.tsx'
import { sayComponent, statementQuery, type Statement } from './queries.ts'

/** A partner's account between two days: opening balance, lines, closing balance, for each currency. */
export function StatementPage() {
  const { id = '' } = useParams({ strict: false })
  const can = useCan('ledger:read')
  return can.allowed ? <OfPartner key={id} id={id} /> : <Page title="Statement" parent={{ title: 'Partner', to: paths.partner(id) }}><EmptyState title="You cannot see statements">{can.why}</EmptyState></Page>
}

function OfPartner({ id }: { id: string }) {
  const { timeZone } = useWorkspace()
  const quarters = recentQuarters(todayIn(timeZone), 8)
  const [filters, setFilters] = useFilters('from', 'to')
  const period = { from: filters.from ?? quarters[0]?.from ?? '', to: filters.to ?? quarters[0]?.to ?? '' }
  const query = useQuery(statementQuery(id, period))
  const chosen = quarters.find((q) => q.from === period.from && q.to === period.to)
  return (
    <Page
      title="Statement" parent={{ title: query.data?.partner.name ?? 'Partner', to: paths.partner(id) }} sub={<>What {query.data?.partner.name ?? 'the partner'} earned from <Day date={period.from} /> to <Day date={period.to} />.</>}
      actions={<Anchor size="sm" href={downloadUrl('/api/v1/commissions.csv', { partner: id, ...period })} download>Export lines as CSV</Anchor>}
    >
      <Group gap="xs" mb="lg" role="search" aria-label="Period">
        <FilterSelect label="Quarter" all={chosen ? quarters[0]?.label ?? '' : 'Other days'} value={chosen && chosen !== quarters[0] ? chosen.from : undefined} choices={quarters.slice(chosen ? 1 : 0).map((q) => ({ value: q.from, label: q.label }))} onChange={(from) => setFilters(from ? { from, to: quarters.find((q) => q.from === from)?.to } : { from: undefined, to: undefined })} />
        <FilterDate label="From" value={period.from} onChange={(from) => setFilters({ from, to: period.to })} />
        <FilterDate label="To" value={period.to} onChange={(to) => setFilters({ from: period.from, to })} />
      </Group>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The statement" /> : !query.data ? <Loading /> : <Accounts statement={query.data} />}
    </Page>
  )
}

function Accounts({ statement }: { statement: Statement }) {
  if (statement.currencies.length === 0) return <EmptyState title="Nothing was earned up to then">The statement is zero. Choose a later period, or see on the partner’s page which plan is in force.</EmptyState>
  return statement.currencies.map((account) => (
    <Section key={account.currency} title={account.currency} count={account.lines.length}>
      <dl className={classes.balances}>
        <dt>Opening balance</dt><dd><Money amount={account.opening} /></dd>
        <dt>Earned</dt><dd><Money amount={account.accrued} /></dd>
        <dt>Reversed</dt><dd><Money amount={account.reversed} /></dd>
        <dt>Closing balance</dt><dd><Money amount={account.closing} /></dd>
      </dl>
      {account.lines.length === 0 ? <Text size="sm" c="dimmed">Nothing was booked in this period.</Text> : (
        <SmallTable
          caption={`Lines in ${account.currency}`} rows={account.lines} keyOf={(line) => line.id} to={(line) => paths.commission(line.id)}
          columns={[
            { key: 'for', header: 'For', cell: (line) => line.company?.name ?? 'No company' },
            { key: 'component', header: 'Component', minor: true, cell: (line) => sayComponent(line.component) },
            { key: 'clause', header: 'Clause', minor: true, cell: (line) => line.clause },
            { key: 'state', header: 'State', cell: (line) => <LineState state={line.state} /> },
            { key: 'booked', header: 'Booked on', numeric: true, cell: (line) => <Day date={line.bookedOn} /> },
            { key: 'payable', header: 'Payable by', numeric: true, minor: true, cell: (line) => <Day date={line.payableOn} /> },
            { key: 'amount', header: 'Amount', numeric: true, cell: (line) => <Money amount={line.amount} /> },
          ]}
        />
      )}
    </Section>
  ))
}
