import { Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useForm } from '../../parts/use-form.ts'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PeriodState } from './period-state.tsx'
import { draftsQuery, periodQuery, type Drafts, type Period } from './queries.ts'

const parent = { title: 'Statements', to: paths.statements() }

/** One period: what would be issued, the button that issues it, and how far that is. */
export function PeriodPage() {
  const { period = '' } = useParams({ strict: false })
  const query = useQuery(periodQuery(period))
  if (!query.data) return <Page title="Period" parent={parent}>{query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The period" /> : <Loading />}</Page>
  return query.data.state === 'open' ? <Open of={query.data} /> : <Closed of={query.data} />
}

const daysOf = (of: Period) => <><Day date={of.from} /> to <Day date={of.to} /></>

function Open({ of }: { of: Period }) {
  const [asking, setAsking] = useState(false)
  const query = useQuery(draftsQuery(of.period))
  const drafts = query.data
  return (
    <Page title={of.name} parent={parent} sub={<>{daysOf(of)} · <PeriodState of={of} /></>} actions={drafts && <CanButton can={of.can.issue} variant="filled" onClick={() => setAsking(true)}>Issue statements</CanButton>}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The preview" /> : !drafts ? <Loading /> : drafts.statements.length === 0
        ? <EmptyState title="There would be no statement">Nobody was on a plan that pays by this kind of period, and nothing is waiting to be told.</EmptyState>
        : <Preview of={drafts} />}
      {asking && drafts && <Issue of={of} drafts={drafts} onClose={() => setAsking(false)} />}
    </Page>
  )
}

function Preview({ of }: { of: Drafts }) {
  const count = of.currencies.reduce((n, currency) => n + currency.statements, 0)
  return (
    <>
      <Section title="What would be issued">
        <Text size="sm" c="dimmed" mb="sm">{sayCount(count, 'statement')} for {sayCount(of.partners, 'partner')}{of.zero > 0 && `, ${of.zero.toLocaleString('en-US')} of them with nothing on it`}.</Text>
        <SmallTable
          caption="Sums by currency" rows={of.currencies} keyOf={(c) => c.currency}
          columns={[
            { key: 'currency', header: 'Currency', cell: (c) => c.currency }, { key: 'lines', header: 'Lines', numeric: true, minor: true, cell: (c) => c.lines.toLocaleString('en-US') }, { key: 'earned', header: 'Earned', numeric: true, cell: (c) => <Money amount={c.earned} /> },
            { key: 'back', header: 'Taken back', numeric: true, minor: true, cell: (c) => <Money amount={c.takenBack} /> }, { key: 'paid', header: 'Paid', numeric: true, minor: true, cell: (c) => <Money amount={c.paid} /> }, { key: 'closing', header: 'Closing', numeric: true, cell: (c) => <Money amount={c.closing} /> },
          ]}
        />
      </Section>
      <Section title="By partner">
        <SmallTable
          caption="Statements that would be issued" rows={of.statements} keyOf={(s) => `${s.partner.id} ${s.currency}`} to={(s) => paths.partner(s.partner.id)}
          columns={[
            { key: 'partner', header: 'Partner', cell: (s) => s.partner.name }, { key: 'lines', header: 'Lines', numeric: true, cell: (s) => s.lines.toLocaleString('en-US') }, { key: 'opening', header: 'Opening', numeric: true, minor: true, cell: (s) => <Money amount={s.opening} /> },
            { key: 'earned', header: 'Earned', numeric: true, cell: (s) => <Money amount={s.earned} /> }, { key: 'back', header: 'Taken back', numeric: true, minor: true, cell: (s) => <Money amount={s.takenBack} /> },
            { key: 'paid', header: 'Paid', numeric: true, minor: true, cell: (s) => <Money amount={s.paid} /> }, { key: 'closing', header: 'Closing', numeric: true, cell: (s) => <Money amount={s.closing} /> },
          ]}
        />
        {count > of.statements.length && <Text size="sm" c="dimmed" mt="xs">The first {of.statements.length} of {count.toLocaleString('en-US')}, by name.</Text>}
      </Section>
    </>
  )
}

function Issue({ of, drafts, onClose }: { of: Period; drafts: Drafts; onClose: () => void }) {
  const form = useForm({
    initial: {},
    submit: async () => {
      await take(api.PUT('/api/v1/statement-periods/{period}', { params: { path: { period: of.period } } }))
      onClose()
      say(`${of.name} is closed. Its statements are being written and mailed.`)
    },
  })
  return (
    <FormDialog title={`Issue the statements for ${of.name}`} onClose={onClose} verb="Issue statements" form={form}>
      <Text size="sm">{sayCount(drafts.partners, 'partner')} {drafts.partners === 1 ? 'gets' : 'get'} a statement by mail, with a link to their page. {of.name} is closed by it: what becomes known later is told in the next one, marked as of an earlier period. This cannot be taken back.</Text>
    </FormDialog>
  )
}

function Closed({ of }: { of: Period }) {
  const isDone = of.state === 'issued'
  const share = of.partners ? (of.partnersDone / of.partners) * 100 : 0
  return (
    <Page title={of.name} parent={parent} sub={<>{daysOf(of)} · <PeriodState of={of} /></>} actions={isDone && <ButtonLink to={`${paths.statements()}?period=${of.period}`} variant="filled">Open statements</ButtonLink>}>
      <Section title={isDone ? 'Issued' : 'How far it is'}>
        {!isDone && <Progress.Root size="sm"><Progress.Section value={share} aria-label="Share of the partners that are done" /></Progress.Root>}
        <Text size="sm" mt="xs" role="status">{isDone ? `Statements for ${sayCount(of.partnersDone, 'partner')} were written and mailed.` : of.partners === null ? 'Waiting for its turn.' : `${of.partnersDone.toLocaleString('en-US')} of ${sayCount(of.partners, 'partner')}. You can leave this page; it goes on.`}</Text>
        {of.closedAt && <Text size="sm" c="dimmed" mt={4}>Closed <When at={of.closedAt} />{of.closedBy && ` by ${of.closedBy}`}.</Text>}
      </Section>
    </Page>
  )
}
