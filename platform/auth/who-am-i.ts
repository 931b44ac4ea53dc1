import { permissions, mayRole, type Role } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import { read } from '../db/transact.ts'
import { shown } from '../http/shapes.ts'
import { workspaceSettings } from '../workspaces/settings.ts'

/** The person behind a session and the workspaces they have access to, the first they joined first, with what they may do in each. */
export async function whoAmI({ db, now, personId, sessionId }: { db: Database; now: Temporal.Instant; personId: Id; sessionId: Id }) {
  const person = await db.sql.selectFrom('identity.person').select(['id', 'name', 'email', 'password_hash']).where('id', '=', personId).executeTakeFirstOrThrow()
  const memberships = await db.sql
    .selectFrom('identity.membership').select(['workspace_id', 'member_id']).where('person_id', '=', personId).orderBy('member_id').execute()
  const workspaces = []
  for (const { workspace_id: workspace, member_id: memberId } of memberships) {
    const ctx: Ctx = { db, now, workspace, actor: { kind: 'system', name: 'sign-in' } }
    const entry = await read(ctx, async (r) => {
      const member = await r.q
        .selectFrom('member').select(['name', 'role']).where('workspace_id', '=', workspace).where('id', '=', memberId).where('state', '=', 'active').executeTakeFirst()
      return member && { member, settings: await workspaceSettings(r) }
    })
    if (!entry) continue
    const { id, slug, name, accent, isDemo } = entry.settings
    const role = entry.member.role as Role
    workspaces.push({
      id: shown('workspace', id), slug, name, accent, isDemo, memberId: shown('member', memberId), memberName: entry.member.name, role,
      permissions: permissions.filter((permission) => mayRole(role, permission)),
    })
  }
  return {
    person: { id: shown('person', person.id), name: person.name, email: person.email, hasPassword: person.password_hash !== null },
    sessionId: shown('session', sessionId), workspaces,
  }
}
