import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../api/session.ts'
import { FilterDate } from '../../parts/filter-date.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { useFilters } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { trialBalanceQuery, type TrialBalance } from './queries.ts'

/** Every account of the ledger at the end of a day; debits equal credits. */
export function TrialBalancePage() {
  const can = useCan('ledger:read')
  return can.allowed ? <Balance /> : <Page title="Ledger"><EmptyState title="You cannot see the ledger">{can.why}</EmptyState></Page>
}

function Balance() {
  const [{ at }, setFilters] = useFilters('at')
  const query = useQuery(trialBalanceQuery(at))
  return (
    <Page title="Ledger" sub={query.data && <>The trial balance: every account at the end of <Day date={query.data.at} />.</>} actions={<><ButtonLink to={paths.journalExport()}>Export journal</ButtonLink><ButtonLink to={paths.verification()}>Verify</ButtonLink></>}>
      <Group mb="lg"><FilterDate label="At" value={at ?? query.data?.at} onChange={(day) => setFilters({ at: day })} /></Group>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The trial balance" /> : !query.data ? <Loading /> : <Balances of={query.data} />}
    </Page>
  )
}

function Balances({ of }: { of: TrialBalance }) {
  if (of.currencies.length === 0) return <EmptyState title="The ledger is empty on this day">Nothing had been earned by then.</EmptyState>
  return of.currencies.map((c) => <Accounts key={c.currency} of={c} />)
}

/** What has a balance; what came to nothing is a click away. */
function Accounts({ of: c }: { of: TrialBalance['currencies'][number] }) {
  const [showsAll, setShowsAll] = useState(false)
  const open = c.accounts.filter((a) => a.debit || a.credit)
  const settled = c.accounts.length - open.length
  return (
    <Section title={c.currency} action={<Text size="sm" className={c.isBalanced ? text.good : text.late}>{c.isBalanced ? 'Debits equal credits' : 'Debits and credits differ'}</Text>}>
      <SmallTable
        caption={`Accounts in ${c.currency}`} rows={showsAll ? c.accounts : open} keyOf={(a) => a.id} to={(a) => paths.account(a.id)} foot={['Sum', '', <Money key="debits" amount={c.debits} />, <Money key="credits" amount={c.credits} />]}
        columns={[
          { key: 'account', header: 'Account', cell: (a) => a.name },
          { key: 'partner', header: 'Partner', cell: (a) => a.partner?.name },
          { key: 'debit', header: 'Debit', numeric: true, width: '11rem', cell: (a) => a.debit && <Money amount={a.debit} /> },
          { key: 'credit', header: 'Credit', numeric: true, width: '11rem', cell: (a) => a.credit && <Money amount={a.credit} /> },
        ]}
      />
      {settled > 0 && <Button mt="sm" size="compact-sm" variant="subtle" onClick={() => setShowsAll(!showsAll)}>{showsAll ? 'Leave out accounts at zero' : `Show ${sayCount(settled, 'account')} at zero`}</Button>}
    </Section>
  )
}
