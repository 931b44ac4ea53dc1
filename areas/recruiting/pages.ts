import { createHash } from 'node:crypto'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { businessDeadline } from '../../kernel/time.ts'
import type { Ctx, Reading } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { resolveLink } from '../../platform/links/links.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings, type WorkspaceSettings } from '../../platform/workspaces/index.ts'
import { linkCtx, partnerTypes, type PartnerType } from '../partners/index.ts'
import { answersIn, applicationIn, selfStatedOf } from './application-form.ts'
import { applicationPage } from './application-page.ts'
import { applicationById, type ApplicationRow } from './application-store.ts'
import { confirmApplication } from './confirm-application.ts'
import { formToken, readFormToken } from './form-token.ts'
import { applyView, chooseView, confirmView, receivedView, type ApplyDraft } from './page-apply.ts'
import { scorecardOf } from './scorecards.ts'
import { submitApplication } from './submit-application.ts'

const typeIn = (text: string | undefined): PartnerType | undefined => partnerTypes.find((type) => type === text)
const base = (request: PageRequest) => `/apply/${request.params['token']}`

/** The context of the public page; not found while it is closed, and for every other token. */
async function atOpenPage<T>(request: PageRequest, work: (ctx: Ctx, r: Reading) => Promise<T>): Promise<T> {
  const found = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!found) throw notFound('page')
  const ctx: Ctx = { ...found, actor: { kind: 'system', name: 'application page' } }
  return read(ctx, async (r) => {
    const [link, page] = await Promise.all([resolveLink(r, request.params['token'] ?? ''), applicationPage(r)])
    if (!link || link.id !== page?.linkId) throw notFound('page')
    return work(ctx, r)
  })
}

const show = (request: PageRequest): Promise<PageAnswer> =>
  atOpenPage(request, async (_ctx, r) => {
    const type = typeIn(request.query['as'])
    return type ? formFor(request, r, type, { typed: {}, errors: {} }, 200) : { status: 200, html: chooseView({ base: base(request), settings: await workspaceSettings(r) }) }
  })

async function formFor(request: PageRequest, r: Reading, type: PartnerType, draft: ApplyDraft, status: number): Promise<PageAnswer> {
  const [settings, card] = await Promise.all([workspaceSettings(r), scorecardOf(r, type)])
  return { status, html: applyView({ base: base(request), settings, type, questions: selfStatedOf(card.criteria), token: formToken(r.workspace, r.now), draft }) }
}

const told = {
  early: 'That was very quick. Look it over once more, and send it again.', old: 'This form was open for more than a day. What you wrote is still here: send it again.',
  bad: 'This form was not made by us, or a part of it got lost. What you wrote is still here: send it again.',
}

async function apply(request: PageRequest): Promise<PageAnswer> {
  const typed = Object.fromEntries(Object.entries(request.form).map(([key, value]) => [key, value.slice(0, 4000)]))
  const again = (type: PartnerType, errors: Record<string, string>, status = 422) => atOpenPage(request, (_ctx, r) => formFor(request, r, type, { typed, errors }, status))
  const { ctx, type, card, seal } = await atOpenPage(request, async (ctx, r) => {
    const type = typeIn(typed['type'])
    return { ctx, type, card: type && (await scorecardOf(r, type)), seal: readFormToken(r.workspace, typed['token'] ?? '', r.now) }
  })
  if (!type || !card) return { redirect: base(request) }
  if (typed['fax']) return again(type, { form: 'A hidden field was filled, as programs do. If you are a person, look the form over and send it again.' })
  const parsed = applicationIn.safeParse({ company: '', website: '', person: '', email: '', ...typed })
  if (!parsed.success) return again(type, Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]).reverse()))
  if (seal !== 'good') return again(type, { form: told[seal] })
  const { consent: _given, ...form } = parsed.data
  const answers = answersIn(card.criteria, typed)
  const sourceKey = createHash('sha256').update(JSON.stringify([typed['token'], type, form, answers])).digest('base64url')
  try {
    const { id } = await submitApplication(ctx, { ...form, type, answers, sourceKey })
    return { redirect: `${base(request)}/received/${showId('application', id)}` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return again(type, error.fields.length > 0 ? Object.fromEntries(error.fields.map((f) => [f.field, f.message])) : { form: error.message }, error.kind === 'too_many' ? 429 : 422)
  }
}

/** Counted from the moment it was sent, whatever became of it: two who send the same day read the same. */
const dueOf = (receivedAt: Temporal.Instant, settings: WorkspaceSettings): Temporal.Instant => businessDeadline(receivedAt, settings.policy.applicationBusinessDays, settings.calendar)

const received = (request: PageRequest): Promise<PageAnswer> =>
  atOpenPage(request, async (_ctx, r) => {
    const { receivedAt } = await applicationById(r, parseId('application', request.params['id'] ?? '') ?? nobody)
    const settings = await workspaceSettings(r)
    return { status: 200, html: receivedView({ settings, due: dueOf(receivedAt, settings), now: r.now }) }
  })
const nobody: Id = '00000000-0000-0000-0000-000000000000'

/** The application of whoever holds the link of a receipt mail; every other link is not found. */
async function ownApplication(r: Reading, request: PageRequest): Promise<ApplicationRow> {
  const link = await resolveLink(r, request.params['token'] ?? '')
  if (!link) throw notFound('page')
  return applicationById(r, link.subjectId)
}

function ctxOf(request: PageRequest): Ctx {
  const ctx = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!ctx) throw notFound('page')
  return ctx
}

const confirmation = async (request: PageRequest): Promise<PageAnswer> =>
  read(ctxOf(request), async (r) => {
    const [application, settings] = await Promise.all([ownApplication(r, request), workspaceSettings(r)])
    return {
      status: 200,
      html: confirmView({
        base: `/p/${request.params['token']}`, settings, company: application.companyName, isConfirmed: application.emailConfirmedAt !== null, answered: application.answeredAt !== null,
        due: dueOf(application.receivedAt, settings), now: r.now,
      }),
    }
  })

const confirm = async (request: PageRequest): Promise<PageAnswer> =>
  transact(ctxOf(request), async (tx) => {
    const application = await ownApplication(tx, request)
    await confirmApplication({ ...tx, actor: { kind: 'partner', id: application.contactId, name: application.personName, partnerId: application.partnerId, contactId: application.contactId } }, application)
    return { redirect: `/p/${request.params['token']}/application` }
  })

export const recruitingPages: Page[] = [
  { method: 'GET', path: '/apply/:token', handler: show },
  { method: 'POST', path: '/apply/:token', handler: apply, perMinute: 6 },
  { method: 'GET', path: '/apply/:token/received/:id', handler: received },
  { method: 'GET', path: '/p/:token/application', handler: confirmation },
  { method: 'POST', path: '/p/:token/application', handler: confirm },
]
