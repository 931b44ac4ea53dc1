import { sql, type RawBuilder } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, sorted, type Sort } from '../../platform/db/paging.ts'
import { memberNames, workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById } from '../companies/index.ts'
import { claimOf, conflictOf, conflictsOf, findOpportunity, heldClaim, mayCredit, type ConflictRow } from '../coselling/index.ts'
import { hypothesisOn } from '../hypotheses/index.ts'
import { partnerNames } from '../partners/index.ts'
import { planInForce, sayTermsInOneLine } from '../program/index.ts'
import { nextPromises, type OpenPromise, type PromiseLine } from '../promises/index.ts'
import { factsOf } from './facts.ts'
import { judgeOf } from './other-judge.ts'
import { mayAccept, mayAppeal, mayAsk, mayClose, mayDecline, mayLink, mayProgress, mayReopen, mayUnqualify, referralStates, type Grade, type ReferralFacts, type ReferralState } from './rules.ts'
import { referralById } from './store.ts'
import { speaksAgainst } from './what-we-have.ts'

export type ReferralFilter = { state?: ReferralState | undefined; under?: 'way' | 'closed' | undefined; partnerId?: Id | undefined; companyId?: Id | undefined; ownerId?: Id | undefined; contested?: boolean | undefined; q?: string | undefined; limit: number; after?: string | undefined; sort?: Sort<ReferralOrder> | undefined }
export const referralOrders = ['company', 'partner', 'state', 'fit', 'owner', 'introduced'] as const
type ReferralOrder = (typeof referralOrders)[number]
const orders: Record<ReferralOrder, RawBuilder<unknown>> = {
  company: sql`lower(c.name)`, partner: sql`lower(p.name)`, state: sql`array_position(${sql.lit(`{${referralStates.join(',')}}`)}::text[], f.state)`,
  fit: sql`array_position(array['A', 'B', 'C', 'none'], c.icp_grade)`, owner: sql`lower(m.name)`, introduced: sql`f.submitted_at`,
}

/** Introductions, newest first unless sorted. */
export async function referralList(r: Reading, filter: ReferralFilter) {
  const { afterId, offset, next } = paging('referral', filter)
  const rows = await r.q
    .selectFrom('referral as f')
    .innerJoin('company as c', (j) => j.onRef('c.workspace_id', '=', 'f.workspace_id').onRef('c.id', '=', 'f.company_id'))
    .innerJoin('partner as p', (j) => j.onRef('p.workspace_id', '=', 'f.workspace_id').onRef('p.id', '=', 'f.partner_id'))
    .leftJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'f.workspace_id').onRef('m.id', '=', 'f.owner_id'))
    .leftJoin('claim as cl', (j) => j.onRef('cl.workspace_id', '=', 'f.workspace_id').onRef('cl.referral_id', '=', 'f.id'))
    .select([
      'f.id', 'f.state', 'f.turn', 'f.company_id', 'c.name as company_name', 'f.partner_id', 'p.name as partner_name', 'f.owner_id', 'm.name as owner_name', 'c.icp_grade',
      'f.source', 'f.submitted_at', 'f.changed_at', 'cl.state as standing',
    ])
    .where('f.workspace_id', '=', r.workspace)
    .$if(Boolean(filter.state), (q) => q.where('f.state', '=', filter.state!))
    .$if(filter.under === 'way', (q) => q.where('f.state', 'not in', ['won', 'lost', 'declined']))
    .$if(filter.under === 'closed', (q) => q.where('f.state', 'in', ['won', 'lost', 'declined']))
    .$if(Boolean(filter.partnerId), (q) => q.where('f.partner_id', '=', filter.partnerId!))
    .$if(Boolean(filter.companyId), (q) => q.where('f.company_id', '=', filter.companyId!))
    .$if(Boolean(filter.ownerId), (q) => q.where('f.owner_id', '=', filter.ownerId!))
    .$if(Boolean(filter.contested), (q) => q.where('cl.state', '=', 'waiting').where('f.state', '=', 'submitted'))
    .$if(Boolean(filter.q), (q) => q.where(calledLike(r, filter.q!)))
    .$if(afterId !== undefined, (q) => q.where('f.id', '<', afterId!))
    .$call((q) => (filter.sort ? sorted(q, filter.sort, orders, 'f.id') : q.orderBy('f.id', 'desc')))
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const page = rows.slice(0, filter.limit)
  const promises = await nextPromises(r, page.map((row) => row.id))
  return {
    rows: page.map((row) => ({ ...row, dueAt: promises.get(row.id)?.dueAt ?? null, isContested: row.standing === 'waiting' && row.state === 'submitted' })),
    next: next(rows),
  }
}

/** The buyer's or the partner's name has these words. Asked of each introduction, newest first, so that a page of those found is enough. */
const calledLike = (r: Reading, words: string): RawBuilder<boolean> => sql<boolean>`(
  f.partner_id = any(array(select id from partner where workspace_id = ${r.workspace}::uuid and name ilike ${containing(words)}))
  or (select name from company where workspace_id = ${r.workspace}::uuid and id = f.company_id limit 1) ilike ${containing(words)})`

/** Everything the page of one introduction shows. */
export async function referralView(r: Reading, id: Id) {
  const referral = await referralById(r, id)
  const facts = await factsOf(r, referral)
  const company = await companyById(r, referral.companyId)
  const claim = await claimOf(r, id)
  const conflict = await conflictOf(r, id)
  const messages = await messagesOf(r, id)
  const contact = referral.contactId ? await r.q.selectFrom('contact').select(['id', 'name']).where('workspace_id', '=', r.workspace).where('id', '=', referral.contactId).executeTakeFirst() : undefined
  const partnerName = (await partnerNames(r, [referral.partnerId])).get(referral.partnerId) ?? ''
  const members = await memberNames(r, [referral.ownerId, conflict?.decidedBy])
  const promise = (await nextPromises(r, [id])).get(id)
  const opportunity = referral.opportunityId ? await findOpportunity(r, referral.opportunityId) : undefined
  const { timeZone } = await workspaceSettings(r)
  const plan = await planInForce(r, referral.partnerId, dayOf(r.now, timeZone).toString())
  const hypothesis = await hypothesisOn(r, referral.partnerId, dayOf(referral.submittedAt, timeZone).toString())
  const maybe = await Promise.all(referral.maybeSameAs.map(async (one) => ({ ...one, speaksAgainst: referral.closedAt ? [] : await speaksAgainst(r, one.companyId, referral.partnerId) })))
  return {
    maybe,
    referral, company, claim, messages, hypothesis, contact, partnerName, ownerName: referral.ownerId ? (members.get(referral.ownerId) ?? '') : null, promise, opportunity, earns: plan ? sayTermsInOneLine(plan.terms) : null,
    conflict: conflict && { ...conflict, by: conflict.decidedBy ? (members.get(conflict.decidedBy) ?? null) : null, can: await conflictCan(r, conflict) },
    can: referralCan(r, facts), heldBy: facts.heldBy,
  }
}

export async function messagesOf(r: Reading, referralId: Id) {
  return r.q
    .selectFrom('referral_message').select(['id', 'kind', 'from_partner', 'author_name', 'body', 'created_at'])
    .where('workspace_id', '=', r.workspace).where('referral_id', '=', referralId).orderBy('id').execute()
}

const onlySellers = 'An admin, a manager or a rep can.'

function referralCan(r: Reading, f: ReferralFacts) {
  const role: Can = may(r.actor, 'referrals:write') ? yes : no(onlySellers)
  const both = (can: Can): Can => (role.allowed ? can : role)
  return {
    accept: both(mayAccept(f)), ask: both(mayAsk(f)), decline: both(mayDecline(f)), contacted: both(mayProgress('contacted', f)), met: both(mayProgress('met', f)),
    qualified: both(mayProgress('qualified', f)), unqualify: both(mayUnqualify(f)), link: both(mayLink(f)), close: both(mayClose(f)), reopen: both(mayReopen(f)), appeal: both(mayAppeal(f)),
    write: role, consent: both(f.consent === 'given' ? no('The consent is recorded.') : yes),
  }
}

type Deciding = { credit: Can; refuse: Can }
const both = (can: Can): Deciding => ({ credit: can, refuse: can })

/** Whether a case may be decided now, and which way. */
export async function conflictCan(r: Reading, conflict: Pick<ConflictRow, 'referralId' | 'companyId' | 'decidedAt' | 'appealOf'>): Promise<Deciding> {
  if (!may(r.actor, 'referrals:write')) return both(no(onlySellers))
  if (conflict.decidedAt !== null) return both(no('It has been decided.'))
  const judge = await judgeOf(r, conflict)
  if (!judge.allowed) return both(judge)
  const held = await heldClaim(r, conflict.companyId)
  const rival = held && held.referralId !== conflict.referralId ? await referralById(r, held.referralId) : undefined
  const rivalPartner = rival ? ((await partnerNames(r, [rival.partnerId])).get(rival.partnerId) ?? null) : null
  return { credit: mayCredit({ rivalReferralState: rival?.state ?? null, rivalPartner }), refuse: yes }
}

/** How this area's promises read in Today and in reminders. */
export async function describeReferralPromises(r: Reading, promises: OpenPromise[]): Promise<Map<Id, PromiseLine>> {
  const rows = await r.q
    .selectFrom('referral as f')
    .innerJoin('company as c', (j) => j.onRef('c.workspace_id', '=', 'f.workspace_id').onRef('c.id', '=', 'f.company_id'))
    .leftJoin('contact as k', (j) => j.onRef('k.workspace_id', '=', 'f.workspace_id').onRef('k.id', '=', 'f.contact_id'))
    .select(['f.id', 'c.name as company', 'k.name as contact', 'f.submitted_at', 'f.state'])
    .where('f.workspace_id', '=', r.workspace).where('f.id', '=', anyOf(promises.map((p) => p.subjectId)))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const contested = promises.filter((p) => p.kind === 'decide_conflict').map((p) => p.subjectId)
  const isOurs = new Map(contested.length === 0 ? [] : (await conflictsOf(r, contested)).map((one) => [one.referralId, one.kind === 'direct_partner']))
  return new Map(promises.map((p) => {
    const row = byId.get(p.subjectId)
    const from = [row?.contact, p.partnerName].filter(Boolean).join(', ')
    const detail: Partial<Record<OpenPromise['kind'], string>> = {
      answer_referral: `from ${from}`, contact_buyer: `introduced by ${from}`, answer_reply: `${from} wrote`, decide_conflict: `from ${from}; ${isOurs.get(p.subjectId) ? 'the buyer may be ours already' : 'two claims on one buyer'}`,
    }
    return [p.id, { noun: 'referral', headline: row?.company ?? '', detail: detail[p.kind] ?? '' }]
  }))
}

/** How many introductions each partner has, and how many are under way. */
export async function referralActivity(r: Reading, partnerIds: Id[]): Promise<Map<Id, { underWay: number; referrals: number }>> {
  if (partnerIds.length === 0) return new Map()
  const rows = await r.q
    .selectFrom('referral')
    .select(['partner_id', sql<bigint>`count(*)`.as('n'), sql<bigint>`count(*) filter (where state not in ('won', 'lost', 'declined'))`.as('open')])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(partnerIds))
    .groupBy('partner_id')
    .execute()
  return new Map(rows.map((row) => [row.partner_id, { referrals: Number(row.n), underWay: Number(row.open) }]))
}

export type { Grade }
