import { Text } from '@mantine/core'
import { Quote } from '../../parts/quote.tsx'
import { When } from '../../parts/when.tsx'
import type { Candidate } from './queries.ts'
import classes from './recruiting.module.css'

type Assessment = Candidate['assessments'][number]
const saidBy: Record<Candidate['criteria'][number]['from'], string> = { assessors: '', applicant: 'said by the applicant', figures: 'computed', nobody: '' }

/** Criterion by criterion: what counts, and what each assessor said, with the differences marked. */
export function Assessments({ candidate }: { candidate: Candidate }) {
  const { criteria, assessments, differences } = candidate
  const stated = new Map(candidate.applications.flatMap((one) => one.answers.map((answer) => [answer.criterionId, answer])))
  const hasStated = stated.size > 0
  return (
    <>
      <div className={classes.compare} tabIndex={0} role="region" aria-label="Scorecard, criterion by criterion">
        <table>
          <thead>
            <tr>
              <th scope="col">Criterion</th><th scope="col">Counts</th>
              {hasStated && <th scope="col">Applicant</th>}
              {assessments.map((a) => <th scope="col" key={a.id}>{a.by.name}{a.isYours && ' (you)'}<br /><span className={classes.quiet}><When at={a.at} day /></span></th>)}
            </tr>
          </thead>
          <tbody>
            {criteria.map((criterion) => (
              <tr key={criterion.id}>
                <th scope="row">{criterion.name}<br /><span className={classes.quiet}>{Math.round(criterion.most)} of 100{differences.includes(criterion.id) && <>, <strong className={classes.soon}>they differ</strong></>}</span></th>
                <td>{criterion.said ?? <span className={classes.unknown}>Unknown</span>}<br /><span className={classes.quiet}>{[criterion.measure === 'base_kind' && criterion.said !== null ? null : criterion.figure, saidBy[criterion.from], `${sayPoints(criterion)} points`].filter(Boolean).join(', ')}</span></td>
                {hasStated && <td>{stated.get(criterion.id)?.words ?? '–'}</td>}
                {assessments.map((a) => <td key={a.id}><Answer answer={a.answers.find((one) => one.criterionId === criterion.id)} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {assessments.length > 1 && <Text size="sm" c="dimmed" mt="xs">Each counts with what they said last; where both answered, their points are averaged.</Text>}
      {assessments.filter((a) => a.note).map((a) => <Quote key={a.id} source={<>{a.by.name}, <When at={a.at} day /></>}>{a.note ?? ''}</Quote>)}
    </>
  )
}

function Answer({ answer }: { answer: Assessment['answers'][number] | undefined }) {
  if (!answer) return <>–</>
  return <>{answer.words}{!answer.counts && <span className={classes.quiet}> (asked in other words now; does not count)</span>}{answer.evidence && <><br /><span className={classes.quiet}>{answer.evidence}</span></>}</>
}

const sayPoints = ({ low, high }: { low: number; high: number }): string => (low === high ? String(Math.round(low)) : `${Math.round(low)} to ${Math.round(high)}`)
