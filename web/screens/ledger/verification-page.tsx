import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../api/session.ts'
import { Facts } from '../../parts/facts.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { paths } from '../../paths.ts'
import { verificationQuery, type Verification } from './queries.ts'

const parent = { title: 'Ledger', to: paths.trialBalance() }

/** Proves the ledger from its rows, now. */
export function VerificationPage() {
  const can = useCan('ledger:read')
  return can.allowed ? <Verify /> : <Page title="Verify the ledger" parent={parent}><EmptyState title="You cannot see the ledger">{can.why}</EmptyState></Page>
}

function Verify() {
  const query = useQuery(verificationQuery)
  return (
    <Page title="Verify the ledger" parent={parent} sub="Every row is read and proved against the others." actions={<Button loading={query.isFetching} onClick={() => void query.refetch()}>Verify again</Button>}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The proof" /> : !query.data ? <Loading /> : <Proof of={query.data} />}
    </Page>
  )
}

function Proof({ of }: { of: Verification }) {
  return (
    <>
      <Section title={of.ok ? 'The ledger is sound' : 'The ledger is not sound'}>
        {of.ok
          ? <Text size="sm" className={text.good} role="status">Every journal balances and is complete, every line computes again, what is booked is what is due, and what is sealed is as it was.</Text>
          : <Text size="sm" className={text.late} role="alert">{sayCount(of.problems.length, 'problem')}. Tell your operator; nothing here can be mended by hand.</Text>}
      </Section>
      {of.problems.length > 0 && <Section title="Problems" count={of.problems.length}><ul>{of.problems.map((problem) => <li key={problem}><Text size="sm">{problem}</Text></li>)}</ul></Section>}
      <Section title="What was read">
        <Facts
          label="What was read"
          items={{
            Journals: sayNumber(of.journals), Entries: sayNumber(of.entries), 'Commission lines': sayNumber(of.lines),
            Seals: of.seals.blocks === 0 ? 'No block is sealed yet; that happens once a minute.' : `${sayCount(of.seals.sealed, 'journal')} in ${sayCount(of.seals.blocks, 'block')}, ${of.seals.unsealed.toLocaleString('en-US')} not sealed yet`,
            'Newest seal': of.seals.blocks > 0 && <span style={{ overflowWrap: 'anywhere' }}>{of.seals.head}</span>,
          }}
        />
        {of.seals.blocks > 0 && <Text size="sm" c="dimmed" mt="sm" maw="40rem">Keep the newest seal elsewhere: <code>alongside ledger verify --head</code> with it shows later that nothing was taken away.</Text>}
      </Section>
    </>
  )
}
