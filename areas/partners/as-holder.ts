import { notFound } from '../../kernel/refusal.ts'
import type { Ctx, Reading, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import type { PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { linkCtx, linkHolder, type LinkHolder } from './links.ts'

/** Runs with whoever holds the link, on one snapshot. A link that does not work is not found, whatever the reason. */
export async function asHolder<T>(request: PageRequest, work: (r: Reading, who: LinkHolder) => Promise<T>): Promise<T> {
  const { ctx, token } = linkOf(request)
  return read(ctx, async (r) => work(r, await holder(r, token)), { byKey: true })
}

/** The same in a transaction, acting as the holder. */
export async function actAsHolder<T>(request: PageRequest, work: (tx: Tx, who: LinkHolder) => Promise<T>): Promise<T> {
  const { ctx, token } = linkOf(request)
  return transact(ctx, (tx) => actingAs(tx, token, work))
}

/** The link that a page was asked with, and the context in which it is looked up. Not found where it has not the shape of one. */
export function linkOf(request: PageRequest): { ctx: Ctx; token: string } {
  const token = request.params['token'] ?? ''
  const ctx = linkCtx(request.db, token, request.now, request.requestId)
  if (!ctx) throw notFound('page')
  return { ctx, token }
}

/** Acts as the holder of a link in a transaction that is under way. */
export async function actingAs<T>(tx: Tx, token: string, work: (tx: Tx, who: LinkHolder) => Promise<T>): Promise<T> {
  const who = await holder(tx, token)
  return work({ ...tx, actor: who.actor }, who)
}

async function holder(r: Reading, token: string): Promise<LinkHolder> {
  // Every page needs both, so they are asked for together.
  const [who] = await Promise.all([linkHolder(r, token), workspaceSettings(r)])
  if (!who) throw notFound('page')
  return who
}
