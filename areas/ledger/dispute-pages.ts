// The road of a dispute without a login: one line with its working, what is wrong with it, what shows it, and taking it back.
import { createHash } from 'node:crypto'
import { parseId, showId } from '../../kernel/ids.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import { documentDownload, sayBytes } from '../../platform/files/index.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { actAsHolder, asHolder, linkCtx } from '../partners/index.ts'
import { nextPromises } from '../promises/index.ts'
import { addDisputeFiles } from './add-dispute-files.ts'
import { filesOf, partnersFile } from './dispute-file-store.ts'
import { disputeReasons, mostFileBytes, mostFiles } from './dispute-rules.ts'
import { lastDisputes } from './dispute-store.ts'
import { aboutsOf } from './line-abouts.ts'
import { linePayments } from './line-payments.ts'
import { lineViews } from './line-views.ts'
import { openDispute, standingOfLine } from './open-dispute.ts'
import { lineView, type DisputeDraft } from './page-line.ts'
import { withdrawDispute } from './settle-dispute.ts'
import { statementsOfLines } from './statement-queries.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`
/** The files, and some for what is written beside them. */
const mostFormBytes = mostFiles * mostFileBytes + 64 * 1024

/** One line with its working; where it can be disputed, with the form for that. */
async function line(request: PageRequest, draft: DisputeDraft = { errors: {} }, status = 200): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const id = parseId('commission', request.params['id'] ?? '')
    const [own] = id ? await lineViews(r, { id, partnerId: who.partner.id, limit: 1 }) : []
    if (!own) throw notFound('page')
    const dispute = (await lastDisputes(r, [own.id])).get(own.id) ?? null
    const [payments, about, standing, statements, promises, settings, files] = await Promise.all([
      linePayments(r, [own.id]),
      aboutsOf(r, [{ companyId: own.companyId, itemKey: own.item }]), standingOfLine(r, own.id, dispute), statementsOfLines(r, [own.id]), nextPromises(r, dispute ? [dispute.id] : []), workspaceSettings(r), filesOf(r, dispute ? [dispute.id] : []),
    ])
    const arrived = 'sent' in request.query ? ('sent' as const) : 'added' in request.query ? ('added' as const) : 'withdrawn' in request.query ? ('withdrawn' as const) : null
    return {
      status, html: lineView({
        payment: payments.get(own.id) ?? null,
        ...who, base: base(request), settings, now: r.now, line: own, about: about({ companyId: own.companyId, itemKey: own.item }), dispute, files: (dispute && files.get(dispute.id)) ?? [], due: (dispute && promises.get(dispute.id)?.dueAt) ?? null, ...standing,
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
    ...(typed.evidence.length > 2000 ? { evidence: 'At most 2,000 characters.' } : {}), ...(request.isCut ? { files: tooMuch } : {}),
  }
  const again = (problems: Record<string, string>, status = 422) => line(request, { ...typed, key: request.form['key'] ?? '', errors: problems }, status)
  const lineId = parseId('commission', request.params['id'] ?? '')
  if (!lineId || !reason || Object.keys(errors).length > 0) return again(errors)
  try {
    await actAsHolder(request, (tx) => openDispute(tx, { lineId, reason, body: typed.body, evidence: typed.evidence || null, files: request.fileLists['files'] ?? [], sourceKey: keyOf(request, typed) }))
    return { redirect: `${base(request)}/earnings/${showId('commission', lineId)}?sent` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return isAboutFiles(error) ? again({ files: error.message }) : again({ form: error.message }, 409)
  }
}

const tooMuch = `Together the files are too large. At most ${mostFiles}, each of up to ${sayBytes(mostFileBytes)}.`
const isAboutFiles = (error: Refusal) => error.code === 'ledger.too_many_files' || error.fields.some(({ field }) => field === 'files')

async function addEvidence(request: PageRequest): Promise<PageAnswer> {
  const lineId = parseId('commission', request.params['id'] ?? '')
  const dispute = await asHolder(request, async (r, who) => {
    const last = lineId ? (await lastDisputes(r, [lineId])).get(lineId) : undefined
    if (last?.partnerId !== who.partner.id) throw notFound('page')
    return last
  })
  const again = (files: string, status: number) => line(request, { errors: { files } }, status)
  const files = request.fileLists['files'] ?? []
  if (request.isCut) return again(tooMuch, 422)
  if (files.length === 0) return again('Choose a file first.', 422)
  try {
    await actAsHolder(request, (tx) => addDisputeFiles(tx, dispute.id, files))
    return { redirect: `${base(request)}/earnings/${request.params['id']}?added` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return again(error.message, error.kind === 'conflict' ? 409 : 422)
  }
}

/** A file as it was sent, for whoever holds a link of the partner that disputed with it. */
async function evidence(request: PageRequest): Promise<PageAnswer> {
  const id = parseId('file', request.params['id'] ?? '')
  if (!id) throw notFound('page')
  const file = await asHolder(request, (r, who) => partnersFile(r, id, who.partner.id))
  const ctx = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!ctx) throw notFound('page')
  return { download: documentDownload(ctx, file) }
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

export const disputePages: Page[] = [
  { method: 'GET', path: '/p/:token/earnings/:id', handler: (request) => line(request) },
  { method: 'POST', path: '/p/:token/earnings/:id/dispute', handler: dispute, mostBytes: mostFormBytes, takesCut: true },
  { method: 'POST', path: '/p/:token/earnings/:id/evidence', handler: addEvidence, mostBytes: mostFormBytes, takesCut: true },
  { method: 'GET', path: '/p/:token/evidence/:id', handler: evidence },
  { method: 'POST', path: '/p/:token/earnings/:id/withdrawal', handler: withdraw },
]
