import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { closeConflict, conflictOf, moveClaim } from '../coselling/index.ts'
import { partnerById } from '../partners/index.ts'
import { makePromise, voidPromises } from '../promises/index.ts'
import { companyChanged } from './events.ts'
import { changeReferral, isUnderWay, lockReferral, type ReferralRow } from './store.ts'
import { openCase, whatWeHave } from './what-we-have.ts'

/**
 * The buyer is another company that we know. The claim moves along and meets there what it would have met at first: ours already, or
 * another partner's, which opens a case. Once the introduction is accepted it is refused where another partner holds that company.
 */
export async function changeCompany(ctx: Ctx, id: Id, said: Id): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    const company = await companyById(tx, said)
    const companyId = company.id
    if (referral.companyId === companyId) return { id }
    if (referral.opportunityId) throw refuse('conflict', 'referrals.has_opportunity', 'It has an opportunity with the company it names now.')
    if (await isUnderWay(tx, { partnerId: referral.partnerId, companyId, except: id })) throw refuse('conflict', 'referrals.already_yours', `This partner introduced ${company.name} before, and that introduction is under way.`)
    const isUnanswered = referral.state === 'submitted'
    const against = isUnanswered ? await whatWeHave(tx, company) : { reasons: [], opportunityId: null }
    const { policy } = await workspaceSettings(tx)
    const moved = await moveClaim(tx, id, { companyId, mayHold: against.reasons.length === 0, heldUntil: tx.now.add({ hours: policy.protectionDays * 24 }) })
    if (!isUnanswered && moved.rival) throw refuse('conflict', 'referrals.claimed', `Another partner holds ${company.name}. Decide there first whose buyer it is, or decline this introduction.`)
    await changeReferral(tx, id, { company_id: companyId, maybe_same_as: '[]' })
    await record(tx, companyChanged(referral, { from: referral.companyId, to: companyId }))
    if (isUnanswered) await settleCases(tx, { ...referral, companyId }, company.name, against.reasons.length === 0 && !moved.rival ? null : { ...against, rival: moved.rival })
    return { id }
  })
}

/** The case about the company before is over; one about this company begins where something speaks against the partner. Our promise follows. */
async function settleCases(tx: Tx, referral: ReferralRow, name: string, found: Parameters<typeof openCase>[2] | null): Promise<void> {
  const before = await conflictOf(tx, referral.id)
  const isOpen = before !== undefined && before.decidedAt === null
  if (isOpen) await closeConflict(tx, before, found ? 'not_credited' : 'credited', found ? `The buyer turned out to be ${name}.` : `The buyer turned out to be ${name}, whom nobody else claims.`)
  if (found) await openCase(tx, referral, found)
  if (isOpen === Boolean(found) || referral.turn !== 'ours') return
  await voidPromises(tx, referral.id, [found ? 'answer_referral' : 'decide_conflict'])
  await makePromise(tx, {
    kind: found ? 'decide_conflict' : 'answer_referral', subjectId: referral.id, partnerId: referral.partnerId, ownerId: referral.ownerId ?? (await partnerById(tx, referral.partnerId)).ownerId,
  })
}
