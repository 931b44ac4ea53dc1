// Guards rules 3 and 4 where a person stands above workspaces: a change to an identity and the events about it, in each of the person's
// workspaces, commit together, and each workspace's rows are reached only with that workspace set and the app role on.
import { CompiledQuery, type Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Role } from '../../kernel/actor.ts'
import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../db/context.ts'
import type { Database } from '../db/pool.ts'
import { asSystem, sendPending, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import type { MemberState } from '../workspaces/rules.ts'

/** What a route of a person, signed in or about to be, brings along. */
export type Caller = { db: Database; now: Temporal.Instant; requestId: string; address: string; device: string }
export type OwnMember = { id: Id; name: string; role: Role; state: MemberState }
export type IdentityTx = {
  /** Out of the app role: for `identity.*` only. */
  q: Kysely<DB>
  now: Temporal.Instant
  /** Runs `work` in each workspace of the person, as their member there. */
  inEachWorkspace: (personId: Id, work: (tx: Tx, member: OwnMember) => Promise<void>) => Promise<void>
  /** Records a fact about the person in each workspace they have access to. */
  tell: (personId: Id, fact: (memberId: Id) => Fact) => Promise<void>
}

const noWorkspace = '00000000-0000-0000-0000-000000000000'

/** One transaction on identities. */
export async function onIdentity<T>(caller: Pick<Caller, 'db' | 'now'> & { requestId?: string }, work: (tx: IdentityTx) => Promise<T>): Promise<T> {
  const ctx = { db: caller.db, now: caller.now, workspace: noWorkspace, actor: { kind: 'system', name: 'sign-in' } as const, ...(caller.requestId ? { requestId: caller.requestId } : {}) }
  return transact(ctx, (outer) =>
    asSystem(outer, async (q) => {
      const inEachWorkspace: IdentityTx['inEachWorkspace'] = async (personId, each) => {
        const memberships = await q
          .selectFrom('identity.membership').select(['workspace_id', 'member_id']).where('person_id', '=', personId).orderBy('workspace_id').execute()
        for (const { workspace_id: workspace, member_id: memberId } of memberships)
          await inWorkspace(outer, workspace, async (tx) => {
            const row = await tx.q
              .selectFrom('member').select(['id', 'name', 'role', 'state'])
              .where('workspace_id', '=', workspace).where('id', '=', memberId).where('state', '<>', 'removed').forUpdate()
              .executeTakeFirst()
            if (!row) return
            const member = { id: row.id, name: row.name, role: row.role as Role, state: row.state as MemberState }
            await each({ ...tx, actor: { kind: 'member', id: member.id, name: member.name, role: member.role } }, member)
          })
      }
      const tell: IdentityTx['tell'] = (personId, fact) =>
        inEachWorkspace(personId, async (tx, member) => {
          if (member.state === 'active') await record(tx, fact(member.id))
        })
      return work({ q, now: outer.now, inEachWorkspace, tell })
    }))
}

async function inWorkspace(outer: Tx, workspace: Id, work: (tx: Tx) => Promise<void>): Promise<void> {
  const run = (text: string) => outer.q.executeQuery(CompiledQuery.raw(text))
  // Literal: a uuid column's text, and Citus passes only SET LOCAL on to its workers.
  await run(`set local role alongside_app; set local alongside.workspace = '${workspace}'`)
  const tx: Tx = { ...outer, workspace, pending: { ...outer.pending, events: [], jobs: [] } }
  await work(tx)
  await sendPending(tx)
  await run(`set local role none; set local alongside.workspace = '${noWorkspace}'`)
}
