import { isDeepStrictEqual } from 'node:util'
import { newId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { PartnerType } from '../partners/index.ts'
import { checkScorecard } from './check-scorecard.ts'
import { scorecardSet } from './events.ts'
import type { Criterion } from './score-rules.ts'
import { scorecardOf } from './scorecards.ts'

/**
 * Writes the next version of a type's scorecard; the same criteria again are no new version. `expected` is the version that was looked at.
 * Refuses: what cannot be used (each at its field), and a version that another person wrote meanwhile.
 */
export async function setScorecard(ctx: Ctx, type: PartnerType, { criteria, expected, why }: { criteria: Criterion[]; expected: number; why: string }): Promise<{ version: number }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const problem = checkScorecard(criteria)
    if (problem) throw problem
    const { version, criteria: before } = await scorecardOf(tx, type)
    if (isDeepStrictEqual(before, JSON.parse(JSON.stringify(criteria)))) return { version }
    if (version !== expected) throw refuse('conflict', 'recruiting.scorecard_changed', 'Somebody wrote another version meanwhile. Nothing was saved; look at it first.')
    const id = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('scorecard')
      .values({ workspace_id: tx.workspace, id, partner_type: type, version: version + 1, criteria: JSON.stringify(criteria), why, created_at: tx.now, created_by: tx.actor.kind === 'member' ? tx.actor.id : null })
      .execute()
    await record(tx, scorecardSet(id, { partnerType: type, version: version + 1 }, why))
    return { version: version + 1 }
  })
}
