import type { Id } from '../../kernel/ids.ts'
import { refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { dayOf } from '../../kernel/time.ts'
import { companyNames } from '../companies/index.ts'
import { closeOpportunity, conflictOf, createOpportunity, heldClaim, holdAgain, holdUntil, linkOpportunity, opportunityById, releaseClaim, reopenOpportunity } from '../coselling/index.ts'
import { partnerById } from '../partners/index.ts'
import { makePromise, settlePromises, voidPromises } from '../promises/index.ts'
import { throwIf } from './answer-referral.ts'
import { referralClosed, referralOpportunity, referralReopened } from './events.ts'
import { factsOf } from './facts.ts'
import { mailPartner, noticeKey, sayEarned } from './mail-partner.ts'
import { demand, isClosed, mayClose, mayLink, mayReopen, type ReferralState } from './rules.ts'
import { settleReferral } from './settle-referral.ts'
import { changeReferral, lockReferral, writeDecision, type ReferralRow } from './store.ts'
import { whereItWas } from './where-it-was.ts'

export type NewDeal = { name?: string | null; amountMinor: bigint | null; currency: string; product?: string | null }

/** Ties an introduction to the opportunity it became: an existing one of the same company, or a new one. */
export async function linkReferralOpportunity(ctx: Ctx, id: Id, input: { opportunityId: Id } | { create: NewDeal }): Promise<{ id: Id; opportunityId: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    throwIf(demand(mayLink(await factsOf(tx, referral)), 'cannot_link'))
    return { id, opportunityId: await link(tx, referral, input) }
  })
}

async function link(tx: Tx, referral: ReferralRow, input: { opportunityId: Id } | { create: NewDeal }): Promise<Id> {
  const opportunityId = 'opportunityId' in input ? input.opportunityId : await newOpportunity(tx, referral, input.create)
  const opportunity = await opportunityById(tx, opportunityId)
  if (opportunity.companyId !== referral.companyId) throw refuseField('opportunityId', 'other_company', 'That opportunity is with another company.')
  if (opportunity.referralId) throw refuseField('opportunityId', 'taken', 'That opportunity came from another introduction.')
  await changeReferral(tx, referral.id, { state: 'opportunity', turn: 'ours', opportunity_id: opportunityId, opportunity_at: tx.now })
  await writeDecision(tx, referral.id, 'opportunity', null)
  await settlePromises(tx, referral.id, ['contact_buyer'])
  await holdUntil(tx, referral.id, null)
  await record(tx, referralOpportunity(referral, { opportunityId }))
  await linkOpportunity(tx, opportunityId, { referralId: referral.id, partnerId: referral.partnerId, attribution: await attributionOf(tx, referral, opportunity.openedOn) })
  if (opportunity.state !== 'open') await followOpportunity(tx, referral.id, opportunityId)
  else
    await mailPartner(tx, referral, {
      key: noticeKey('opportunity', referral.id, tx.now), subject: (buyer) => `In negotiation: ${buyer}`,
      paragraphs: ({ buyer }) => [`${buyer}, whom you introduced, is now an opportunity. We tell you how it ends.`],
    })
  return opportunityId
}

/** Sourced when the introduction came before our own first step, or when someone decided so; else the partner influenced it. */
async function attributionOf(tx: Tx, referral: ReferralRow, openedOn: string | null): Promise<'sourced' | 'influenced'> {
  const { timeZone } = await workspaceSettings(tx)
  if (openedOn === null || openedOn >= dayOf(referral.submittedAt, timeZone).toString()) return 'sourced'
  return (await conflictOf(tx, referral.id))?.outcome === 'credited' ? 'sourced' : 'influenced'
}

async function newOpportunity(tx: Tx, referral: ReferralRow, deal: NewDeal): Promise<Id> {
  const company = (await companyNames(tx, [referral.companyId])).get(referral.companyId) ?? referral.buyerText
  const { id } = await createOpportunity(tx, { name: deal.name ?? company, companyId: referral.companyId, amountMinor: deal.amountMinor, currency: deal.currency, product: deal.product ?? null })
  return id
}

export type Closing = { outcome: 'won' | 'lost'; closedOn: string; deal?: NewDeal | undefined; why: string | null }

/** Won or lost. Winning without an opportunity makes one first; what the win earns is booked in the same transaction. */
export async function closeReferral(ctx: Ctx, id: Id, input: Closing): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  return transact(ctx, async (tx) => {
    let referral = await lockReferral(tx, id)
    throwIf(demand(mayClose(await factsOf(tx, referral)), 'cannot_close'))
    if (input.outcome === 'won' && !referral.opportunityId) {
      if (!input.deal || input.deal.amountMinor === null) throw refuseField('deal', 'required', 'Say what the customer pays in the first year.')
      await link(tx, referral, { create: input.deal })
      referral = await lockReferral(tx, id)
    }
    if (referral.opportunityId)
      await closeOpportunity(tx, referral.opportunityId, { state: input.outcome, closedOn: input.closedOn, ...(input.deal?.amountMinor != null ? { amountMinor: input.deal.amountMinor } : {}) })
    await close(tx, referral, input.outcome, input.why)
    return { id }
  })
}

/**
 * The introduction follows what happened to its opportunity, also when that came from the CRM. Doing it twice changes nothing; one whose
 * buyer the partner has introduced again since stays closed. The
 * opportunity is looked at once the introduction is held: whoever is closing or opening both at this moment is waited for.
 */
export async function followOpportunity(tx: Tx, referralId: Id, opportunityId: Id): Promise<void> {
  const referral = await lockReferral(tx, referralId)
  const { state } = await opportunityById(tx, opportunityId)
  if (state === 'open') {
    if ((referral.state === 'won' || referral.state === 'lost') && mayReopen(await factsOf(tx, referral)).allowed) await reopen(tx, referral, 'opportunity', 'Its opportunity was opened again.')
  } else if (referral.state !== state && referral.state !== 'declined') await close(tx, referral, state, null)
}

async function close(tx: Tx, referral: ReferralRow, outcome: 'won' | 'lost', why: string | null): Promise<void> {
  await changeReferral(tx, referral.id, { state: outcome, turn: 'nobody', closed_at: tx.now, closing_reason: why })
  await writeDecision(tx, referral.id, outcome, why)
  await settlePromises(tx, referral.id, ['answer_reply'])
  await voidPromises(tx, referral.id, ['contact_buyer'])
  await releaseClaim(tx, referral.id)
  await record(tx, referralClosed(referral, outcome, referral.opportunityId ? { opportunityId: referral.opportunityId } : {}, why))
  const earned = outcome === 'won' && referral.opportunityId ? await sayEarned(tx, referral, { noun: 'opportunity', id: referral.opportunityId }) : []
  await mailPartner(tx, referral, {
    key: noticeKey(outcome, referral.id, tx.now), subject: (buyer) => (outcome === 'won' ? `Won: ${buyer}` : `Not this time: ${buyer}`),
    paragraphs: ({ buyer }) => [
      outcome === 'won' ? `${buyer}, whom you introduced, is now a customer.` : `${buyer}, whom you introduced, did not become a customer this time.${why ? ` ${why}` : ''}`,
      ...earned, 'Thank you for the introduction.',
    ],
  })
}

/** It was closed too early: it goes back to where it was, and what was booked for the closing is reversed. */
export async function reopenReferral(ctx: Ctx, id: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'referrals:write')
  if (!why) throw refuseField('why', 'required', 'Say why; the partner was told that it was closed.')
  return transact(ctx, async (tx) => {
    const referral = await lockReferral(tx, id)
    const facts = await factsOf(tx, referral)
    throwIf(demand(mayReopen(facts), facts.isIntroducedAgain ? 'introduced_again' : 'not_closed'))
    if (referral.opportunityId && (await opportunityById(tx, referral.opportunityId)).state !== 'open') await reopenOpportunity(tx, referral.opportunityId, why)
    await reopen(tx, referral, whereItWas(referral), why)
    return { id }
  })
}

async function reopen(tx: Tx, referral: ReferralRow, to: ReferralState, why: string): Promise<void> {
  if (!isClosed(referral.state)) return
  await changeReferral(tx, referral.id, { state: to, turn: 'ours', closed_at: null, closing_reason: null, ...(to === 'submitted' ? { answered_at: null } : {}) })
  await writeDecision(tx, referral.id, 'reopened', why)
  await promiseAgain(tx, referral, to)
  const because = await record(tx, referralReopened(referral, { from: referral.state, to }, why))
  await settleReferral(tx, referral, { because, why })
  await mailPartner(tx, referral, {
    key: noticeKey('reopened', referral.id, tx.now), subject: (buyer) => `Open again: ${buyer}`,
    paragraphs: ({ buyer }) => [`Your introduction of ${buyer} is open again. ${why}`],
  })
}

/** Its clock runs again and, where nobody else has the buyer by now, so does its protection: what is open again is forgotten by nobody. */
async function promiseAgain(tx: Tx, referral: ReferralRow, to: ReferralState): Promise<void> {
  const { policy } = await workspaceSettings(tx)
  if (!(await heldClaim(tx, referral.companyId))) {
    await holdAgain(tx, referral.id, tx.now.add({ hours: policy.protectionDays * 24 }))
    if (to === 'opportunity') await holdUntil(tx, referral.id, null)
  }
  if (to !== 'submitted' && to !== 'accepted') return
  await makePromise(tx, { kind: to === 'submitted' ? 'answer_referral' : 'contact_buyer', subjectId: referral.id, partnerId: referral.partnerId, ownerId: referral.ownerId ?? (await partnerById(tx, referral.partnerId)).ownerId })
}
