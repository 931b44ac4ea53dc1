import type { Tx } from '../../platform/db/context.ts'
import { record } from '../../platform/events/record.ts'
import type { StateChange } from '../partners/index.ts'
import { candidateMoved } from './events.ts'
import { giveAnswer } from './give-answer.ts'
import { stageAfter } from './rules.ts'
import { findCandidacy, writeCandidacy, writeMove } from './store.ts'

/** Guards that the board and the directory never contradict each other: whoever changes a partner's state moves its card in the same transaction. */
export async function followPartner(tx: Tx, { partnerId, from, to, why }: StateChange): Promise<void> {
  const known = await findCandidacy(tx, partnerId)
  if (!known && from !== 'candidate' && to !== 'candidate') return
  const stage = known?.stage ?? (from === 'candidate' ? 'identified' : 'active')
  const next = stageAfter(stage, to)
  if (!known) await writeCandidacy(tx, { partnerId, stage, stageSince: tx.now, source: 'staff', sourceNote: null, hypothesisNote: null, maybeSameAs: [], createdAt: tx.now })
  if (next === stage) return
  await writeMove(tx, partnerId, { from: stage, to: next, why })
  await record(tx, candidateMoved(partnerId, { from: stage, to: next }, why))
  await giveAnswer(tx, partnerId, next)
}
