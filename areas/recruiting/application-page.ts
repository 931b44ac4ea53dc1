import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { tokenOfLink } from '../../platform/links/links.ts'
import { activeMember, activeMembers } from '../../platform/workspaces/index.ts'

export type ApplicationPage = { linkId: Id | null; ownerId: Id; changedAt: Temporal.Instant }

export async function applicationPage(r: Reading): Promise<ApplicationPage | undefined> {
  const row = await r.q.selectFrom('application_page').select(['link_id', 'owner_id', 'changed_at']).where('workspace_id', '=', r.workspace).executeTakeFirst()
  return row && { linkId: row.link_id, ownerId: row.owner_id, changedAt: row.changed_at }
}

/** Its address, made anew from what is kept; null while it is closed, or where it was opened under another secret than ours. */
export async function applicationAddress(r: Reading, page: ApplicationPage | undefined): Promise<string | null> {
  const token = page?.linkId ? await tokenOfLink(r, page.linkId) : undefined
  return token ? `${publicUrl()}/apply/${token}` : null
}

/** Who gets what comes: whoever was named, or where nobody was or they left the first active admin. */
export async function recipientOf(tx: Tx, page: ApplicationPage | undefined): Promise<{ id: Id; name: string; email: string }> {
  const named = page && (await activeMember(tx, page.ownerId))
  if (named) return named
  const members = await activeMembers(tx)
  return members.find((member) => member.role === 'admin') ?? members[0]!
}
