import { Refusal, type FieldProblem } from '../../kernel/refusal.ts'
import type { Among, Criterion } from './score-rules.ts'

const isSomething = (among: Among | undefined): boolean => among !== undefined && among.industries.length + among.sizes.length + among.places.length > 0

/** What is wrong with a scorecard that somebody wrote, each at its field; undefined when it can be used. */
export function checkScorecard(criteria: Criterion[]): Refusal | undefined {
  const fields: FieldProblem[] = []
  const wrong = (field: string, code: string, message: string) => fields.push({ field, code: `recruiting.${code}`, message })
  criteria.forEach((criterion, i) => {
    const at = `criteria.${i}`
    const { steps } = criterion
    if (criteria.findIndex((other) => other.id === criterion.id) < i) wrong(`${at}.id`, 'criterion_twice', 'Another criterion has this id.')
    if (criteria.findIndex((other) => other.name.toLowerCase() === criterion.name.toLowerCase()) < i) wrong(`${at}.name`, 'criterion_twice', 'Another criterion has this name.')
    if (steps.every((step) => step.points === 0)) wrong(`${at}.steps`, 'no_points', 'At least one step gives points.')
    if (steps.every((step) => step.knocksOut)) wrong(`${at}.steps`, 'all_knock_out', 'At least one step does not knock out.')
    steps.forEach((step, n) => {
      if (steps.findIndex((other) => other.words.toLowerCase() === step.words.toLowerCase()) < n) wrong(`${at}.steps.${n}.words`, 'step_twice', 'Another step says the same.')
    })
    if (criterion.kind === 'computed') {
      if (!criterion.measure) wrong(`${at}.measure`, 'no_measure', 'Say which figure it is computed from.')
      if (criterion.measure === 'base_kind' && !isSomething(criterion.among)) wrong(`${at}.among`, 'no_kind', 'Say which industries, sizes or places count.')
      if (steps[0]?.from !== 0) wrong(`${at}.steps.0.from`, 'from_zero', 'The first step begins at 0.')
      steps.forEach((step, n) => {
        if (n > 0 && (step.from === null || step.from <= (steps[n - 1]?.from ?? 0))) wrong(`${at}.steps.${n}.from`, 'from_rises', 'Each step begins above the one before.')
      })
    } else if (criterion.measure || steps.some((step) => step.from !== null)) wrong(`${at}.measure`, 'not_computed', 'Only a computed criterion has a figure.')
    if (criterion.measure !== 'base_kind' && criterion.among) wrong(`${at}.among`, 'not_of_a_kind', 'Only the kind of customers asks for industries, sizes or places.')
    if (criterion.needsEvidence && criterion.kind !== 'assessed') wrong(`${at}.needsEvidence`, 'evidence_assessed', 'Only what a member assesses needs evidence.')
  })
  return fields.length > 0 ? new Refusal('invalid', 'invalid', 'This scorecard cannot be used yet.', fields) : undefined
}
