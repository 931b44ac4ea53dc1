import { createHash } from 'node:crypto'
import { parseId, showId } from '../../kernel/ids.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { actAsHolder, asHolder, linkCtx, type LinkHolder } from '../partners/index.ts'
import { nextPromises } from '../promises/index.ts'
import { saidBeside } from './beside-statements.ts'
import { disputeReasons } from './dispute-rules.ts'
import { lastDisputes } from './dispute-store.ts'
import { aboutsOf } from './line-abouts.ts'
import { lineViews } from './line-views.ts'
import { openDispute, standingOfLine } from './open-dispute.ts'
import { lineView, type DisputeDraft } from './page-line.ts'
import { statementView } from './page-statement.ts'
import { withdrawDispute } from './settle-dispute.ts'
import { statementFile } from './statement-file.ts'
import { statementsOfLines, statementsOfPartner, toldLines, toldPayments } from './statement-queries.ts'
import { periodShape } from './statement-rules.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`
const shownLines = 100

/** A partner's statements of a period, one for each currency. `after` is the position behind which lines are shown. */
async function statement(request: PageRequest): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const found = await ownStatements(r, who, request)
    const after = Math.max(0, Math.trunc(Number(request.query['after'] ?? 0)) || 0)
    const told = await Promise.all(found.map(async (one) => ({ statement: one, lines: await toldLines(r, one.id, after, shownLines), payments: await toldPayments(r, one.id), after })))
    const beside = await saidBeside(r, found, { base: `${base(request)}/statements/${request.params['period']}`, query: request.query })
    return { status: 200, html: statementView({ ...who, base: base(request), settings: await workspaceSettings(r), told, beside }) }
  })
}

/** "EUR.pdf", "EUR.csv" */
async function file(request: PageRequest): Promise<PageAnswer> {
  const [, currency, as] = /^([A-Z]{3})\.(pdf|csv)$/.exec(request.params['file'] ?? '') ?? []
  const one = await asHolder(request, async (r, who) => (await ownStatements(r, who, request)).find((own) => own.currency === currency))
  const ctx = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!one || !as || !ctx) throw notFound('page')
  return { download: await statementFile(ctx, one, as === 'pdf' ? 'pdf' : 'csv') }
}

async function ownStatements(r: Reading, who: LinkHolder, request: PageRequest) {
  const period = request.params['period'] ?? ''
  const found = periodShape.test(period) ? await statementsOfPartner(r, who.partner.id, period) : []
  if (found.length === 0) throw notFound('page')
  return found.sort((a, b) => (a.currency < b.currency ? -1 : 1))
}

/** One line with its working; where it can be disputed, with the form for that. */
async function line(request: PageRequest, draft: DisputeDraft = { errors: {} }, status = 200): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const id = parseId('commission', request.params['id'] ?? '')
    const [own] = id ? await lineViews(r, { id, partnerId: who.partner.id, limit: 1 }) : []
    if (!own) throw notFound('page')
    const dispute = (await lastDisputes(r, [own.id])).get(own.id) ?? null
    const [about, standing, statements, promises, settings] = await Promise.all([
      aboutsOf(r, [{ companyId: own.companyId, itemKey: own.item }]), standingOfLine(r, own.id, dispute), statementsOfLines(r, [own.id]), nextPromises(r, dispute ? [dispute.id] : []), workspaceSettings(r),
    ])
    const arrived = 'sent' in request.query ? ('sent' as const) : 'withdrawn' in request.query ? ('withdrawn' as const) : null
    return {
      status, html: lineView({
        ...who, base: base(request), settings, now: r.now, line: own, about: about({ companyId: own.companyId, itemKey: own.item }), dispute, due: (dispute && promises.get(dispute.id)?.dueAt) ?? null, ...standing,
        statement: statements.get(own.id) ?? null, arrived, draft,
      }),
    }
  })
}

async function dispute(request: PageRequest): Promise<PageAnswer> {
  const typed = { reason: request.form['reason'] ?? '', body: cleanText(request.form['body'] ?? ''), evidence: cleanText(request.form['evidence'] ?? '') }
  const reason = disputeReasons.find((one) => one === typed.reason)
  const errors: Record<string, string> = {
    ...(reason ? {} : { reason: 'Choose what is wrong.' }), ...(typed.body === '' ? { body: 'Say what is wrong.' } : typed.body.length > 4000 ? { body: 'At most 4,000 characters. Nothing was sent; your words are still here.' } : {}),
    ...(typed.evidence.length > 2000 ? { evidence: 'At most 2,000 characters.' } : {}),
  }
  const again = (problems: Record<string, string>, status = 422) => line(request, { ...typed, key: request.form['key'] ?? '', errors: problems }, status)
  const lineId = parseId('commission', request.params['id'] ?? '')
  if (!lineId || !reason || Object.keys(errors).length > 0) return again(errors)
  try {
    await actAsHolder(request, (tx) => openDispute(tx, { lineId, reason, body: typed.body, evidence: typed.evidence || null, sourceKey: keyOf(request, typed) }))
    return { redirect: `${base(request)}/earnings/${showId('commission', lineId)}?sent` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return again({ form: error.message }, 409)
  }
}

/** What makes a second click the same dispute: the form it came from, the line and every word in it. */
function keyOf(request: PageRequest, typed: object): string {
  return createHash('sha256').update(JSON.stringify([request.params['id'], request.form['key'] ?? '', typed])).digest('base64url')
}

async function withdraw(request: PageRequest): Promise<PageAnswer> {
  const id = parseId('dispute', request.form['dispute'] ?? '')
  if (!id) return line(request)
  await actAsHolder(request, (tx) => withdrawDispute(tx, id)).catch((error: unknown) => {
    // It was settled meanwhile: the page says how.
    if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error
  })
  return { redirect: `${base(request)}/earnings/${request.params['id']}?withdrawn` }
}

export const ledgerPages: Page[] = [
  { method: 'GET', path: '/p/:token/statements/:period', handler: statement },
  { method: 'GET', path: '/p/:token/statements/:period/:file', handler: file },
  { method: 'GET', path: '/p/:token/earnings/:id', handler: (request) => line(request) },
  { method: 'POST', path: '/p/:token/earnings/:id/dispute', handler: dispute },
  { method: 'POST', path: '/p/:token/earnings/:id/withdrawal', handler: withdraw },
]
