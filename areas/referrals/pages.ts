import { createHash } from 'node:crypto'
import { parseId, showId } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { cleanLine, cleanText } from '../../kernel/text.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { askForPayout, aboutsOf, accountOf, accountParts, earningsInShort, linePayments, linesFor, lineViews, linesBehind, rewardsPage, rewardSums, statementsOfPartner } from '../ledger/index.ts'
import { actAsHolder, asHolder, linkOf } from '../partners/index.ts'
import { mailPayeeLink, payeeInShort, paymentViews } from '../payouts/index.ts'
import { planInForce, sayTerms, sayTermsInOneLine } from '../program/index.ts'
import { appealReferral } from './appeal-referral.ts'
import { referralIn } from './contract.ts'
import { hubSections } from './hub-sections.ts'
import { earningsView } from './page-earnings.ts'
import { introduceByLink } from './introduce-by-link.ts'
import { hubView, mostOnHub, type Draft } from './page-hub.ts'
import { introductionsView, mostOnPage } from './page-introductions.ts'
import { statusView } from './page-status.ts'
import { ownBuyers, ownReferral, ownReferrals } from './partner-queries.ts'
import { replyAsPartner } from './reply.ts'
import { dayOf } from '../../kernel/time.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`

async function hub(request: PageRequest, draft: Draft, status: number): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const settings = await workspaceSettings(r)
    const [plan, referrals, earnings, sections] = await Promise.all([
      planInForce(r, who.partner.id, dayOf(r.now, settings.timeZone).toString()), ownReferrals(r, who.partner.id, { limit: mostOnHub + 1 }), earningsInShort(r, who.partner.id), hubSections(r, who, base(request)),
    ])
    const view = hubView({
      ...who, base: base(request), settings, draft, now: r.now, referrals, earnings, sections, earns: plan ? sayTermsInOneLine(plan.terms) : null, terms: plan ? sayTerms(plan.terms) : [],
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

const fieldsIn = referralIn.omit({ partnerId: true, contactId: true })

async function introduce(request: PageRequest): Promise<PageAnswer> {
  const { fields, sourceKey } = readForm(request.form)
  const parsed = fieldsIn.safeParse(fields)
  const keep = (errors: Record<string, string>): Promise<PageAnswer> => hub(request, { ...fields, buyer: fields.buyer.slice(0, 400), person: fields.person.slice(0, 400), reason: fields.reason.slice(0, 8000), key: request.form['key'] ?? '', errors }, 422)
  if (!parsed.success) return keep(Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]).reverse()))
  try {
    const { ctx, token } = linkOf(request)
    const sent = await introduceByLink(ctx, { token, input: { ...parsed.data, sourceKey } })
    return { redirect: `${base(request)}/introductions/${showId('referral', sent.id)}?${sent.isNew || sent.isRepeat ? 'sent' : 'again'}` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return keep(error.fields.length > 0 ? Object.fromEntries(error.fields.map((f) => [f.field, f.message])) : { form: error.message })
  }
}

/** All that the partner introduced, a page at a time. */
async function introductions(request: PageRequest): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const before = parseId('referral', request.query['before'] ?? '')
    const [settings, referrals] = await Promise.all([workspaceSettings(r), ownReferrals(r, who.partner.id, { limit: mostOnPage + 1, before })])
    return { status: 200, html: introductionsView({ ...who, base: base(request), settings, now: r.now, referrals, isFirst: before === undefined }) }
  })
}

async function status(request: PageRequest, errors: Record<string, string> = {}, code = 200): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const own = await ownReferral(r, who.partner.id, request.params['id'] ?? '')
    const owner = own.owner ?? who.owner
    const arrived = 'sent' in request.query ? 'sent' : 'again' in request.query ? 'again' : 'replied' in request.query ? 'replied' : 'appealed' in request.query ? 'appealed' : null
    const { id, opportunityId } = own.referral
    const [settings, lines] = await Promise.all([workspaceSettings(r), linesFor(r, who.partner.id, [{ noun: 'referral', id }, ...(opportunityId ? [{ noun: 'opportunity' as const, id: opportunityId }] : [])], mostEarned)])
    const paid = await linePayments(r, lines.map((line) => line.id))
    const earned = lines.map((line) => ({ ...line, payment: paid.get(line.id) }))
    return { status: code, html: statusView({ ...who, owner, base: base(request), settings, own, earned, today: dayOf(r.now, settings.timeZone).toString(), arrived, now: r.now, errors, draft: request.form['body'] ?? request.form['why'] ?? '', mayAppealUntil: own.mayAppealUntil }) }
  })
}

async function reply(request: PageRequest): Promise<PageAnswer> {
  const body = cleanText(request.form['body'] ?? '')
  const consent = request.form['consent'] === 'yes'
  if (!body && !consent) return status(request, { body: 'Write something first.' }, 422)
  if (body.length > 4000) return status(request, { body: 'At most 4,000 characters. Nothing was sent; your words are still here.' }, 422)
  const sourceKey = createHash('sha256').update(JSON.stringify([request.form['key'] ?? '', body, consent])).digest('base64url')
  const id = await actAsHolder(request, async (tx, who) => {
    const { referral } = await ownReferral(tx, who.partner.id, request.params['id'] ?? '')
    return (await replyAsPartner(tx, referral.id, { body, consent, sourceKey })).id
  })
  return { redirect: `${base(request)}/introductions/${showId('referral', id)}?replied` }
}

async function appeal(request: PageRequest): Promise<PageAnswer> {
  const why = cleanText(request.form['why'] ?? '')
  if (!why) return status(request, { why: 'Say what we should look at again.' }, 422)
  if (why.length > 4000) return status(request, { why: 'At most 4,000 characters. Nothing was sent; your words are still here.' }, 422)
  const sourceKey = createHash('sha256').update(JSON.stringify(['appeal', request.form['key'] ?? '', why])).digest('base64url')
  try {
    const id = await actAsHolder(request, async (tx, who) => {
      const { referral } = await ownReferral(tx, who.partner.id, request.params['id'] ?? '')
      return (await appealReferral(tx, referral.id, { why, sourceKey })).id
    })
    return { redirect: `${base(request)}/introductions/${showId('referral', id)}?appealed` }
  } catch (error) {
    // The page was open while it moved on: it is shown as it stands now.
    if (error instanceof Refusal && error.code === 'referrals.cannot_appeal') return status(request, { body: 'It has moved on meanwhile and was not sent. Write to us here instead.' }, 409)
    throw error
  }
}

/** What a partner earned and where it is; `show` says which part's lines are listed. */
async function earnings(request: PageRequest): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const show = accountParts.find((part) => part === request.query['show']) ?? 'earned'
    const ids = await linesBehind(r, who.partner.id, show, mostLines + 1)
    const [accounts, lines, statements, settings, payee, payments] = await Promise.all([
      accountOf(r, who.partner.id), lineViews(r, { ids: ids.slice(0, mostLines), limit: mostLines }), statementsOfPartner(r, who.partner.id), workspaceSettings(r), payeeInShort(r, who.partner.id), paymentViews(r, { partnerId: who.partner.id, limit: 50 }),
    ])
    const [sums, rewards] = await Promise.all([rewardSums(r, who.partner.id), rewardsPage(r, { partnerId: who.partner.id, limit: 50 })])
    const [paid, about, buyers] = await Promise.all([linePayments(r, lines.map((line) => line.id)), aboutsOf(r, lines.map((line) => ({ companyId: line.companyId, itemKey: line.item }))), ownBuyers(r, who.partner.id, lines.flatMap((line) => line.referralId ?? []))])
    const named = lines.map((line) => ({ ...line, payment: paid.get(line.id), about: (line.referralId && buyers.get(line.referralId)) || about({ companyId: line.companyId, itemKey: line.item }) }))
    const today = dayOf(r.now, settings.timeZone).toString()
    const plan = await planInForce(r, who.partner.id, today)
    const told = 'asked' in request.query ? 'asked' : 'mailed' in request.query ? 'mailed' : 'often' in request.query ? 'often' : null
    return { status: 200, html: earningsView({ ...who, base: base(request), today, settings, accounts, show, lines: named, more: ids.length > mostLines, statements, payee, payments, told, isOnRequest: plan?.terms.language === 2 && plan.terms.payout.onRequest, rewards: { sums, lines: rewards.items } }) }
  })
}

/** Whoever holds this link may ask for the other one; it goes to the mailbox that we know. */
async function accountLink(request: PageRequest): Promise<PageAnswer> {
  try {
    await actAsHolder(request, (tx, who) => mailPayeeLink(tx, who.partner.id, who.contact.id))
    return { redirect: `${base(request)}/earnings?mailed` }
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'too_many') return { redirect: `${base(request)}/earnings?often` }
    throw error
  }
}

/** Counts for plans that pay on request; asked twice it is asked once. */
async function payoutRequest(request: PageRequest): Promise<PageAnswer> {
  await actAsHolder(request, (tx, who) => askForPayout(tx, who.partner.id))
  return { redirect: `${base(request)}/earnings?asked` }
}
const [mostLines, mostEarned] = [200, 20]

export const referralPages: Page[] = [
  { method: 'GET', path: '/p/:token', handler: (request) => hub(request, { buyer: cleanLine(request.query['buyer'] ?? '').slice(0, 300), errors: {} }, 200) },
  { method: 'POST', path: '/p/:token/introductions', handler: introduce },
  { method: 'GET', path: '/p/:token/introductions', handler: introductions },
  { method: 'GET', path: '/p/:token/introductions/:id', handler: (request) => status(request) },
  { method: 'POST', path: '/p/:token/introductions/:id/replies', handler: reply },
  { method: 'POST', path: '/p/:token/introductions/:id/appeal', handler: appeal },
  { method: 'GET', path: '/p/:token/earnings', handler: earnings },
  { method: 'POST', path: '/p/:token/earnings/account-link', handler: accountLink },
  { method: 'POST', path: '/p/:token/earnings/payout-request', handler: payoutRequest },
]
