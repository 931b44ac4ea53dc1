import { Code, Text } from '@mantine/core'
import '@mantine/core/styles/Code.layer.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { LineState } from '../commissions/line-state.tsx'
import { sayComponent } from '../commissions/queries.ts'
import { FactDay } from './fact-day.tsx'
import { partOf, sayFact, sayKind } from './fact-words.ts'
import { factQuery, linesOfItemQuery, type FactRow } from './queries.ts'

const parent = { title: 'Facts', to: paths.facts() }

/** One fact as it was told, and the commission lines on it. */
export function FactPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(factQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The fact" />
  if (!query.data) return <Page title={id} parent={parent}><EmptyState title="No fact of this id was told">It may be in the <A to={paths.tray()}>tray</A>, with the reason.</EmptyState></Page>
  return <Opened row={query.data} />
}

function Opened({ row: { fact, recordedAt, partners } }: { row: FactRow }) {
  const id = partOf(fact, 'id')
  const [about, account] = [partOf(fact, 'of'), partOf(fact, 'account')]
  return (
    <Page title={id} parent={parent} sub={<>{[sayKind(fact), sayFact(fact)].filter(Boolean).join(', ')}, told <When at={recordedAt} /></>}>
      <Columns
        main={<><Section title="What it earned"><Lines item={id} /></Section><Section title="As it was told"><Code block>{JSON.stringify(fact, null, 2)}</Code></Section></>}
        side={(
          <Section title="At a glance">
            <Facts
              label="At a glance"
              items={{
                Happened: <FactDay at={partOf(fact, 'at')} />, About: about && <A to={paths.fact(about)}>{about}</A>,
                Partner: partners.length > 0 && partners.map((one, i) => <span key={one.id}>{i > 0 && ', '}<A to={paths.partner(one.id)}>{one.name}</A></span>),
                Customer: account && (account.startsWith('co_') ? <A to={paths.company(account)}>Open the company</A> : account), Product: partOf(fact, 'product'), Source: partOf(fact, 'source'),
              }}
            />
          </Section>
        )}
      />
    </Page>
  )
}

function Lines({ item }: { item: string }) {
  const query = useQuery(linesOfItemQuery(item))
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="What it earned" />
  if (!query.data) return <Loading lines={2} />
  if (query.data.items.length === 0) return <Text size="sm" c="dimmed">No line is booked on it as a whole. What happened to another fact earns there, and lines of an invoice that are paid one by one are booked under theirs.</Text>
  return (
    <SmallTable
      caption="Commission lines on this fact" rows={query.data.items} keyOf={(line) => line.id} to={(line) => paths.commission(line.id)}
      columns={[
        { key: 'component', header: 'Component', cell: (line) => sayComponent(line.component) },
        { key: 'partner', header: 'Partner', cell: (line) => line.partner.name },
        { key: 'state', header: 'State', cell: (line) => <LineState state={line.state} /> },
        { key: 'payable', header: 'May be paid', numeric: true, minor: true, cell: (line) => <Money amount={line.payable} /> },
        { key: 'amount', header: 'Amount', numeric: true, cell: (line) => <Money amount={line.amount} /> },
      ]}
    />
  )
}
