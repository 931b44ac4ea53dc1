import { newId, type Id } from '../../kernel/ids.ts'
import { orThrow, refuse } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { opportunityFact } from './opportunity-events.ts'
import { checkStage } from './opportunity-rules.ts'
import { stageMap } from './stages.ts'

export type NewOpportunity = {
  name: string; companyId?: Id | null; amountMinor?: bigint | null; currency?: string | null; product?: string | null; repName?: string | null; openedOn?: string | null
  crmId?: string | null; stage?: string | null
}

/** A deal in our pipeline, open and direct until it is linked or closed. Refuses a CRM id that another opportunity has. */
export async function createOpportunity(ctx: Ctx, input: NewOpportunity): Promise<{ id: Id }> {
  allow(ctx, 'opportunities:write')
  return transact(ctx, async (tx) => {
    if (input.companyId) await companyById(tx, input.companyId)
    if (input.stage) orThrow(checkStage('open', (await stageMap(tx)).get(input.stage)))
    const settings = await workspaceSettings(tx)
    const id = newId(tx.now.epochMilliseconds)
    const row = {
      name: input.name, company_id: input.companyId ?? null, crm_id: input.crmId ?? null, crm_stage: input.stage ?? null, state: 'open' as const, amount_minor: input.amountMinor ?? null,
      currency: input.currency ?? settings.currency, product: input.product ?? null, rep_name: input.repName ?? null, opened_on: input.openedOn ?? dayOf(tx.now, settings.timeZone).toString(),
    }
    const written = await tx.q
      .insertInto('opportunity')
      .values({ workspace_id: tx.workspace, id, ...row, created_at: tx.now, changed_at: tx.now })
      .onConflict((c) => c.columns(['workspace_id', 'crm_id']).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n) throw refuse('conflict', 'coselling.crm_id_taken', 'Another opportunity has this CRM id.')
    await record(tx, opportunityFact('created', { id, partnerId: null, companyId: row.company_id, state: 'open', amountMinor: row.amount_minor, currency: row.currency, closedOn: null }))
    return { id }
  })
}
