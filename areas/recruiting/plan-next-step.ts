import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { requireMember } from '../partners/index.ts'
import { candidatePlanned } from './events.ts'
import { lockCandidate } from './store.ts'

export type CandidateChange = {
  /** What is done next, on which day ("2026-12-04") and by whom; the partner's owner unless named. Null: nothing is planned. */
  nextStep?: { text: string; on: string; by: Id | null } | null | undefined
  hypothesisNote?: string | null | undefined
  sourceNote?: string | null | undefined
}

/** Says what comes next with a candidate, and what is thought of it. Changes only what is given. */
export async function planNextStep(ctx: Ctx, id: Id, change: CandidateChange): Promise<{ id: Id }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const before = await lockCandidate(tx, id)
    const { nextStep, hypothesisNote, sourceNote } = change
    if (nextStep?.by) await requireMember(tx, nextStep.by)
    const set = {
      ...(nextStep === undefined ? {} : { next_step: nextStep?.text ?? null, next_step_on: nextStep?.on ?? null, next_step_by: nextStep?.by ?? null }),
      ...(hypothesisNote === undefined ? {} : { hypothesis_note: hypothesisNote }), ...(sourceNote === undefined ? {} : { source_note: sourceNote }),
    }
    const was: Record<string, unknown> = { next_step: before.nextStep, next_step_on: before.nextStepOn, next_step_by: before.nextStepBy, hypothesis_note: before.hypothesisNote, source_note: before.sourceNote }
    const fields = Object.entries(set).filter(([key, value]) => was[key] !== value).map(([key]) => key)
    if (fields.length === 0) return { id }
    await tx.q.updateTable('candidacy').set(set).where('workspace_id', '=', tx.workspace).where('partner_id', '=', id).execute()
    await record(tx, candidatePlanned(id, { fields, on: nextStep === undefined ? before.nextStepOn : (nextStep?.on ?? null), by: nextStep === undefined ? before.nextStepBy : (nextStep?.by ?? null) }))
    return { id }
  })
}
