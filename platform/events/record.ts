// Guards rule 4: a change and its event commit together; the event is audit, timeline and trigger in one.
import type { Compilable, Insertable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Fact } from '../../kernel/event.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../db/context.ts'
import { addJobIf } from '../jobs/add-job.ts'
import { reactionsTo } from './reactions.ts'

export type EventRow = Insertable<DB['event']>

/** Records one fact and adds a job for each reaction to its type. Returns the event's id. */
export async function record(tx: Tx, fact: Fact): Promise<Id> {
  return (await recordAll(tx, [fact]))[0]!
}

/** The same for many facts. They are written just before the transaction commits, in few statements. */
export async function recordAll(tx: Tx, facts: Fact[]): Promise<Id[]> {
  const rows = facts.map((fact) => ({
    workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), type: fact.type, subject_type: fact.subject.noun, subject_id: fact.subject.id,
    partner_id: fact.partnerId ?? null, company_id: fact.companyId ?? null, actor_kind: tx.actor.kind,
    actor_id: 'id' in tx.actor ? tx.actor.id : null, at: tx.now, why: fact.why ?? null, request_id: tx.requestId ?? null,
    payload: JSON.stringify(fact.payload ?? {}),
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

/** What writes the events of a transaction, just before it commits. */
export function eventStatements(tx: Tx): Compilable[] {
  const { events } = tx.pending
  return Array.from({ length: Math.ceil(events.length / 1000) }, (_, i) => tx.q.insertInto('event').values(events.slice(i * 1000, (i + 1) * 1000)))
}
