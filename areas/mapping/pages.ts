import { parseId } from '../../kernel/ids.ts'
import { notFound, Refusal } from '../../kernel/refusal.ts'
import { cleanText } from '../../kernel/text.ts'
import { dayOf } from '../../kernel/time.ts'
import { storeFile } from '../../platform/files/index.ts'
import type { Page, PageAnswer, PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { actAsHolder, asHolder } from '../partners/index.ts'
import { asksOf, endAsk } from './ask-introduction.ts'
import { endRequest } from './ask-list.ts'
import { deleteList } from './delete-list.ts'
import { giveList } from './give-list.ts'
import { narrowSharing } from './narrow-sharing.ts'
import { customersView, keepMonths, type UploadDraft } from './page-customers.ts'
import { sharings } from './rules.ts'
import { listsOf } from './store.ts'

const base = (request: PageRequest) => `/p/${request.params['token']}`
/** A form on a phone: more than this is for the person who asked. */
const mostBytes = 20 * 1024 ** 2

function customers(request: PageRequest, draft: UploadDraft, status: number): Promise<PageAnswer> {
  return asHolder(request, async (r, who) => {
    const [settings, lists, asks, asked] = await Promise.all([
      workspaceSettings(r), listsOf(r, who.partner.id), asksOf(r, { partnerId: who.partner.id, onlyOpen: true, limit: 50 }),
      r.q.selectFrom('list_request').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', who.partner.id).where('state', '=', 'open').executeTakeFirst(),
    ])
    const told = (['sent', 'changed', 'removed', 'answered'] as const).find((word) => word in request.query) ?? null
    return { status, html: customersView({ ...who, base: base(request), settings, lists, asks, isAsked: asked !== undefined, draft, told }) }
  })
}

async function give(request: PageRequest): Promise<PageAnswer> {
  const { file } = request.files
  const draft = { sharing: request.form['sharing'] ?? '', months: request.form['months'] ?? '' }
  const sharing = sharings.find((one) => one === draft.sharing)
  const months = keepMonths.find((one) => String(one) === draft.months) ?? 12
  const errors = {
    ...(file ? {} : { file: 'Choose the file with your customers.' }), ...(sharing ? {} : { sharing: 'Say what may be seen.' }), ...(request.form['agreed'] === 'yes' ? {} : { agreed: 'Tick this if you may share the list; otherwise ask whoever may.' }),
  }
  if (!file || !sharing || Object.keys(errors).length > 0) return customers(request, { ...draft, errors }, 422)
  try {
    await actAsHolder(request, async (tx, who) => {
      const stored = await storeFile(tx, { name: file.name, contentType: file.contentType || 'text/csv', permission: 'mapping:write' }, only(file.bytes), mostBytes)
      const { timeZone } = await workspaceSettings(tx)
      await giveList(tx, {
        partnerId: who.partner.id, fileId: stored.id, sharing, consentBy: who.contact.name, consentContactId: who.contact.id, consentHow: 'On the page of the own link.',
        expiresOn: dayOf(tx.now, timeZone).add({ months }).toString(),
      })
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'not_found') throw error
    // Sent twice: the first one is being read.
    if (error.code !== 'mapping.under_way') return customers(request, { ...draft, errors: { form: error.message } }, 422)
  }
  return { redirect: `${base(request)}/customers?sent` }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const listIn = (request: PageRequest) => parseId('customerList', request.form['list'] ?? '')

async function share(request: PageRequest): Promise<PageAnswer> {
  const [id, to] = [listIn(request), sharings.find((one) => one === request.form['to'])]
  if (!id || !to) throw notFound('customer list')
  return changed(request, 'changed', () => actAsHolder(request, (tx) => narrowSharing(tx, id, to, null)))
}

async function remove(request: PageRequest): Promise<PageAnswer> {
  const id = listIn(request)
  if (!id) throw notFound('customer list')
  return changed(request, 'removed', () => actAsHolder(request, (tx, who) => deleteList(tx, id, `${who.contact.name} removed it.`)))
}

async function refuseAsk(request: PageRequest): Promise<PageAnswer> {
  const id = parseId('introductionAsk', request.params['id'] ?? '')
  if (!id) throw notFound('question')
  return changed(request, 'answered', () => actAsHolder(request, (tx) => endAsk(tx, id, 'declined', cleanText(request.form['why'] ?? '').slice(0, 500) || null)))
}

const refuseRequest = (request: PageRequest): Promise<PageAnswer> => changed(request, 'answered', () => actAsHolder(request, (tx, who) => endRequest(tx, who.partner.id, 'declined', null)))

/** What was done already is as good as done. */
async function changed(request: PageRequest, told: string, work: () => Promise<unknown>): Promise<PageAnswer> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error
    return customers(request, { errors: { form: error.message } }, 409)
  }
  return { redirect: `${base(request)}/customers?${told}` }
}

export const mappingPages: Page[] = [
  { method: 'GET', path: '/p/:token/customers', handler: (request) => customers(request, { errors: {} }, 200) },
  { method: 'POST', path: '/p/:token/customers', handler: give, mostBytes: mostBytes + 64 * 1024 },
  { method: 'POST', path: '/p/:token/customers/sharing', handler: share },
  { method: 'POST', path: '/p/:token/customers/removal', handler: remove },
  { method: 'POST', path: '/p/:token/customers/asks/:id', handler: refuseAsk },
  { method: 'POST', path: '/p/:token/customers/no', handler: refuseRequest },
]
