import { Anchor, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, downloadUrl, send, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { HowFar, sayRest } from '../../parts/how-far.tsx'
import { sayCount, sayPercent } from '../../parts/numbers.ts'
import { ErrorState, Loading } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { BackTestBars } from './back-test-bars.tsx'
import { backTestQuery, isUnderWay, type BackTest, type BackTestOutcome } from './queries.ts'

/** One back-test: how far it is, and what it comes to, as a sentence, a picture and a table. */
export function BackTestResult({ id }: { id: string }) {
  const query = useQuery(backTestQuery(id))
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="The back-test" />
  if (!query.data) return <Loading />
  const test = query.data
  return (
    <>
      {test.state !== 'done' && <Far test={test} />}
      {test.rejected > 0 && <Text size="sm" mb="sm">{sayCount(test.rejected, 'row')} of the file could not be used. <Anchor size="sm" href={downloadUrl(`/api/v1/back-tests/${test.id}/rejected.csv`)} download>Take {test.rejected === 1 ? 'it' : 'them'} as CSV, with reasons</Anchor></Text>}
      {!isUnderWay(test.state) && <Outcomes key={test.id} test={test} />}
    </>
  )
}

function Far({ test }: { test: BackTest }) {
  const stop = useAct(() => send(api.PUT('/api/v1/back-tests/{id}/cancellation', { params: { path: { id: test.id } } })), { done: 'It stops after the partners it is at. What is worked out so far is kept.' })
  if (test.state === 'failed') return <Text size="sm" c="var(--mantine-color-error)" mb="sm" role="alert">{test.problem}</Text>
  const done = test.partnersTotal === null ? (test.fileName ? `${sayCount(test.rows, 'row')} read` : '') : `${test.partnersDone.toLocaleString('en-US')} of ${sayCount(test.partnersTotal, 'partner')}`
  if (test.state === 'cancelled') return <Text size="sm" mb="md" role="status">Stopped{done ? ` after ${done}; what follows is of those` : ''}.</Text>
  return (
    <>
      <HowFar percent={test.percent} label="Share of the back-test that is done" />
      <Group justify="space-between" mt="xs" mb="md">
        <Text size="sm" className="numbers" role="status">{test.state === 'waiting' ? 'Waiting for its turn.' : `${sayPercent(test.percent.toFixed(1))}${done ? `, ${done}` : ''}${sayRest(test.secondsLeft)}. You can leave this page; it goes on.`}</Text>
        <CanButton can={test.can.cancel} loading={stop.busy} onClick={() => stop.run()}>Stop</CanButton>
      </Group>
    </>
  )
}

const sizeOf = (n: bigint) => (n < 0n ? -n : n)
const columns: Column<BackTestOutcome>[] = [
  { key: 'partner', header: 'Partner', cell: (one) => <>{one.partner.name}{!one.partner.id && <span className={text.source}>not one of ours</span>}</> },
  { key: 'booked', header: 'Booked', numeric: true, cell: (one) => <><Money amount={one.booked} />{one.others.map((other) => <span key={other.currency} className={text.source}>and {formatMoney(other.booked)}</span>)}</> },
  { key: 'draft', header: 'Draft', numeric: true, cell: (one) => <Money amount={one.draft} /> },
  { key: 'change', header: 'Change', numeric: true, cell: (one) => <Change of={one.change} /> },
]

function Outcomes({ test }: { test: BackTest }) {
  const pages = usePages(['back-tests', test.id, 'outcomes'], (after) => take(api.GET('/api/v1/back-tests/{id}/outcomes', { params: { path: { id: test.id }, query: after ? { after } : {} } })))
  const [booked, draft] = [BigInt(test.booked.amountMinor), BigInt(test.draft.amountMinor)]
  const difference = formatMoney({ amountMinor: sizeOf(draft - booked).toString(), currency: test.currency })
  const withOthers = test.others.length === 0 ? '' : ` Booked in other currencies, and not compared: ${test.others.map((one) => formatMoney(one.booked)).join(', ')}.`
  if (test.gain + test.lose + test.same === 0 && test.others.length === 0) return test.state === 'failed' ? null : <Text size="sm">Nothing in this period earns anything, before or under the draft.</Text>
  return (
    <>
      <Text size="sm" mb="md" role="status">
        {draft === booked ? `It costs the same, ${formatMoney(test.draft)}.` : `It costs ${formatMoney(test.draft)} instead of ${formatMoney(test.booked)}, ${difference} ${draft > booked ? 'more' : 'less'}.`}
        {' '}{test.gain === 0 ? 'No partner' : sayCount(test.gain, 'partner')} would have earned more, {test.lose === 0 ? 'none' : test.lose} less{test.same > 0 ? `, ${test.same} the same` : ''}.{test.unused > 0 && ` ${sayCount(test.unused, 'fact')} cannot be used by it.`}{withOthers}
      </Text>
      <BackTestBars rows={pages.rows.slice(0, 12)} currency={test.currency} />
      {pages.rows.length > 12 && <Text size="sm" c="dimmed" mb="md">The twelve that change most; all are in the table.</Text>}
      <DataTable caption="Each partner, booked and under the draft" noun={['partner']} columns={columns} pages={pages} keyOf={(one) => one.partner.id ?? one.partner.name} csv={downloadUrl(`/api/v1/back-tests/${test.id}/outcomes.csv`)} empty={<Text size="sm">Nobody is worked out yet.</Text>} />
    </>
  )
}

function Change({ of }: { of: BackTestOutcome['change'] }) {
  const change = BigInt(of.amountMinor)
  if (change === 0n) return <span className={text.quiet}>none</span>
  return <span className={change > 0n ? text.good : text.late}>{change > 0n ? '+' : ''}{formatMoney(of)}</span>
}

