// The road of a private comparison for the partner: what it is, our blinded question, and one answer, whole or not at all.
import { parseId, showId } from '../../kernel/ids.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { actAsHolder, asHolder } from '../partners/index.ts'
import { answerPrivately, stopPrivately } from './answer-privately.ts'
import { privateView } from './page-private.ts'
import { newestPrivate, piecesOf } from './private-store.ts'
import { mostTheirs } from './psi-steps.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`
/** 35 bytes for each website of theirs and of ours, and some for the form. */
const mostBytes = 8 * 1024 ** 2

const page = (request: PageRequest, problem: string | null = null, status = 200): Promise<PageAnswer> =>
  asHolder(request, async (r, who) => ({ status, script: true, html: privateView({ ...who, base: base(request), address: `${request.publicUrl}${base(request)}`, settings: await workspaceSettings(r), mapping: await newestPrivate(r, who.partner.id), problem }) }))

/** What `alongside mapping` asks first, as JSON. */
function offer(request: PageRequest): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const mapping = await newestPrivate(r, who.partner.id)
    if (!mapping || mapping.finishedAt) throw notFound('comparison')
    const { name } = await workspaceSettings(r)
    const pieces = mapping.state === 'open' ? Number((await r.q.selectFrom('private_mapping_piece').select((e) => e.fn.countAll<bigint>().as('n')).where('workspace_id', '=', r.workspace).where('mapping_id', '=', mapping.id).where('kind', '=', 'question').executeTakeFirstOrThrow()).n) : 0
    return json({ id: showId('privateMapping', mapping.id), vendor: name, partner: who.partner.name, wish: mapping.wish, state: mapping.state, ours: mapping.ours, pieces, most: mostTheirs, expiresAt: mapping.expiresAt.toString() })
  })
}

function question(request: PageRequest): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const mapping = await newestPrivate(r, who.partner.id)
    if (!mapping || mapping.state !== 'open') throw notFound('comparison')
    const pieces = await piecesOf(r, mapping.id, 'question')
    return json({ id: showId('privateMapping', mapping.id), pieces: pieces.map((one) => Buffer.from(one).toString('base64')) })
  })
}

const json = (of: unknown): PageAnswer => ({ download: { fileName: 'comparison.json', contentType: 'application/json; charset=utf-8', content: JSON.stringify(of) } })

async function give(request: PageRequest): Promise<PageAnswer> {
  const id = parseId('privateMapping', request.form['id'] ?? '')
  const { list } = request.files
  const answers = Array.from({ length: Number(/^\d{1,4}$/.exec(request.form['answers'] ?? '')?.[0] ?? 0) }, (_, i) => request.files[`answer-${i}`]?.bytes)
  if (!id || !list || answers.length === 0 || answers.includes(undefined)) return page(request, 'What was sent is not a whole answer. Nothing of it was kept.', 422)
  try {
    await actAsHolder(request, (tx) => answerPrivately(tx, id, { list: list.bytes, answers: answers.filter((one) => one !== undefined) }))
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return page(request, error.message, 409)
  }
  return { redirect: `${base(request)}/private` }
}

async function refusePrivately(request: PageRequest): Promise<PageAnswer> {
  const mapping = await asHolder(request, (r, who) => newestPrivate(r, who.partner.id))
  if (!mapping) throw notFound('comparison')
  if (!mapping.finishedAt) await actAsHolder(request, (tx) => stopPrivately(tx, mapping.id, 'declined'))
  return { redirect: `${base(request)}/private` }
}

export const privatePages: Page[] = [
  { method: 'GET', path: '/p/:token/private', handler: (request) => page(request) },
  { method: 'GET', path: '/p/:token/private/offer', handler: offer },
  { method: 'GET', path: '/p/:token/private/question', handler: question },
  { method: 'POST', path: '/p/:token/private/answer', handler: give, mostBytes },
  { method: 'POST', path: '/p/:token/private/no', handler: refusePrivately },
]
