import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { moveClaim } from '../coselling/index.ts'
import { companyChanged } from './events.ts'
import { changeReferral, lockReferral } from './store.ts'

/**
 * The buyer is a company that we knew under another name. The claim moves along; refused when it cannot be held there, because then
 * someone has to decide whose buyer it is.
 */
export async function changeCompany(ctx: Ctx, id: Id, companyId: Id): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    if (referral.companyId === companyId) return { id }
    if (referral.opportunityId) throw refuse('conflict', 'referrals.has_opportunity', 'It has an opportunity with the company it names now.')
    const company = await companyById(tx, companyId)
    const twin = await tx.q
      .selectFrom('referral').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', referral.partnerId).where('company_id', '=', companyId)
      .where('state', 'not in', ['won', 'lost', 'declined']).executeTakeFirst()
    if (twin) throw refuse('conflict', 'referrals.already_yours', `This partner introduced ${company.name} before, and that introduction is under way.`)
    const { policy } = await workspaceSettings(tx)
    if (!(await moveClaim(tx, referral.id, companyId, tx.now.add({ hours: policy.protectionDays * 24 }))))
      throw refuse('conflict', 'referrals.claimed', `Another partner holds ${company.name}. Decide there first whose buyer it is, or decline this introduction.`)
    await changeReferral(tx, id, { company_id: companyId, maybe_same_as: '[]' })
    await record(tx, companyChanged(referral, { from: referral.companyId, to: companyId }))
    return { id }
  })
}
