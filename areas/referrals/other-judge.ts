// An appeal is decided by somebody else than the case that it is about, where there is somebody else.
import { may } from '../../kernel/actor.ts'
import { orThrow, refuse, type Can } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { activeMembers } from '../../platform/workspaces/index.ts'
import { conflictById, mayJudge, type ConflictRow } from '../coselling/index.ts'

/** Whether whoever asks may decide this case; an appeal is for somebody else than its first decision. */
export async function judgeOf(r: Reading, conflict: Pick<ConflictRow, 'appealOf'>): Promise<Can> {
  if (conflict.appealOf === null) return { allowed: true }
  const first = await conflictById(r, conflict.appealOf)
  const others = (await activeMembers(r)).filter((member) => member.id !== first.decidedBy && may({ kind: 'member', id: member.id, name: member.name, role: member.role }, 'referrals:write'))
  return mayJudge({ firstBy: first.decidedBy, by: 'id' in r.actor ? r.actor.id : null, others: others.map((member) => member.name) })
}

/** Refuses whoever decided the case that this one is about (coselling.same_judge). */
export async function demandOtherJudge(tx: Tx, conflict: Pick<ConflictRow, 'appealOf'>): Promise<void> {
  const can = await judgeOf(tx, conflict)
  orThrow(can.allowed ? 'ok' : refuse('conflict', 'coselling.same_judge', can.why))
}
