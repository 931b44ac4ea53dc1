// Guards rule 4: a change and its event commit together; the event is audit, timeline and trigger in one.
import type { Fact, Json } from '../../kernel/event.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { inserting } from '../db/compiled.ts'
import type { Tx } from '../db/context.ts'
import type { Statement } from '../db/transact.ts'
import { addJobIf } from '../jobs/add-job.ts'
import { reactionsTo } from './reactions.ts'

/** As it is sent: `why` in whole characters, since half of one is refused within JSON. */
export type EventRow = {
  id: Id; type: string; subject_type: string; subject_id: Id; partner_id: Id | null; company_id: Id | null; actor_kind: string; actor_id: Id | null; at: string; why: string | null; request_id: string | null
  payload: { [key: string]: Json }
}

/** Records one fact and adds a job for each reaction to its type. Returns the event's id. */
export async function record(tx: Tx, fact: Fact): Promise<Id> {
  return (await recordAll(tx, [fact]))[0]!
}

/** The same for many facts. They are written just before the transaction commits, in few statements. */
export async function recordAll(tx: Tx, facts: Fact[]): Promise<Id[]> {
  const at = tx.now.toString()
  const rows = facts.map((fact): EventRow => ({
    id: newId(tx.now.epochMilliseconds), type: fact.type, subject_type: fact.subject.noun, subject_id: fact.subject.id,
    partner_id: fact.partnerId ?? null, company_id: fact.companyId ?? null, actor_kind: tx.actor.kind,
    actor_id: 'id' in tx.actor ? tx.actor.id : null, at, why: fact.why?.toWellFormed() ?? null, request_id: tx.requestId ?? null,
    payload: fact.payload ?? {},
  }))
  for (const [i, fact] of facts.entries()) {
    const row = rows[i]!
    tx.pending.events.push(row)
    for (const { name, concerns } of reactionsTo(fact.type)) {
      const job = { task: 'react', key: `react:${row.id}:${name}`, payload: { workspace: tx.workspace, event: row.id, reaction: name } }
      addJobIf(tx, job, concerns?.(tx, fact))
    }
  }
  return rows.map((row) => row.id)
}

/** What writes the events of a transaction, just before it commits: the same statement, prepared, however many they are. */
export function eventStatements(tx: Tx): Statement[] {
  const rows = tx.pending.events.map((row) => ({ workspace_id: tx.workspace, ...row }))
  return Array.from({ length: Math.ceil(rows.length / 1000) }, (_, i) => events.statement(rows.slice(i * 1000, (i + 1) * 1000)))
}
const events = inserting('event', {
  workspace_id: 'uuid', id: 'uuid', type: 'text', subject_type: 'text', subject_id: 'uuid', partner_id: 'uuid', company_id: 'uuid', actor_kind: 'text', actor_id: 'uuid', at: 'timestamptz', why: 'text', request_id: 'text', payload: 'jsonb',
}, '')
