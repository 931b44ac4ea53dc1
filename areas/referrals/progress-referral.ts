import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { activeMember, workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { handOver, settlePromises } from '../promises/index.ts'
import { throwIf } from './answer-referral.ts'
import { consentRecorded, ownerChanged, referralProgressed } from './events.ts'
import { factsOf } from './facts.ts'
import { mailPartner, noticeKey, sayEarned } from './mail-partner.ts'
import { decideQualified, demand, isClosed, mayProgress, mayUnqualify, type Grade, type ProgressStep } from './rules.ts'
import { settleReferral } from './settle-referral.ts'
import { changeReferral, lockReferral, writeDecision, type ReferralRow } from './store.ts'

/** The conversation moved: contacted, met or qualified. Qualifying accrues what the plan in force says, in the same transaction. */
export async function progressReferral(ctx: Ctx, id: Id, input: { step: ProgressStep; why: string | null }): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    const facts = await factsOf(tx, referral)
    if (input.step === 'qualified') await qualify(tx, referral, input.why)
    else {
      throwIf(demand(mayProgress(input.step, facts), 'cannot_progress'))
      await changeReferral(tx, id, { state: input.step, turn: 'ours', ...(input.step === 'contacted' ? { contacted_at: tx.now } : { met_at: tx.now }) })
    }
    await settlePromises(tx, id, ['contact_buyer'])
    await writeDecision(tx, id, input.step, input.why)
    if (input.step !== 'qualified') await record(tx, referralProgressed(referral, input.step, {}, input.why))
    const earned = input.step === 'qualified' ? await sayEarned(tx, referral, { noun: 'referral', id }) : []
    await mailPartner(tx, referral, {
      key: noticeKey(input.step, id, tx.now), subject: (buyer) => `${stepSubject[input.step]}: ${buyer}`,
      paragraphs: ({ buyer }) => [stepSentence[input.step](buyer), ...earned, ...(input.why ? [`“${input.why}”`] : [])],
    })
    return { id }
  })
}

const stepSubject: Record<ProgressStep, string> = { contacted: 'We are in touch', met: 'We have met', qualified: 'Qualified' }
const stepSentence: Record<ProgressStep, (buyer: string) => string> = {
  contacted: (buyer) => `We have been in touch with ${buyer}, whom you introduced.`,
  met: (buyer) => `We have met ${buyer}, whom you introduced.`,
  qualified: (buyer) => `Your introduction of ${buyer} is qualified.`,
}

async function qualify(tx: Tx, referral: ReferralRow, why: string | null): Promise<void> {
  const facts = await factsOf(tx, referral)
  const company = await companyById(tx, referral.companyId)
  const { policy } = await workspaceSettings(tx)
  const grade = (company.icpGrade ?? 'none') as Grade
  throwIf(decideQualified(facts, grade, policy.qualifyingGrades))
  await changeReferral(tx, referral.id, { state: referral.state === 'opportunity' ? 'opportunity' : 'qualified', turn: 'ours', qualified_at: tx.now, qualified_grade: grade })
  const because = await record(tx, referralProgressed(referral, 'qualified', { grade, reasons: company.icpReasons }, why))
  await settleReferral(tx, { ...referral, qualifiedAt: tx.now }, { because })
}

/** It was qualified by mistake: what it accrued is reversed in the same transaction. */
export async function unqualifyReferral(ctx: Ctx, id: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  if (!why) throw refuseField('why', 'required', 'Say why; it takes back what the partner was told.')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    throwIf(demand(mayUnqualify(await factsOf(tx, referral)), 'not_qualified'))
    await changeReferral(tx, id, { ...(referral.state === 'qualified' ? { state: 'met' } : {}), qualified_at: null, qualified_grade: null })
    await writeDecision(tx, id, 'reopened', why)
    const because = await record(tx, referralProgressed(referral, 'unqualified', {}, why))
    await settleReferral(tx, { ...referral, qualifiedAt: null }, { because, why })
    return { id }
  })
}

/** The buyer agreed to hear from us: said by the partner on their page, or noted by us. */
export async function recordConsent(ctx: Ctx, id: Id): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    if (referral.consent === 'given') return { id }
    await changeReferral(tx, id, { consent: 'given', consent_at: tx.now })
    await record(tx, consentRecorded(referral, { by: tx.actor.kind }))
    return { id }
  })
}

/** Hands an introduction and its running promises to another member. */
export async function changeOwner(ctx: Ctx, id: Id, ownerId: Id): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    if (isClosed(referral.state)) throw refuse('conflict', 'referrals.closed', 'It is closed already.')
    if (!(await activeMember(tx, ownerId))) throw refuseField('ownerId', 'not_found', 'There is no such member.')
    await changeReferral(tx, id, { owner_id: ownerId })
    await handOver(tx, id, ownerId)
    await record(tx, ownerChanged(referral, { ownerId }))
    return { id }
  })
}
