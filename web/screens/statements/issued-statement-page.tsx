import { Anchor, Button, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, downloadUrl, take } from '../../api/client.ts'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { sayPeriod } from '../../parts/quarters.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import classes from '../commissions/commissions.module.css'
import { sayComponent } from '../commissions/queries.ts'
import { StatementInvoices } from './statement-invoice.tsx'
import { statementQuery, type StatementDetail, type ToldLine } from './queries.ts'

/** One statement, as its partner reads it. */
export function IssuedStatementPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(statementQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The statement" />
  const s = query.data
  const file = (as: 'pdf' | 'csv') => downloadUrl(`/api/v1/statements/${s.id}/statement.${as}`)
  return (
    <Page
      title={`Statement for ${sayPeriod(s.period)}`} parent={{ title: 'Statements', to: paths.statements() }} sub={<><A to={paths.partner(s.partner.id)}>{s.partner.name}</A>, <Day date={s.from} /> to <Day date={s.to} /></>}
      actions={<><Anchor size="sm" href={file('pdf')} download>Download PDF</Anchor><Anchor size="sm" href={file('csv')} download>Export CSV</Anchor></>}
    >
      <Columns main={<><Balances of={s} /><Lines of={s} /></>} side={<><About of={s} /><StatementInvoices statementId={s.id} /><Timeline about={{ subject: s.id }} /></>} />
    </Page>
  )
}

function Balances({ of: s }: { of: StatementDetail }) {
  return (
    <>
      <Section title="Balances">
        <dl className={classes.balances}>
          <dt>Opening balance</dt><dd><Money amount={s.opening} /></dd>
          <dt>Earned</dt><dd><Money amount={s.earned} /></dd>
          <dt>Taken back</dt><dd><Money amount={s.takenBack} /></dd>
          <dt>Paid</dt><dd><Money amount={{ ...s.paid, amountMinor: (-BigInt(s.paid.amountMinor)).toString() }} /></dd>
          <dt>Closing balance</dt><dd><Money amount={s.closing} /></dd>
        </dl>
      </Section>
      {(s.schedule.length > 0 || s.waiting.amountMinor !== '0') && (
        <Section title="When the closing balance is paid">
          <SmallTable
            caption="When the closing balance is paid" keyOf={(row) => row.label} rows={[...s.schedule.map(({ on, amount }) => ({ label: on, on, amount })), ...(s.waiting.amountMinor === '0' ? [] : [{ label: 'waiting', on: null, amount: s.waiting }])]}
            columns={[
              { key: 'when', header: 'When', cell: (row) => (row.on ? <>{row.amount.amountMinor.startsWith('-') ? 'Set off from ' : 'By '}<Day date={row.on} /></> : 'On hold until the customers have paid') },
              { key: 'amount', header: 'Amount', numeric: true, cell: (row) => <Money amount={row.amount} /> },
            ]}
          />
        </Section>
      )}
      {s.payments.length > 0 && (
        <Section title="Payments">
          <SmallTable caption="Payments" rows={s.payments} keyOf={(_row, i) => String(i)} columns={[{ key: 'what', header: 'What', cell: (row) => row.memo }, { key: 'on', header: 'On', numeric: true, cell: (row) => <Day date={row.on} /> }, { key: 'amount', header: 'Amount', numeric: true, cell: (row) => <Money amount={row.amount} /> }]} />
        </Section>
      )}
    </>
  )
}

const kinds: Record<ToldLine['kind'], string> = { earned: '', adjustment: 'correction', reversal: 'reversal' }

function Lines({ of: s }: { of: StatementDetail }) {
  const more = useInfiniteQuery({
    queryKey: ['statements', s.id, 'lines'], initialPageParam: s.lines.next ?? 0, enabled: false, getNextPageParam: (last: StatementDetail['lines']) => last.next ?? undefined,
    queryFn: ({ pageParam }): Promise<StatementDetail['lines']> => take(api.GET('/api/v1/statements/{id}/lines', { params: { path: { id: s.id }, query: { after: pageParam, limit: 500 } } })),
  })
  const rows = [...s.lines.items, ...(more.data?.pages.flatMap((page) => page.items) ?? [])]
  return (
    <Section title="Lines" count={s.lineCount}>
      {rows.length === 0 ? <Text size="sm" c="dimmed">Nothing was earned or taken back in this period.</Text> : (
        <SmallTable
          caption="Lines of the statement" rows={rows} keyOf={(line) => line.commissionId} to={(line) => paths.commission(line.commissionId)}
          columns={[
            { key: 'for', header: 'For', cell: (line) => line.about },
            { key: 'what', header: 'What', minor: true, cell: (line) => <>{[sayComponent(line.component), kinds[line.kind], line.isPrior ? 'of an earlier period' : ''].filter(Boolean).join(', ')}{line.dispute && <>, <A to={paths.dispute(line.dispute.id)}>disputed</A></>}</> },
            { key: 'earned', header: 'Earned on', numeric: true, cell: (line) => <Day date={line.earnedOn} /> }, { key: 'payable', header: 'Payable by', numeric: true, minor: true, cell: (line) => (line.payable.amountMinor === '0' ? 'On hold' : <Day date={line.payableOn} />) },
            { key: 'amount', header: 'Amount', numeric: true, cell: (line) => <Money amount={line.amount} /> },
          ]}
        />
      )}
      {rows.length < s.lineCount && <Button mt="sm" loading={more.isFetching} onClick={() => void more.fetchNextPage()}>Show more</Button>}
    </Section>
  )
}

function About({ of: s }: { of: StatementDetail }) {
  return (
    <Section title="About it">
      <Facts label="About it" items={{ Number: `${s.number} in ${s.currency}`, Issued: <When at={s.issuedAt} />, 'Disputable until': <Day date={s.disputableUntil} />, Account: <A to={paths.statement(s.partner.id)}>Between any two days</A> }} />
    </Section>
  )
}
