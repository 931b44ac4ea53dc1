import type { Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { duplicateDecided } from './events.ts'
import { mergeCompanies } from './merge-companies.ts'
import { notePairApart } from './pair-store.ts'

export type PairDecision = { decision: 'different'; why: string | null } | { decision: 'same'; keepId: Id; why: string }

/**
 * A person says of two possible duplicates that they are one, which merges them, or that they are not, and they are not asked about
 * again. The same decision twice is one; another one is refused (companies.pair_decided), and so is whatever a merge refuses.
 */
export async function decidePair(ctx: Ctx, id: Id, input: PairDecision): Promise<{ id: Id }> {
  allow(ctx, 'companies:write')
  return transact(ctx, async (tx) => {
    const pair = await tx.q.selectFrom('company_pair').select(['company_id', 'other_id', 'state']).where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
    if (!pair) throw notFound('pair')
    if (pair.state === (input.decision === 'same' ? 'merged' : 'different')) return { id }
    if (pair.state !== 'open') throw refuse('conflict', 'companies.pair_decided', pair.state === 'merged' ? 'The two were merged already.' : 'Somebody said already that they are different.')
    const both = [pair.company_id, pair.other_id]
    if (input.decision === 'different') {
      await notePairApart(tx, { from: pair.other_id, into: pair.company_id }, input.why)
      await record(tx, duplicateDecided(pair.company_id, { other: pair.other_id, decision: 'different' }, input.why))
      return { id }
    }
    const absorbed = both.find((one) => one !== input.keepId)
    if (!both.includes(input.keepId) || !absorbed) throw refuseField('keepId', 'companies.not_of_pair', 'The one that stays is one of the two.')
    await mergeCompanies(tx, input.keepId, absorbed, input.why)
    return { id }
  })
}
