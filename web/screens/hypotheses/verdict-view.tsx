import { Text } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Behind } from '../../parts/behind.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { FindingBar } from './finding-bar.tsx'
import classes from './hypotheses.module.css'
import { sayProbability } from '../../parts/numbers.ts'
import { likelihoodWords, tight, verdictQuery, type Finding, type Hypothesis } from './queries.ts'

/** What was predicted against what happened, each number with how likely it is met. */
export function VerdictView({ hypothesis }: { hypothesis: Hypothesis }) {
  const query = useQuery(verdictQuery(hypothesis.id))
  const { ref, width } = useElementSize()
  const verdict = query.data
  return (
    <Section title="Verdict so far">
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The verdict" /> : !verdict ? <Loading lines={4} /> : verdict.proposal === 'not_begun' ? <Text size="sm" c="dimmed">{verdict.sentence}</Text> : (
        <>
          <Text size="md" maw="46rem" mb={4} fw={600} role="status">{verdict.sentence}</Text>
          <Text size="sm" maw="46rem" mb="sm">{tight([verdict.byReview?.sentence, verdict.stop.sentence, verdict.fees].filter(Boolean).join(' '))}</Text>
          <ul className={classes.findings} ref={ref as never}>
            {verdict.findings.map((finding) => (
              <li key={finding.measure} className={classes.finding}>
                <div className={classes.findingHead}>
                  <Text size="sm" fw={600} title={finding.definition}>{finding.name}</Text>
                  <Text size="sm" className="numbers"><SoFar hypothesis={hypothesis} finding={finding} /></Text>
                </div>
                <Text size="sm" mb={6}>{tight(finding.sentence)}</Text>
                {width > 0 && <FindingBar finding={finding} width={Math.min(width, 460)} />}
              </li>
            ))}
          </ul>
          <Behind title="The numbers, and what they mean">
            <SmallTable
              caption="Predicted and actual" rows={verdict.findings} keyOf={(finding) => finding.measure}
              columns={[
                { key: 'name', header: 'Prediction', cell: (f) => <>{f.name}<Text size="xs" c="dimmed">{f.definition}</Text></> }, { key: 'predicted', header: 'Predicted', numeric: true, cell: (f) => f.saidPredicted },
                { key: 'actual', header: 'So far', numeric: true, cell: (f) => f.saidActual }, { key: 'n', header: 'n', numeric: true, minor: true, cell: (f) => f.cases }, { key: 'likely', header: 'True value, 80 %', numeric: true, minor: true, cell: (f) => f.saidLikely ?? '–' },
                { key: 'probability', header: 'Target met', numeric: true, cell: (f) => (f.measure === 'active_partners' ? (f.likelihood === 'very_likely' ? 'yes' : 'not yet') : f.probability === null ? likelihoodWords.too_early : sayProbability(f.probability)) },
              ]}
            />
          </Behind>
          <Text size="sm" c="dimmed" maw="46rem">The line is the prediction, the dot what was seen, the bar where the true value lies with 80 %. A person decides; this is what the numbers say.</Text>
        </>
      )}
    </Section>
  )
}

function SoFar({ hypothesis, finding }: { hypothesis: Hypothesis; finding: Finding }) {
  if (finding.measure === 'active_partners' || finding.cases === 0) return <>{finding.saidActual}</>
  return <A to={paths.hypothesisRows(hypothesis.id)} search={{ figure: finding.measure } as never} aria-label={`${finding.name}: ${finding.saidActual}. Open the rows.`}>{finding.saidActual}</A>
}
