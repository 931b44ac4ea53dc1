import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { paths } from '../../paths.ts'
import { stateWords as hypothesisStates, tight } from '../hypotheses/queries.ts'
import { titleOf } from '../hypotheses/title.ts'
import { FigureLink, type PredictedRowsOf } from '../performance/figure-link.tsx'
import { MeasuresTable, NowReads } from '../performance/measures-table.tsx'
import { definitionsQuery, periodWish, sayPeriod } from '../performance/queries.ts'
import type { Review } from './queries.ts'
import classes from './reviews.module.css'

/** What performance says of the partner, and what was predicted of it: live, or as it was when the review was held. */
export function ReviewNumbers({ review }: { review: Review }) {
  const { numbers, hidden, nowReads, partner, held } = review
  const definitions = useQuery(definitionsQuery).data
  const { timeToClose } = numbers
  return (
    <>
      <Section title={held ? 'Numbers, frozen' : 'Numbers, live'}>
        <MeasuresTable measures={numbers.measures} period={numbers.period} hidden={hidden} partner={partner.id} likely={definitions?.likely} program={definitions?.program} nowReads={nowReads} />
        <Text size="sm" maw="46rem" mt="sm">{timeToClose.finding} <Text span c="dimmed">{timeToClose.certainty}</Text></Text>
      </Section>
      <Predicted review={review} />
    </>
  )
}

function Predicted({ review: { numbers: { hypothesis: h, period }, partner, predictedNowReads } }: { review: Review }) {
  if (!h) return <Section title="Against the hypothesis"><Text size="sm" c="dimmed">The partner belongs to no hypothesis, so nothing was predicted of it.</Text></Section>
  return (
    <Section title="Against the hypothesis">
      <Text size="sm" mb="xs"><A to={paths.hypothesis(h.id)}>{titleOf(h)}</A>, {hypothesisStates[h.state as keyof typeof hypothesisStates].word.toLowerCase()}, predictions version {h.version}.</Text>
      {h.ramp && <Text size="sm" mb="xs">{h.ramp}</Text>}
      {h.lines.length === 0 ? <Text size="sm" c="dimmed">Its test has not begun, so nothing is compared yet.</Text> : (
        <div className={classes.predicted}>
          <SmallTable
            caption="Predicted of a partner, and what this one brought" rows={h.lines} keyOf={(line) => line.key}
            columns={[
              { key: 'name', header: 'Prediction', width: '55%', cell: (line) => <>{line.name}<Text size="xs" c="dimmed">{line.definition}</Text></> }, { key: 'said', header: sayPeriod(period), numeric: true, cell: (line) => <Brought line={line} now={predictedNowReads.find((one) => one.key === line.key)} hypothesis={h.id} rows={{ figure: line.key, partner: partner.id, ...periodWish(period) }} /> },
              { key: 'predicted', header: 'Predicted', numeric: true, cell: (line) => <>{tight(line.saidPredicted)}{line.saidRange && <Text size="xs" c="dimmed">{tight(line.saidRange)}</Text>}</> }, { key: 'n', header: 'n', numeric: true, minor: true, cell: (line) => line.cases },
            ]}
          />
        </div>
      )}
      {h.lines.length > 0 && <Text size="sm" c="dimmed" mt="xs" maw="46rem">One partner in one quarter has too few cases to judge a prediction by; the hypothesis counts all of them together.</Text>}
    </Section>
  )
}

type Line = NonNullable<Review['numbers']['hypothesis']>['lines'][number]

/** What the partner brought, and what it reads now where it was frozen and has changed: that one opens to its rows. */
function Brought({ line, now, hypothesis, rows }: { line: Line; now: Review['predictedNowReads'][number] | undefined; hypothesis: string; rows: PredictedRowsOf }) {
  const link = (one: Pick<Line, 'said' | 'cases'>, name: string, isStrong: boolean) => <FigureLink figure={{ ...one, said: tight(one.said), amounts: [] }} rows={rows} name={name} isStrong={isStrong} to={paths.hypothesisRows(hypothesis)} />
  return now ? <><b>{tight(line.said)}</b><NowReads>{link(now, `${line.name}, now`, false)}</NowReads></> : link(line, line.name, true)
}
