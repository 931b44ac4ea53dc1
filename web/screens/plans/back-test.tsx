import { Button, Group, Progress, Text } from '@mantine/core'
import { useState } from 'react'
import { FilterDate } from '../../parts/filter-date.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { formatMoney, Money } from '../../parts/money.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import text from '../../parts/text.module.css'
import { sayDuration } from '../../parts/time.ts'
import { paths } from '../../paths.ts'
import { BackTestBars } from './back-test-bars.tsx'
import type { Document } from './document.ts'
import { useBackTest, type BackTest as Test, type Outcome } from './use-back-test.ts'

/** What the draft would have paid over the real past, beside what was booked; nothing is kept. */
export function BackTest({ document, isUsable }: { document: Document; isUsable: boolean }) {
  const { test, problem, start, stop } = useBackTest()
  const [period, setPeriod] = useState<{ from?: string; to?: string }>({})
  const set = (name: 'from' | 'to', day: string | undefined) => setPeriod(({ [name]: _, ...rest }) => (day ? { ...rest, [name]: day } : rest))
  const isRunning = test?.state === 'running'
  return (
    <Section title="Back-test">
      <Text size="sm" c="dimmed" mb="sm" maw="40rem">Runs the draft over what happened: facts that were told, and introductions and opportunities that earned something. Nothing is booked or kept.</Text>
      <Group gap="xs" mb="md">
        <FilterDate label="From" value={period.from} onChange={(day) => set('from', day)} />
        <FilterDate label="To" value={period.to} onChange={(day) => set('to', day)} />
        {isRunning ? <Button onClick={stop}>Stop</Button> : <Button disabled={!isUsable} onClick={() => void start(document, period)}>{test ? 'Run again' : 'Run over the past'}</Button>}
        {!isUsable && <Text size="sm" c="dimmed">Put the plan right first.</Text>}
      </Group>
      <FormError problem={problem} />
      {test && <Far test={test} />}
      {test && test.state !== 'running' && <Outcomes test={test} isOld={test.document !== document} />}
    </Section>
  )
}

function Far({ test }: { test: Test }) {
  if (test.state === 'done') return null
  const percent = test.total === 0 ? 0 : Math.round((test.done / test.total) * 100)
  return (
    <>
      <Progress.Root size="sm"><Progress.Section value={percent} aria-label="Share of the partners that is worked out" /></Progress.Root>
      <Text size="sm" mt="xs" mb="md" className="numbers" role="status">
        {test.state === 'stopped' ? `Stopped after ${test.done} of ${sayCount(test.total, 'partner')}; what follows is of those.` : `${test.done} of ${sayCount(test.total, 'partner')}${test.secondsLeft ? `, about ${sayDuration(test.secondsLeft * 1000)} left` : ''}`}
      </Text>
    </>
  )
}

const minor = (amountMinor: bigint, currency: string) => ({ amountMinor: amountMinor.toString(), currency })
const sizeOf = (n: bigint) => (n < 0n ? -n : n)
const byChange = (a: Outcome, b: Outcome) => Number(sizeOf(b.draftMinor - b.bookedMinor) - sizeOf(a.draftMinor - a.bookedMinor)) || a.name.localeCompare(b.name)

function Outcomes({ test, isOld }: { test: Test; isOld: boolean }) {
  const { currency } = test
  const rows = test.outcomes.filter((one) => one.bookedMinor !== 0n || one.draftMinor !== 0n || one.others.length > 0).sort(byChange)
  if (rows.length === 0) return <Text size="sm">Nothing in this period earns anything, before or under the draft.</Text>
  const sum = (of: (one: Outcome) => bigint) => rows.reduce((total, one) => total + of(one), 0n)
  const [booked, draft] = [sum((one) => one.bookedMinor), sum((one) => one.draftMinor)]
  const [gain, lose] = [rows.filter((one) => one.draftMinor > one.bookedMinor).length, rows.filter((one) => one.draftMinor < one.bookedMinor).length]
  return (
    <>
      {isOld && <Text size="sm" className={text.late} mb="xs">The draft has changed since; run it again.</Text>}
      <Text size="sm" mb="md" role="status">
        {draft === booked ? `It costs the same, ${formatMoney(minor(draft, currency))}.` : `It costs ${formatMoney(minor(draft, currency))} instead of ${formatMoney(minor(booked, currency))}, ${formatMoney(minor(sizeOf(draft - booked), currency))} ${draft > booked ? 'more' : 'less'}.`}
        {' '}{gain === 0 ? 'No partner' : sayCount(gain, 'partner')} would have earned more, {lose === 0 ? 'none' : lose} less.{test.unused > 0 && ` ${sayCount(test.unused, 'fact')} cannot be used by it.`}
      </Text>
      <BackTestBars rows={rows.slice(0, 12)} currency={currency} />
      {rows.length > 12 && <Text size="sm" c="dimmed" mb="md">The twelve that change most; all are in the table.</Text>}
      <SmallTable
        caption="Each partner, booked and under the draft" rows={rows} keyOf={(one) => one.id} to={(one) => paths.partner(one.id)}
        foot={['In all', <Money key="booked" amount={minor(booked, currency)} />, <Money key="draft" amount={minor(draft, currency)} />, <Change key="change" of={draft - booked} currency={currency} />]}
        columns={[
          { key: 'partner', header: 'Partner', cell: (one) => one.name },
          { key: 'booked', header: 'Booked', numeric: true, cell: (one) => <><Money amount={minor(one.bookedMinor, currency)} />{one.others.map((other) => <span key={other.currency} className={text.source}>and {formatMoney(other)}</span>)}</> },
          { key: 'draft', header: 'Draft', numeric: true, cell: (one) => <Money amount={minor(one.draftMinor, currency)} /> },
          { key: 'change', header: 'Change', numeric: true, cell: (one) => <Change of={one.draftMinor - one.bookedMinor} currency={currency} /> },
        ]}
      />
    </>
  )
}

function Change({ of, currency }: { of: bigint; currency: string }) {
  if (of === 0n) return <span className={text.quiet}>none</span>
  return <span className={of > 0n ? text.good : text.late}>{of > 0n ? '+' : ''}{formatMoney(minor(of, currency))}</span>
}
