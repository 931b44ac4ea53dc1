import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf, anyOfTexts } from '../../platform/db/any-of.ts'
import type { Tx } from '../../platform/db/context.ts'
import { send } from '../../platform/db/transact.ts'
import type { Fact } from '../program/index.ts'
import { waitingFor } from './fact-topics.ts'

export type NewFact = { id: Id; fact: Fact; topics: string[] }
/** A known one that is given more topics. */
export type LateFact = { factId: Id; topics: string[] }

/** Holds these gates until the transaction ends, taken in one order so that nobody waits in a circle. */
export async function passGates(tx: Tx, gates: string[]): Promise<void> {
  const topics = [...new Set(gates)].sort()
  if (topics.length === 0) return
  await sql`insert into plan_fact_gate (workspace_id, topic) select ${tx.workspace}, topic from unnest(${topics}::text[]) as topic order by topic
    on conflict (workspace_id, topic) do update set topic = excluded.topic`.execute(tx.q)
}

/** Facts known already that are about one of these and had to wait for it. */
export async function waitingOn(tx: Tx, keys: string[]): Promise<{ factId: Id; about: string }[]> {
  const rows = await tx.q.selectFrom('plan_fact_topic').select(['fact_id', 'topic']).where('workspace_id', '=', tx.workspace).where('topic', '=', anyOfTexts(keys.map(waitingFor))).execute()
  return rows.map((row) => ({ factId: row.fact_id, about: row.topic.slice(waitingFor('').length) }))
}

/** Writes facts and topics, and closes what waited in the tray for one of them. */
export async function storeFacts(tx: Tx, all: (NewFact | LateFact)[], eventId: Id): Promise<void> {
  const facts = all.flatMap((one) => ('fact' in one ? [one] : []))
  send(tx, tx.q.insertInto('plan_fact').values(facts.map(({ id, fact }) => ({ workspace_id: tx.workspace, id, key: fact.id, kind: fact.kind, body: JSON.stringify(fact), recorded_at: tx.now, event_id: eventId }))))
  const topics = all.flatMap((one) => one.topics.map((topic) => ({ workspace_id: tx.workspace, topic, fact_id: 'fact' in one ? one.id : one.factId })))
  for (let i = 0; i < topics.length; i += 5000) send(tx, tx.q.insertInto('plan_fact_topic').values(topics.slice(i, i + 5000)).onConflict((c) => c.doNothing()))
  const late = all.flatMap((one) => ('fact' in one ? [] : [one.factId]))
  if (late.length === 0) return
  const keys = tx.q.selectFrom('plan_fact').select('key').where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(late))
  await tx.q.updateTable('fact_tray').set({ closed_at: tx.now, closed_how: 'usable' })
    .where('workspace_id', '=', tx.workspace).where('closed_at', 'is', null).where('code', '=', 'waits').where('partner_id', 'is', null).where('key', 'in', keys).execute()
}
