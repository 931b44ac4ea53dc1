import { createHash } from 'node:crypto'
import { showId } from '../../kernel/ids.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanLine, cleanText } from '../../kernel/text.ts'
import { read } from '../../platform/db/transact.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { earningsOf } from '../ledger/index.ts'
import { linkHolder, type LinkHolder } from '../partners/index.ts'
import { planInForce, sayTerms, sayTermsInOneLine } from '../program/index.ts'
import { referralIn } from './contract.ts'
import { earningsView } from './page-earnings.ts'
import { hubView, type Draft } from './page-hub.ts'
import { statusView } from './page-status.ts'
import { ownReferral, ownReferrals } from './partner-queries.ts'
import { replyAsPartner } from './reply.ts'
import { submitReferral } from './submit-referral.ts'
import { dayOf } from '../../kernel/time.ts'

async function holder(request: PageRequest): Promise<LinkHolder> {
  const found = await linkHolder(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!found) throw notFound('page')
  return found
}

const base = (request: PageRequest) => `/p/${request.params['token']}`

async function hub(request: PageRequest, draft: Draft, status: number): Promise<PageAnswer> {
  const who = await holder(request)
  return read(who.ctx, async (r) => {
    const settings = await workspaceSettings(r)
    const owner = await r.q.selectFrom('member').select(['name', 'email']).where('workspace_id', '=', r.workspace).where('id', '=', who.partner.ownerId).executeTakeFirstOrThrow()
    const plan = await planInForce(r, who.partner.id, dayOf(r.now, settings.timeZone).toString())
    const view = hubView({
      base: base(request), settings, partner: who.partner, contact: who.contact, owner, draft, now: r.now, referrals: await ownReferrals(r, who.partner.id, 50),
      earnings: await earningsOf(r, who.partner.id, 1), earns: plan ? sayTermsInOneLine(plan.terms) : null, terms: plan ? sayTerms(plan.terms) : [],
    })
    return { status, html: view }
  })
}

/** The submission as it was typed, and what makes a second click the same one: the form it came from and every word in it. */
function readForm(form: Record<string, string>) {
  const fields = { buyer: cleanLine(form['buyer'] ?? ''), person: cleanLine(form['person'] ?? ''), reason: cleanText(form['reason'] ?? ''), consent: form['consent'] === 'yes' }
  const sourceKey = createHash('sha256').update(JSON.stringify([form['key'] ?? '', fields.buyer, fields.person, fields.reason])).digest('base64url')
  return { fields, sourceKey }
}

async function introduce(request: PageRequest): Promise<PageAnswer> {
  const who = await holder(request)
  const { fields, sourceKey } = readForm(request.form)
  const parsed = referralIn.omit({ partnerId: true, contactId: true }).safeParse(fields)
  const keep = (errors: Record<string, string>): Promise<PageAnswer> => hub(request, { ...fields, buyer: fields.buyer.slice(0, 400), person: fields.person.slice(0, 400), reason: fields.reason.slice(0, 8000), key: request.form['key'] ?? '', errors }, 422)
  if (!parsed.success) return keep(Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]).reverse()))
  try {
    const sent = await submitReferral(who.ctx, { ...parsed.data, partnerId: who.partner.id, contactId: who.contact.id, source: 'link', sourceKey })
    return { redirect: `${base(request)}/introductions/${showId('referral', sent.id)}?${sent.isNew ? 'sent' : 'again'}` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return keep(error.fields.length > 0 ? Object.fromEntries(error.fields.map((f) => [f.field, f.message])) : { form: error.message })
  }
}

async function status(request: PageRequest, errors: Record<string, string> = {}, code = 200): Promise<PageAnswer> {
  const who = await holder(request)
  return read(who.ctx, async (r) => {
    const own = await ownReferral(r, who.partner.id, request.params['id'] ?? '')
    const owner = await r.q.selectFrom('member').select(['name', 'email']).where('workspace_id', '=', r.workspace).where('id', '=', own.referral.ownerId ?? who.partner.ownerId).executeTakeFirstOrThrow()
    const arrived = 'sent' in request.query ? 'sent' : 'again' in request.query ? 'again' : 'replied' in request.query ? 'replied' : null
    return { status: code, html: statusView({ base: base(request), settings: await workspaceSettings(r), partner: who.partner, contact: who.contact, owner, own, arrived, now: r.now, errors, draft: request.form['body'] ?? '' }) }
  })
}

async function reply(request: PageRequest): Promise<PageAnswer> {
  const who = await holder(request)
  const own = await read(who.ctx, (r) => ownReferral(r, who.partner.id, request.params['id'] ?? ''))
  const body = cleanText(request.form['body'] ?? '')
  const consent = request.form['consent'] === 'yes'
  if (!body && !consent) return status(request, { body: 'Write something first.' }, 422)
  if (body.length > 4000) return status(request, { body: 'At most 4,000 characters. Nothing was sent; your words are still here.' }, 422)
  const sourceKey = createHash('sha256').update(JSON.stringify([request.form['key'] ?? '', body, consent])).digest('base64url')
  await replyAsPartner(who.ctx, own.referral.id, { body, consent, sourceKey })
  return { redirect: `${base(request)}/introductions/${showId('referral', own.referral.id)}?replied` }
}

async function earnings(request: PageRequest): Promise<PageAnswer> {
  const who = await holder(request)
  return read(who.ctx, async (r) => ({
    status: 200,
    html: earningsView({ base: base(request), settings: await workspaceSettings(r), partner: who.partner, earnings: await earningsOf(r, who.partner.id, 200), referrals: await ownReferrals(r, who.partner.id, 1000) }),
  }))
}

export const referralPages: Page[] = [
  { method: 'GET', path: '/p/:token', handler: (request) => hub(request, { errors: {} }, 200) },
  { method: 'POST', path: '/p/:token/introductions', handler: introduce },
  { method: 'GET', path: '/p/:token/introductions/:id', handler: (request) => status(request) },
  { method: 'POST', path: '/p/:token/introductions/:id/replies', handler: reply },
  { method: 'GET', path: '/p/:token/earnings', handler: earnings },
]
