import { newId, type Id } from '../../kernel/ids.ts'
import { orThrow, refuse, refuseField } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerById } from '../partners/index.ts'
import { partnerPlaced } from './events.ts'
import { decideMembership, type Membership } from './membership-rules.ts'
import { mayTakePartners } from './rules.ts'
import { lockHypothesis, lockMembership, memberOf, membershipsOf } from './store.ts'

export type PlacePartner = { /** Null: to none. */ hypothesisId: Id | null; /** Today when left out. */ from?: string | undefined; why: string | null }

/**
 * Says which hypothesis a partner belongs to from a day on, at most one at a time. Refuses a hypothesis about another partner type, one
 * that takes no partners any more, and a day in the past without a reason. The same again changes nothing.
 */
export async function placePartner(ctx: Ctx, partnerId: Id, { hypothesisId, from, why }: PlacePartner): Promise<{ changed: boolean }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const partner = await partnerById(tx, partnerId)
    const hypothesis = hypothesisId === null ? null : await lockHypothesis(tx, hypothesisId)
    await lockMembership(tx, partnerId)
    const holding = await membershipsOf(tx, partnerId)
    const today = await todayOf(tx)
    const wanted = { hypothesisId, from: from ?? today, why }
    const change = orThrow(decideMembership(holding, wanted, today))
    if (change === 'unchanged') return { changed: false }
    if (hypothesis && hypothesis.type !== partner.type)
      throw refuseField('hypothesisId', 'hypotheses.other_type', `This hypothesis is about ${hypothesis.type} partners, and ${partner.name} is of the type ${partner.type}.`)
    const may = hypothesis ? mayTakePartners(hypothesis.state) : undefined
    if (may && !may.allowed) throw refuse('conflict', 'hypotheses.takes_no_partners', may.why)
    if (change.replaced.length > 0)
      await tx.q.updateTable('hypothesis_partner').set({ replaced_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(change.replaced.map((one) => one.id))).execute()
    const rows: Omit<Membership, 'id'>[] = [...(change.kept ? [change.kept] : []), ...(hypothesisId === null ? [] : [{ hypothesisId, startsOn: wanted.from, endsOn: null, why }])]
    if (rows.length > 0)
      await tx.q
        .insertInto('hypothesis_partner')
        .values(rows.map((row) => ({
          workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), partner_id: partnerId, hypothesis_id: row.hypothesisId, starts_on: row.startsOn, ends_on: row.endsOn, why: row.why,
          recorded_at: tx.now, recorded_by: memberOf(tx),
        })))
        .execute()
    await record(tx, partnerPlaced(partnerId, { hypothesisId, from: wanted.from, before: change.replaced[0]?.hypothesisId ?? null }, why))
    return { changed: true }
  })
}
