import { createHash } from 'node:crypto'
import { Refusal } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { confirmPayeeDetail } from './confirm-payee-detail.ts'
import { givePayeeDetail } from './give-payee-detail.ts'
import type { Draft } from './page-forms.ts'
import { confirmationView, payeeView } from './page-payee.ts'
import { detailKinds, readBank, readTax, readVat, type DetailKind, type Typed } from './payee-forms.ts'
import { actAsPayee, asPayee } from './payee-links.ts'
import { detailsOf } from './payee-store.ts'
import { paySettings, rulesOf } from './pay-settings.ts'
import { needsForm } from './tax-rules.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`
const kindIn = (text: string | undefined): DetailKind | null => detailKinds.find((kind) => kind === text) ?? null

function payee(request: PageRequest, asked: DetailKind | null, draft: Draft, status: number): Promise<PageAnswer> {
  return asPayee(request, 'request', async (r, who) => {
    const details = await detailsOf(r, [who.partner.id])
    const wantsTaxForm = needsForm(rulesOf(await paySettings(r)).tax)
    const has = (kind: DetailKind) => details.some((detail) => detail.kind === kind)
    const sent = kindIn(request.query['sent'])
    const open = asked ?? (sent ? null : !has('bank') ? 'bank' : wantsTaxForm && !has('tax') ? 'tax' : null)
    return { status, html: payeeView({ ...who, base: base(request), details, open, draft, sent, wantsTaxForm }) }
  })
}

async function give(request: PageRequest): Promise<PageAnswer> {
  const typed: Typed = request.form
  const kind = kindIn(typed['form']) ?? 'bank'
  const formKey = createHash('sha256').update(JSON.stringify(Object.entries(typed).sort())).digest('base64url')
  try {
    const problems = await actAsPayee(request, 'request', async (tx, who) => {
      const today = dayOf(tx.now, who.partner.timeZone).toString()
      const read = kind === 'bank' ? readBank(typed) : kind === 'tax' ? readTax(typed, today) : readVat(typed)
      if ('problems' in read) return read.problems
      await givePayeeDetail(tx, who, { kind, ...read, formKey })
      return null
    })
    return problems ? payee(request, kind, { typed, problems }, 422) : { redirect: `${base(request)}/payee?sent=${kind}` }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    return payee(request, kind, { typed, problems: { form: error.message } }, 422)
  }
}

const confirmation = (request: PageRequest): Promise<PageAnswer> =>
  asPayee(request, 'detail', async (_r, who, purpose) => ({ status: 200, html: confirmationView({ ...who, base: base(request), detail: detailOf(purpose) }) }))

async function confirm(request: PageRequest): Promise<PageAnswer> {
  await actAsPayee(request, 'detail', (tx, who, purpose) => confirmPayeeDetail(tx, who, detailOf(purpose).id))
  return { redirect: `${base(request)}/payee/confirmation` }
}

function detailOf(purpose: Parameters<Parameters<typeof asPayee>[2]>[2]) {
  if (!('detail' in purpose)) throw new Error('a link of another purpose')
  return purpose.detail
}

export const payeePages: Page[] = [
  { method: 'GET', path: '/p/:token/payee', handler: (request) => payee(request, kindIn(request.query['form']), { typed: { kind: request.query['kind'] ?? '' }, problems: {} }, 200) },
  { method: 'POST', path: '/p/:token/payee', handler: give },
  { method: 'GET', path: '/p/:token/payee/confirmation', handler: confirmation },
  { method: 'POST', path: '/p/:token/payee/confirmation', handler: confirm },
]
