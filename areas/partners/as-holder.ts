import { notFound } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import type { PageRequest } from '../../platform/pages/page.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { linkCtx, linkHolder, type LinkHolder } from './links.ts'

/** Runs with whoever holds the link, on one snapshot. A link that does not work is not found, whatever the reason. */
export async function asHolder<T>(request: PageRequest, work: (r: Reading, who: LinkHolder) => Promise<T>): Promise<T> {
  const token = request.params['token'] ?? ''
  const ctx = linkCtx(request.db, token, request.now, request.requestId)
  if (!ctx) throw notFound('page')
  return read(ctx, async (r) => work(r, await holder(r, token)))
}

/** The same in a transaction, acting as the holder. */
export async function actAsHolder<T>(request: PageRequest, work: (tx: Tx, who: LinkHolder) => Promise<T>): Promise<T> {
  const token = request.params['token'] ?? ''
  const ctx = linkCtx(request.db, token, request.now, request.requestId)
  if (!ctx) throw notFound('page')
  return transact(ctx, async (tx) => {
    const who = await holder(tx, token)
    return work({ ...tx, actor: who.actor }, who)
  })
}

async function holder(r: Reading, token: string): Promise<LinkHolder> {
  // Every page needs both, so they are asked for together.
  const [who] = await Promise.all([linkHolder(r, token), workspaceSettings(r)])
  if (!who) throw notFound('page')
  return who
}
