import { newId, type Id } from '../../kernel/ids.ts'
import { refuseField } from '../../kernel/refusal.ts'
import { defaultCalendar } from '../../kernel/time.ts'
import type { Ctx, Tx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import { asSystem, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { memberJoined, workspaceCreated } from './events.ts'
import { personFor } from './person.ts'
import { slugOf } from './rules.ts'

export type NewWorkspace = {
  name: string
  /** Made from the name when left out. */
  slug?: string
  currency: string
  timeZone: string
  admin: { email: string; name: string }
  isDemo?: boolean
}
export type CreatedWorkspace = { workspace: Id; slug: string; memberId: Id; personId: Id }

/** Makes a workspace with its first member, who is its admin, all or nothing. Input is taken as validated. */
export async function createWorkspace(db: Database, input: NewWorkspace, now: Temporal.Instant): Promise<CreatedWorkspace> {
  return transact(newWorkspaceCtx(db, now), (tx) => createWorkspaceIn(tx, input))
}

/** The context of a workspace that is about to exist. */
export function newWorkspaceCtx(db: Database, now: Temporal.Instant, requestId?: string): Ctx {
  return { db, workspace: newId(now.epochMilliseconds), actor: { kind: 'system', name: 'Alongside' }, now, ...(requestId ? { requestId } : {}) }
}

/** The same in a transaction that somebody else opened for the workspace-to-be. */
export async function createWorkspaceIn(tx: Tx, input: NewWorkspace): Promise<CreatedWorkspace> {
  const workspace = tx.workspace
  const memberId = newId(tx.now.epochMilliseconds)
  const { days, opens, closes, holidays } = defaultCalendar
  const isDemo = input.isDemo ?? false
  const { slug, personId } = await asSystem(tx, async (q) => {
    const taken = await insertUnderFreeSlug(input, (slug) =>
      q.insertInto('identity.workspace')
        .values({
          id: workspace, slug, name: input.name, currency: input.currency, time_zone: input.timeZone, is_demo: isDemo, created_at: tx.now,
          calendar: JSON.stringify({ days, opens, closes, holidays }), policy: '{}',
        })
        .onConflict((c) => c.column('slug').doNothing())
        .executeTakeFirst())
    const person = await personFor(q, input.admin, tx.now)
    await q.insertInto('identity.membership').values({ person_id: person.id, workspace_id: workspace, member_id: memberId }).execute()
    return { slug: taken, personId: person.id }
  })
  await tx.q
    .insertInto('member')
    .values({
      workspace_id: workspace, id: memberId, person_id: personId, email: input.admin.email, name: input.admin.name, role: 'admin', state: 'active',
      created_at: tx.now,
    })
    .execute()
  await record(tx, workspaceCreated(workspace, { slug, currency: input.currency, timeZone: input.timeZone, isDemo }))
  await record(tx, memberJoined(memberId, 'admin'))
  return { workspace, slug, memberId, personId }
}

async function insertUnderFreeSlug(input: NewWorkspace, insert: (slug: string) => Promise<{ numInsertedOrUpdatedRows?: bigint }>): Promise<string> {
  const wanted = input.slug ?? slugOf(input.name)
  for (let n = 1; n < 1000; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if ((await insert(slug)).numInsertedOrUpdatedRows === 1n) return slug
    if (input.slug) break
  }
  throw refuseField('slug', 'workspaces.slug_taken', 'Another workspace of this installation has this short name.')
}
