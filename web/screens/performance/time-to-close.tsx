import { Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Behind } from '../../parts/behind.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { A } from '../../parts/link.tsx'
import { paths } from '../../paths.ts'
import { axisOf, stepAt } from './curves.ts'
import { timeToCloseQuery, type Curve, type TimeToClose } from './queries.ts'
import { StepChart } from './step-chart.tsx'

/** How long winning takes, partner-sourced against direct: the finding first, the curves, and the numbers behind. */
export function TimeToCloseSection({ partner }: { partner?: string }) {
  const query = useQuery(timeToCloseQuery(partner))
  return (
    <Section title="Time to close">
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="Time to close" /> : !query.data ? <Loading lines={4} /> : <Found data={query.data} partner={partner} />}
    </Section>
  )
}

function Found({ data, partner }: { data: TimeToClose; partner: string | undefined }) {
  const { ref, width } = useElementSize()
  const curves = [data.own, data.direct].filter((curve) => curve.cases > 0)
  return (
    <>
      <Text size="md" maw="46rem">{data.finding} <Text span c="dimmed">{data.certainty}</Text></Text>
      {curves.length > 0 && (
        <>
          <div ref={ref} style={{ maxWidth: '46rem', minHeight: '19rem' }}>{width > 0 && <StepChart own={data.own} direct={data.direct} width={width} label={`${data.finding} ${data.certainty}`} />}</div>
          <Text size="sm" c="dimmed" mb="xs">Share of opportunities not won yet, by days since they were opened. The shaded bands hold the true share with 95 %.</Text>
          <NumbersBehind data={data} curves={curves} />
        </>
      )}
      <Text size="sm" c="dimmed" maw="46rem" mt="xs">
        {data.own.cases > 0 && <A to={paths.performanceRows()} search={{ measure: 'time_to_close', partner } as never}>{sayCases(data.own)}</A>}{data.own.cases > 0 && data.direct.cases > 0 && ', '}
        {data.direct.cases > 0 && <A to={paths.performanceRows()} search={{ measure: 'time_to_close_direct' } as never}>{sayCases(data.direct)}</A>}
        {sayLeftOut(data)}
      </Text>
    </>
  )
}

const sayCases = (curve: Curve): string => `${curve.name === 'Direct' ? 'direct' : curve.name}: ${sayCount(curve.cases, 'case')}, ${sayNumber(curve.won)} won, ${sayNumber(curve.lost)} lost, ${sayNumber(curve.open)} open`
function sayLeftOut({ own, direct }: TimeToClose): string {
  const n = own.leftOut + direct.leftOut
  return n === 0 ? '.' : `. ${sayCount(n, 'opportunity', 'opportunities')} without an opening date, or closed before it, ${n === 1 ? 'is' : 'are'} left out.`
}

function NumbersBehind({ data, curves }: { data: TimeToClose; curves: Curve[] }) {
  const days = axisOf(curves, 12).ticks.filter((day) => day > 0)
  const cell = (curve: Curve, day: number): string => {
    const step = stepAt(curve, day)
    if (!step) return day > (curve.steps.at(-1)?.days ?? 0) ? '–' : '100 %'
    return `${Math.round(step.share * 100)} %${step.low === null || step.high === null ? '' : ` (${Math.round(step.low * 100)}–${Math.round(step.high * 100)})`}`
  }
  return (
    <Behind title="The numbers behind">
      <SmallTable
        caption="Share not won yet, by days" rows={days} keyOf={String}
        columns={[{ key: 'days', header: 'Days', cell: (day) => day }, ...curves.map((curve) => ({ key: curve.name, header: `${curve.name}, not won yet`, numeric: true, cell: (day: number) => cell(curve, day) }))]}
      />
      <Text size="sm" c="dimmed" mt="xs" maw="46rem">
        {curves.map((c) => `${c.name}: ${sayMedian(c)}`).join(' ')} {data.test && data.verdict !== 'too_early' && `Log-rank test: ${data.test.p < 0.001 ? 'p < 0.001' : `p = ${data.test.p.toFixed(3)}`}.`} {data.definition}
      </Text>
    </Behind>
  )
}

function sayMedian({ median }: Curve): string {
  if (median.days === null) return 'fewer than half are won, so there is no median yet.'
  const range = median.low === null ? '' : median.high === null ? `, 95 % interval from ${median.low} on` : `, 95 % interval ${median.low} to ${median.high}`
  return `median ${median.days} days${range}.`
}
