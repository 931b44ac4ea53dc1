// Guards the first run: of two at once one makes the workspace, and nobody can do it again.
import { sql } from 'kysely'
import { refuse } from '../../kernel/refusal.ts'
import type { Database } from '../db/pool.ts'
import { asSystem, transact } from '../db/transact.ts'
import { createWorkspaceIn, newWorkspaceCtx, type NewWorkspace } from '../workspaces/create-workspace.ts'
import type { Caller } from './identity.ts'
import { openSession } from './sessions.ts'
import type { SignedInNow } from './sign-in.ts'

const setupLock = 7_305_811_992_114_010n

export async function isSetupNeeded(db: Database): Promise<boolean> {
  return (await db.sql.selectFrom('identity.workspace').select('id').limit(1).executeTakeFirst()) === undefined
}

/** Makes the first workspace and signs its admin in. Refused with `setup.done` as soon as any workspace exists. */
export async function setUp(caller: Caller, input: Omit<NewWorkspace, 'slug' | 'isDemo'>): Promise<SignedInNow> {
  return transact(newWorkspaceCtx(caller.db, caller.now, caller.requestId), async (tx) => {
    await asSystem(tx, async (q) => {
      await sql`select pg_advisory_xact_lock(${setupLock})`.execute(q)
      if (await q.selectFrom('identity.workspace').select('id').limit(1).executeTakeFirst())
        throw refuse('conflict', 'setup.done', 'This installation is set up already. Sign in instead.')
    })
    const { personId } = await createWorkspaceIn(tx, input)
    return { personId, session: await asSystem(tx, (q) => openSession(q, personId, 'setup', caller)) }
  })
}
