import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { resolveLink } from '../../platform/links/links.ts'
import type { PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings, type WorkspaceSettings } from '../../platform/workspaces/index.ts'
import { introducerOf, linkCtx, type Introducer } from '../partners/index.ts'
import { detailById, type DetailRow } from './payee-store.ts'

export type PayeePerson = Introducer & { settings: WorkspaceSettings }
/** The primary contact of a partner, for whoever acts in their place where there is no page: the demo world. */
export async function payeePersonOf(r: Reading, partnerId: Id): Promise<PayeePerson> {
  const who = await introducerOf(r, partnerId, null)
  if (!who) throw notFound('partner')
  return { ...who, settings: await workspaceSettings(r) }
}

/** What a one-purpose link opens: the page to say it on, or the page to confirm one thing on. */
export type Purpose = { request: Id } | { detail: DetailRow }
type Wanted = 'request' | 'detail'

/** Runs with whoever holds a link made for this purpose. Any other link, the partner's own page included, is not found. */
export function asPayee<T>(request: PageRequest, wanted: Wanted, work: (r: Reading, who: PayeePerson, purpose: Purpose) => Promise<T>): Promise<T> {
  const ctx = ctxOf(request)
  return read(ctx, async (r) => {
    const { who, purpose } = await holderOf(r, request.params['token'] ?? '', wanted)
    return work(r, who, purpose)
  })
}

/** The same in a transaction, acting as that person. */
export function actAsPayee<T>(request: PageRequest, wanted: Wanted, work: (tx: Tx, who: PayeePerson, purpose: Purpose) => Promise<T>): Promise<T> {
  const ctx = ctxOf(request)
  return transact(ctx, async (tx) => {
    const { who, purpose } = await holderOf(tx, request.params['token'] ?? '', wanted)
    return work({ ...tx, actor: { kind: 'partner', id: who.contact.id, name: who.contact.name, partnerId: who.partner.id, contactId: who.contact.id } }, who, purpose)
  })
}

function ctxOf(request: PageRequest) {
  const ctx = linkCtx(request.db, request.params['token'] ?? '', request.now, request.requestId)
  if (!ctx) throw notFound('page')
  return ctx
}

async function holderOf(r: Reading, token: string, wanted: Wanted): Promise<{ who: PayeePerson; purpose: Purpose }> {
  const link = await resolveLink(r, token)
  const purpose = link && (await purposeOf(r, link.subjectId, wanted))
  const who = link && purpose && (await introducerOf(r, purpose.partnerId, link.holderId))
  if (!who) throw notFound('page')
  return { who: { ...who, settings: await workspaceSettings(r) }, purpose }
}

async function purposeOf(r: Reading, id: Id, wanted: Wanted): Promise<(Purpose & { partnerId: Id }) | undefined> {
  if (wanted === 'detail') {
    const detail = await detailById(r, id)
    return detail && { detail, partnerId: detail.partnerId }
  }
  const row = await r.q.selectFrom('payee_request').select(['id', 'partner_id']).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  return row && { request: row.id, partnerId: row.partner_id }
}
