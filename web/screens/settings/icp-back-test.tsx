import { Button, Group, Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import text from '../../parts/text.module.css'
import type { Body } from './icp-draft.ts'
import { sayGrade, sayRate, verdictWords, type BackTest } from './icp-queries.ts'
import { IcpRateChart } from './icp-rate-chart.tsx'

/** How the draft would have split what we won from what we lost. Nothing is kept. */
export function IcpBackTest({ body, isSaved }: { body: Body; isSaved: boolean }) {
  const [found, setFound] = useState<{ test: BackTest; of: string } | null>(null)
  const act = useAct(() => take(api.POST('/api/v1/icp/back-test', { body: isSaved ? {} : { draft: body } })), { quiet: true, onDone: (test) => setFound({ test, of: JSON.stringify(body) }) })
  return (
    <Section title="Back-test">
      <Text size="sm" c="dimmed" mb="sm" maw="46rem">Grades the companies of all your won and lost opportunities by {isSaved ? 'the profile in force' : 'this draft'}. Nothing is changed or kept.</Text>
      <Group mb="md"><Button loading={act.busy} onClick={() => act.run()}>{found ? 'Test again' : 'Test on our past'}</Button></Group>
      <FormError problem={act.problem} orphans={Object.values(act.problem?.fields ?? {})} />
      {found && <Found test={found.test} isOld={found.of !== JSON.stringify(body)} />}
    </Section>
  )
}

function Found({ test, isOld }: { test: BackTest; isOld: boolean }) {
  const { ref, width } = useElementSize()
  return (
    <>
      {isOld && <Text size="sm" className={text.late} mb="xs">The draft has changed since; test it again.</Text>}
      <Text size="md" maw="46rem" mb="xs" role="status">{test.finding}</Text>
      {test.all.cases > 0 && (
        <>
          <div ref={ref} style={{ maxWidth: '40rem' }}>{width > 0 && <IcpRateChart test={test} width={width} />}</div>
          <Grades test={test} />
          <Text size="sm" mt="md" mb="md" maw="46rem">
            {test.precision.cases === 0 ? 'No closed opportunity is A or B, so there is no precision.' : `Precision: of ${sayNumber(test.precision.cases)} closed opportunities with A or B, ${sayRate(test.precision)} were won.`}
            {test.recall.cases > 0 && ` Recall: of ${sayNumber(test.recall.cases)} won, ${sayRate(test.recall)} were A or B.`}
          </Text>
          {test.criteria.length > 0 && <Criteria test={test} />}
        </>
      )}
      <Text size="sm" c="dimmed" mt="md" maw="46rem">
        {test.limitation} Ranges hold the true rate with 95 % and count opportunities of one company as alike.{test.withoutCompany > 0 && ` ${sayCount(test.withoutCompany, 'closed opportunity', 'closed opportunities')} without a company ${test.withoutCompany === 1 ? 'is' : 'are'} left out.`}
      </Text>
    </>
  )
}

function Grades({ test }: { test: BackTest }) {
  return (
    <SmallTable
      caption="Won and lost by grade" rows={test.grades} keyOf={(row) => row.grade}
      foot={['All', sayNumber(test.all.cases), sayNumber(test.all.companies), sayNumber(test.all.counted), sayRate(test.all), '1.00', '']}
      columns={[
        { key: 'grade', header: 'Grade', cell: (row) => sayGrade(row.grade) }, { key: 'n', header: 'Closed', numeric: true, cell: (row) => sayNumber(row.rate.cases) },
        { key: 'companies', header: 'Companies', numeric: true, cell: (row) => sayNumber(row.rate.companies) }, { key: 'won', header: 'Won', numeric: true, cell: (row) => sayNumber(row.rate.counted) },
        { key: 'rate', header: 'Win rate', numeric: true, cell: (row) => sayRate(row.rate) }, { key: 'lift', header: 'Lift', numeric: true, cell: (row) => (row.lift === null ? '–' : row.lift.toFixed(2)) },
        { key: 'verdict', header: 'Against the others', cell: (row) => verdictWords[row.verdict] },
      ]}
    />
  )
}

function Criteria({ test }: { test: BackTest }) {
  const cell = (standing: 'met' | 'near' | 'missed' | 'unknown') => (row: BackTest['criteria'][number]) => (row.rates[standing].cases === 0 ? '–' : `${sayRate(row.rates[standing])} of ${sayNumber(row.rates[standing].cases)}`)
  return (
    <SmallTable
      caption="Win rate by criterion" rows={test.criteria} keyOf={(row, i) => `${i} ${row.criterion}`}
      columns={[
        { key: 'criterion', header: 'Win rate where', cell: (row) => row.criterion }, { key: 'met', header: 'Met', numeric: true, cell: cell('met') }, { key: 'near', header: 'Near', numeric: true, minor: true, cell: cell('near') },
        { key: 'missed', header: 'Missed', numeric: true, cell: cell('missed') }, { key: 'unknown', header: 'Unknown', numeric: true, cell: cell('unknown') }, { key: 'verdict', header: 'Met against missed', cell: (row) => verdictWords[row.verdict] },
      ]}
    />
  )
}
