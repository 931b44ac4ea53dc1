import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterDate } from '../../parts/filter-date.tsx'
import { A, ButtonLink } from '../../parts/link.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { fetchAccount, type AccountEntry } from './queries.ts'

const columns: Column<AccountEntry>[] = [
  { key: 'on', header: 'Day', nowrap: true, cell: (e) => <Day date={e.on} /> },
  { key: 'memo', header: 'What', cell: (e) => <>{sayMemo(e.memo)}{e.commissionId && <>, <A to={paths.commission(e.commissionId)}>the line</A></>}</> },
  { key: 'recorded', header: 'Recorded', cell: (e) => <When at={e.recordedAt} />, numeric: true, minor: true },
  { key: 'debit', header: 'Debit', cell: (e) => e.debit && <Money amount={e.debit} />, numeric: true },
  { key: 'credit', header: 'Credit', cell: (e) => e.credit && <Money amount={e.credit} />, numeric: true },
  { key: 'balance', header: 'Balance after', cell: (e) => <Money amount={e.balance} />, numeric: true, minor: true },
]

/** One account of the ledger: every entry up to a day, with the balance after it. */
export function AccountPage() {
  const { id = '' } = useParams({ strict: false })
  const [{ at }, setFilters] = useFilters('at')
  const head = useQuery({ queryKey: ['ledger', 'account', id, at], queryFn: () => fetchAccount(id, at), placeholderData: (before) => before }).data
  const pages = usePages(['ledger', 'account', 'entries', id, at], (after) => fetchAccount(id, at, after))
  const balance = head && (head.debit ?? head.credit)
  return (
    <Page
      title={head ? head.name : 'Account'} parent={{ title: 'Ledger', to: paths.trialBalance() }}
      sub={head && <>{head.partner && <><A to={paths.partner(head.partner.id)}>{head.partner.name}</A>, </>}{balance ? `${formatMoney(balance)} ${head.debit ? 'debit' : 'credit'}` : 'balanced'} at the end of <Day date={head.at} /></>}
      actions={head?.partner && <ButtonLink to={paths.statement(head.partner.id)}>Statement</ButtonLink>}
    >
      <Group mb="lg"><FilterDate label="At" value={at ?? head?.at} onChange={(day) => setFilters({ at: day })} /></Group>
      <DataTable caption="Entries" noun={['entry', 'entries']} columns={columns} pages={pages} keyOf={(e) => `${e.journalId} ${e.line}`} empty={<EmptyState title="Nothing was booked up to this day">Choose a later day.</EmptyState>} />
    </Page>
  )
}

const sayMemo = (memo: string): string => memo.replaceAll('_', ' ').replace(/\.$/, '')
