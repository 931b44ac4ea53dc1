import { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { csvFile, csvLimit, csvOf } from '../../platform/http/exports.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, pageIn, pageOf, shown, showMoney, sortIn } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { conflictList, conflictRule } from '../coselling/index.ts'
import { nextPromises } from '../promises/index.ts'
import { acceptReferral, askPartner, declineReferral } from './answer-referral.ts'
import { appealReferral } from './appeal-referral.ts'
import { changeCompany } from './change-company.ts'
import { closeReferral, linkReferralOpportunity, reopenReferral } from './close-referral.ts'
import { answerIn, appealIn, closingIn, conflictDecisionIn, conflictRow, messageIn, opportunityLinkIn, progressIn, referralIn, referralOut, referralRow, submitted, whyIn } from './contract.ts'
import { changeOwner, progressReferral, recordConsent, unqualifyReferral } from './progress-referral.ts'
import { conflictCan, referralList, referralOrders, referralView } from './queries.ts'
import { writeToPartner } from './reply.ts'
import { referralStates } from './rules.ts'
import { settleConflict } from './settle-conflict.ts'
import { submitReferral } from './submit-referral.ts'

const params = z.object({ id: idIn('referral') })
const tag = 'Referrals'
const csvColumns = ['id', 'company', 'partner', 'state', 'turn', 'owner', 'fit', 'source', 'submitted_at']
const done = created('referral')
const filter = pageIn.extend({
  state: z.enum(referralStates).optional(), under: z.enum(['way', 'closed']).optional(), partner: idIn('partner').optional(), company: idIn('company').optional(),
  owner: idIn('member').optional(), contested: z.enum(['true']).optional(), q: z.string().max(100).optional(), sort: sortIn(referralOrders),
})
const filterOf = (query: z.output<typeof filter>) => ({ ...query, partnerId: query.partner, companyId: query.company, ownerId: query.owner, contested: query.contested === 'true' })

type Row = Awaited<ReturnType<typeof referralList>>['rows'][number]
const rowOut = (row: Row): z.input<typeof referralRow> => ({
  id: shown('referral', row.id), state: row.state as z.input<typeof referralRow>['state'], turn: row.turn as 'ours', company: { id: shown('company', row.company_id), name: row.company_name },
  partner: { id: shown('partner', row.partner_id), name: row.partner_name }, owner: row.owner_id ? { id: shown('member', row.owner_id), name: row.owner_name ?? '' } : null,
  grade: row.icp_grade as 'A' | null, source: row.source, submittedAt: row.submitted_at.toString(), changedAt: row.changed_at.toString(), dueAt: row.dueAt?.toString() ?? null, isContested: row.isContested,
})

export const referralRoutes = [
  route({
    method: 'GET', path: '/referrals', tag, summary: 'Introductions, newest first', access: 'referrals:read', query: filter, response: pageOf(referralRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await referralList(r, filterOf(query))
        return { items: page.rows.map(rowOut), next: page.next, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/referrals.csv', tag, summary: 'Introductions as CSV, newest first, at most 10,000', access: 'referrals:read', query: csvOf(filter), produces: 'text/csv',
    handler: (ctx, { query }) =>
      read(ctx, async (r) => csvFile('introductions.csv', csvColumns, (await referralList(r, filterOf({ ...query, limit: csvLimit }))).rows.map((row) => ({
        id: shown('referral', row.id), company: row.company_name, partner: row.partner_name, state: row.state, turn: row.turn, owner: row.owner_name, fit: row.icp_grade, source: row.source, submitted_at: row.submitted_at.toString(),
      })))),
  }),
  route({
    method: 'POST', path: '/referrals', tag, summary: 'Introduce a buyer on behalf of a partner', access: 'referrals:write', body: referralIn, response: submitted, status: 201,
    handler: async (ctx, { body }) => {
      const result = await submitReferral(ctx, { ...body, source: ctx.actor.kind === 'key' ? 'api' : 'staff' })
      return { id: shown('referral', result.id), isNew: result.isNew }
    },
  }),
  route({
    method: 'GET', path: '/referrals/{id}', tag, summary: 'One introduction: facts, thread, what you may do', access: 'referrals:read', params, response: referralOut,
    handler: (ctx, input) => read(ctx, async (r) => viewOut(await referralView(r, input.params.id), r.now)),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/decision', tag, summary: 'Accept, ask the partner, or decline with a reason', access: 'referrals:write', params, body: answerIn, response: done,
    handler: async (ctx, { params: p, body }) => {
      if (body.answer === 'accept') await acceptReferral(ctx, p.id, body)
      else if (body.answer === 'ask') await askPartner(ctx, p.id, body.question)
      else await declineReferral(ctx, p.id, body)
      return show(p.id)
    },
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/progress', tag, summary: 'Log contacted, met or qualified', access: 'referrals:write', params, body: progressIn, response: done,
    handler: async (ctx, { params: p, body }) => show((await progressReferral(ctx, p.id, body)).id),
  }),
  route({
    method: 'DELETE', path: '/referrals/{id}/qualification', tag, summary: 'Take a qualification back; what it earned is reversed', access: 'referrals:write', params, body: whyIn, response: done,
    handler: async (ctx, { params: p, body }) => show((await unqualifyReferral(ctx, p.id, body.why)).id),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/consent', tag, summary: 'Record that the buyer agreed to hear from us', access: 'referrals:write', params, response: done,
    handler: async (ctx, { params: p }) => show((await recordConsent(ctx, p.id)).id),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/owner', tag, summary: 'Hand it to another member', access: 'referrals:write', params, body: z.object({ ownerId: idIn('member') }), response: done,
    handler: async (ctx, { params: p, body }) => show((await changeOwner(ctx, p.id, body.ownerId)).id),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/company', tag, summary: 'Say that the buyer is another company that we know', access: 'referrals:write', params,
    body: z.object({ companyId: idIn('company') }), response: done,
    handler: async (ctx, { params: p, body }) => show((await changeCompany(ctx, p.id, body.companyId)).id),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/opportunity', tag, summary: 'Link the opportunity it became, or create one', access: 'referrals:write', params, body: opportunityLinkIn, response: created('opportunity'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('opportunity', (await linkReferralOpportunity(ctx, p.id, body)).opportunityId) }),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/closing', tag, summary: 'Won or lost', access: 'referrals:write', params, body: closingIn, response: done,
    handler: async (ctx, { params: p, body }) => show((await closeReferral(ctx, p.id, body)).id),
  }),
  route({
    method: 'DELETE', path: '/referrals/{id}/closing', tag, summary: 'Open it again; what its closing earned is reversed', access: 'referrals:write', params, body: whyIn, response: done,
    handler: async (ctx, { params: p, body }) => show((await reopenReferral(ctx, p.id, body.why)).id),
  }),
  route({
    method: 'PUT', path: '/referrals/{id}/appeal', tag, summary: 'The partner sees it differently: an introduction that was declined is looked at again, once', access: 'referrals:write', params, body: appealIn, response: done,
    handler: async (ctx, { params: p, body }) => show((await appealReferral(ctx, p.id, body)).id),
  }),
  route({
    method: 'POST', path: '/referrals/{id}/messages', tag, summary: 'Write to the partner about it', access: 'referrals:write', params, body: messageIn, response: done, status: 201,
    handler: async (ctx, { params: p, body }) => show((await writeToPartner(ctx, p.id, body.body)).id),
  }),
  route({
    method: 'GET', path: '/conflicts', tag: 'Conflicts', summary: 'Cases of two claims on one buyer, undecided first', access: 'referrals:read',
    query: pageIn.extend({ open: z.enum(['true', 'false']).default('false') }), response: pageOf(conflictRow),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const { rows, next, total } = await conflictList(r, { ...query, open: query.open === 'true' })
        const promises = await nextPromises(r, rows.flatMap((row) => (row.decided_at ? [] : [row.referral_id])))
        const members = await memberNames(r, rows.map((row) => row.decided_by))
        const cans = new Map(await Promise.all(rows.map(async (row) => [row.id, await conflictCan(r, { referralId: row.referral_id, companyId: row.company_id, decidedAt: row.decided_at, appealOf: row.appeal_of })] as const)))
        return { next, total, items: rows.map((row) => ({
          id: shown('conflict', row.id), kind: row.kind as 'partner_partner', company: { id: shown('company', row.company_id), name: row.company_name },
          partner: { id: shown('partner', row.partner_id), name: row.partner_name }, referralId: shown('referral', row.referral_id), reasons: (row.evidence as { reasons: string[] }).reasons,
          openedAt: row.opened_at.toString(), dueAt: promises.get(row.referral_id)?.dueAt.toString() ?? null, decidedAt: row.decided_at?.toString() ?? null, outcome: row.outcome as 'credited' | null, why: row.why,
          decidedBy: row.decided_by ? (members.get(row.decided_by) ?? null) : null, rule: conflictRule[row.kind as 'partner_partner'], isAppeal: row.appeal_of !== null, can: cans.get(row.id)!,
        })) }
      }),
  }),
  route({
    method: 'PUT', path: '/conflicts/{id}/decision', tag: 'Conflicts', summary: 'Decide whose buyer it is', access: 'referrals:write', params: z.object({ id: idIn('conflict') }), body: conflictDecisionIn, response: created('conflict'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('conflict', (await settleConflict(ctx, p.id, body)).id) }),
  }),
]

const show = (id: Id) => ({ id: shown('referral', id) })

function viewOut(view: Awaited<ReturnType<typeof referralView>>, now: Temporal.Instant): z.input<typeof referralOut> {
  const { referral: f, company, claim, conflict, promise, opportunity } = view
  const at = (instant: Temporal.Instant | null) => instant?.toString() ?? null
  return {
    id: shown('referral', f.id), state: f.state, turn: f.turn,
    company: {
      id: shown('company', company.id), name: company.name, domain: company.domain, industry: company.industry, employees: company.employees, country: company.country,
      grade: company.icpGrade, gradeReasons: company.icpReasons, gradeUnknown: company.icpUnknown, isCustomer: company.isCustomer, lastContactAt: at(company.lastContactAt),
    },
    partner: { id: shown('partner', f.partnerId), name: view.partnerName }, contact: view.contact ? { id: shown('contact', view.contact.id), name: view.contact.name } : null,
    owner: f.ownerId ? { id: shown('member', f.ownerId), name: view.ownerName ?? '' } : null,
    buyerText: f.buyerText, personName: f.personName, personReach: f.personReach, reason: f.reason, consent: f.consent, source: f.source, submittedAt: f.submittedAt.toString(),
    answeredAt: at(f.answeredAt), contactedAt: at(f.contactedAt), metAt: at(f.metAt), qualifiedAt: at(f.qualifiedAt), qualifiedGrade: f.qualifiedGrade, closedAt: at(f.closedAt), closingReason: f.closingReason,
    standing: claim?.state ?? 'released', heldUntil: at(claim?.heldUntil ?? null), heldBy: view.heldBy,
    conflict: conflict
      ? { id: shown('conflict', conflict.id), kind: conflict.kind, reasons: conflict.evidence.reasons, openedAt: conflict.openedAt.toString(), decidedAt: at(conflict.decidedAt), outcome: conflict.outcome, why: conflict.why, decidedBy: conflict.by, rule: conflictRule[conflict.kind], isAppeal: conflict.appealOf !== null, can: conflict.can }
      : null,
    maybeSameAs: view.maybe.map((m) => ({ company: { id: shown('company', m.companyId), name: m.name }, score: m.score, probability: m.probability ?? null, reasons: m.reasons, speaksAgainst: m.speaksAgainst })),
    promise: promise ? { kind: promise.kind, dueAt: promise.dueAt.toString(), isLate: Temporal.Instant.compare(promise.dueAt, now) < 0 } : null,
    earns: view.earns,
    opportunity: opportunity
      ? { id: shown('opportunity', opportunity.id), name: opportunity.name, state: opportunity.state, amount: opportunity.amountMinor === null ? null : showMoney(opportunity.amountMinor, opportunity.currency) }
      : null,
    hypothesis: view.hypothesis && { ...view.hypothesis, id: shown('hypothesis', view.hypothesis.id) },
    messages: view.messages.map((m) => ({ id: shown('message', m.id), kind: m.kind as 'reply', fromPartner: m.from_partner, author: m.author_name, body: m.body, at: m.created_at.toString() })),
    can: view.can,
  }
}
