import { newId, type Id } from '../../kernel/ids.ts'
import { Refusal, refuse, type FieldProblem } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { candidateAssessed } from './events.ts'
import type { Answers, Criterion } from './score-rules.ts'
import { scorecardOf } from './scorecards.ts'
import { lockCandidate } from './store.ts'

export type Assessment = {
  /** The version of the scorecard that was on the screen. */
  version: number
  answers: { criterionId: string; step: number; evidence: string | null }[]
  note: string | null
}

/**
 * One member's view of a candidate. It stands beside those of others, and takes the place of what the same member said before. What is
 * left out is unknown to that member. Refuses: a scorecard that changed meanwhile, answers that it does not ask for, a step without the
 * evidence it needs, nothing at all.
 */
export async function assessCandidate(ctx: Ctx, id: Id, { version, answers, note }: Assessment): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const { partner } = await lockCandidate(tx, id)
    if (tx.actor.kind !== 'member') throw refuse('forbidden', 'recruiting.not_a_member', 'An assessment is a person’s. Sign in as a member to give one.')
    const card = await scorecardOf(tx, partner.type)
    if (card.version !== version) throw refuse('conflict', 'recruiting.scorecard_changed', 'The scorecard was changed meanwhile. Nothing was saved; look at it again, your words are still here.')
    const given = readAnswers(card.criteria, answers)
    if (given instanceof Refusal) throw given
    const assessmentId = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('assessment')
      .values({ workspace_id: tx.workspace, id: assessmentId, partner_id: id, partner_type: partner.type, scorecard_version: version, answers: JSON.stringify(given), note, assessor_id: tx.actor.id, assessed_at: tx.now })
      .execute()
    await record(tx, candidateAssessed(id, { assessmentId, version, answered: answers.length }))
    return { id: assessmentId }
  })
}

function readAnswers(criteria: Criterion[], answers: Assessment['answers']): Answers | Refusal {
  const fields: FieldProblem[] = []
  const given: Answers = {}
  answers.forEach(({ criterionId, step, evidence }, i) => {
    const criterion = criteria.find((one) => one.id === criterionId)
    const chosen = criterion?.steps[step]
    const wrong = (field: string, code: string, message: string) => fields.push({ field: `answers.${i}.${field}`, code: `recruiting.${code}`, message })
    if (!criterion) wrong('criterionId', 'no_such_criterion', 'The scorecard does not ask for this.')
    else if (criterion.kind === 'computed') wrong('criterionId', 'computed', 'This is computed from the customers that we know of.')
    else if (given[criterionId]) wrong('criterionId', 'answered_twice', 'This was answered twice.')
    else if (!chosen) wrong('step', 'no_such_step', 'The scale has no such step.')
    else if (criterion.needsEvidence && !evidence) wrong('evidence', 'evidence', 'Say what shows it. Without evidence leave it unknown.')
    else given[criterionId] = { step, words: chosen.words, evidence }
  })
  if (answers.length === 0) fields.push({ field: 'answers', code: 'recruiting.nothing_said', message: 'Answer at least one question.' })
  return fields.length > 0 ? new Refusal('invalid', 'invalid', 'Some of this cannot be used yet.', fields) : given
}
