// Guards that a sourced opportunity and its money move together: every change goes through saveOpportunity.
import type { Id } from '../../kernel/ids.ts'
import { orThrow, refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { opportunityFact } from './opportunity-events.ts'
import { checkClosingDay, checkStage, decideWrite, mayClose, mayReopen, movesMoney, type OpportunityWish } from './opportunity-rules.ts'
import { lockOpportunity, type OpportunityRow } from './opportunity-store.ts'
import { settleOpportunities } from './settle-opportunity.ts'
import { stageMap } from './stages.ts'

export type OpportunityChange = Partial<{
  name: string; companyId: Id; amountMinor: bigint | null; currency: string; closedOn: string; stage: string; product: string | null; repName: string | null; openedOn: string | null
}> & { why?: string | null }

/** Changes what an opportunity says within the state it is in. */
export async function changeOpportunity(ctx: Ctx, id: Id, { stage, why, ...change }: OpportunityChange): Promise<{ id: Id }> {
  allow(ctx, 'opportunities:write')
  return transact(ctx, async (tx) => {
    const known = await lockOpportunity(tx, id)
    if (change.companyId !== undefined && change.companyId !== known.companyId) {
      if (known.referralId) throw refuse('conflict', 'coselling.company_fixed', 'It came from an introduction of this company. Change the company there.')
      await companyById(tx, change.companyId)
    }
    if (stage !== undefined) orThrow(checkStage(known.state, (await stageMap(tx)).get(stage)))
    if (change.closedOn !== undefined) {
      if (known.state === 'open') throw refuseField('closedOn', 'coselling.not_closed', 'It is open; the day is given when it is closed.')
      await checkDay(tx, change.closedOn, change.openedOn ?? known.openedOn)
    }
    await saveOpportunity(tx, known, { ...change, state: known.state, ...(stage === undefined ? {} : { crmStage: stage }) }, why ?? null)
    return { id }
  })
}

export type OpportunityClosing = { state: 'won' | 'lost'; closedOn: string; amountMinor?: bigint | null; why?: string | null }

/** Won or lost, on a day. What a partner earns on it is booked in the same transaction. Refuses what is closed otherwise already. */
export async function closeOpportunity(ctx: Ctx, id: Id, closing: OpportunityClosing): Promise<{ id: Id }> {
  allow(ctx, 'opportunities:write')
  return transact(ctx, async (tx) => {
    const known = await lockOpportunity(tx, id)
    const may = mayClose(known.state, true)
    if (!may.allowed && known.state !== closing.state) throw refuse('conflict', 'coselling.already_closed', `${may.why} Open it again first.`)
    await checkDay(tx, closing.closedOn, null)
    const amountMinor = closing.amountMinor ?? known.amountMinor
    if (closing.state === 'won' && amountMinor === null) throw refuseField('amountMinor', 'coselling.amount_missing', 'Say what the customer pays in the first year.')
    await saveOpportunity(tx, known, { state: closing.state, closedOn: closing.closedOn, amountMinor }, closing.why ?? null)
    return { id }
  })
}

/** It was closed too early: open again, and what was booked for it is reversed. */
export async function reopenOpportunity(ctx: Ctx, id: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'opportunities:write')
  if (!why) throw refuseField('why', 'required', 'Say why it is opened again.')
  return transact(ctx, async (tx) => {
    const known = await lockOpportunity(tx, id)
    const may = mayReopen(known.state, true)
    if (!may.allowed) throw refuse('conflict', 'coselling.not_closed', may.why)
    await saveOpportunity(tx, known, { state: 'open', crmStage: null }, why)
    return { id }
  })
}

async function checkDay(tx: Tx, closedOn: string, openedOn: string | null): Promise<void> {
  orThrow(checkClosingDay(closedOn, openedOn, await todayOf(tx)))
}

/** Writes what changed, records it, and settles the money of a sourced one. */
async function saveOpportunity(tx: Tx, known: OpportunityRow, wish: OpportunityWish, why: string | null): Promise<void> {
  const decision = decideWrite(contentOf(known), wish, known)
  if (decision.kind === 'rejected') throw refuseField(decision.field, 'coselling.incomplete', decision.reason)
  if (decision.kind === 'unchanged') return
  const { content, changed, becomes } = decision
  await tx.q
    .updateTable('opportunity')
    .set({
      name: content.name, company_id: content.companyId, crm_stage: content.crmStage, state: content.state, amount_minor: content.amountMinor, currency: content.currency,
      product: content.product, rep_name: content.repName, opened_on: content.openedOn, closed_on: content.closedOn, changed_at: tx.now,
    })
    .where('workspace_id', '=', tx.workspace).where('id', '=', known.id)
    .execute()
  const because = await record(tx, opportunityFact(becomes, { ...known, ...content }, { before: known, changed, why }))
  if (known.partnerId && movesMoney(changed)) await settleOpportunities(tx, [known.id], { because, why })
}

export function contentOf({ name, companyId, crmStage, state, amountMinor, currency, product, repName, openedOn, closedOn }: OpportunityRow) {
  return { name, companyId, crmStage, state, amountMinor, currency, product, repName, openedOn, closedOn }
}
