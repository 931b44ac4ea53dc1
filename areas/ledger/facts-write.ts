import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf, anyOfTexts } from '../../platform/db/any-of.ts'
import type { Tx } from '../../platform/db/context.ts'
import { send } from '../../platform/db/transact.ts'
import type { Fact } from '../program/index.ts'
import { anyOnTopics } from './fact-store.ts'
import { aboutFact, accountCredits, ofAccount, sharedBy, under } from './fact-topics.ts'

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

/** What is about one of these facts, who else has facts on these accounts or stands above these partners, and who shares an item with them. */
export async function knownBeside(tx: Tx, keys: string[], accounts: string[], partners: string[]): Promise<{ about: { factId: Id; of: string }[]; besides: string[]; crew: string[] }> {
  const [about, besides, crew] = await Promise.all([
    tx.q.selectFrom('plan_fact_topic').select(['fact_id', 'topic']).where('workspace_id', '=', tx.workspace).where('topic', '=', anyOfTexts(keys.map(aboutFact))).execute(),
    sql<{ topic: string }>`select distinct p.topic from plan_fact_topic p
      where p.workspace_id = ${tx.workspace} and p.fact_id = ${anyOnTopics(tx, [...accounts.map(ofAccount), ...partners.map(under)])} and (p.topic like 'p:%' or p.topic like 'm:%' or p.topic = ${accountCredits})`.execute(tx.q),
    sql<{ topic: string }>`select distinct p.topic from plan_fact_topic p where p.workspace_id = ${tx.workspace} and p.fact_id = ${anyOnTopics(tx, partners.map(sharedBy))} and p.topic like 'p:%'`.execute(tx.q),
  ])
  return { about: about.map((row) => ({ factId: row.fact_id, of: row.topic.slice(aboutFact('').length) })), besides: besides.rows.map((row) => row.topic), crew: crew.rows.map((row) => row.topic) }
}

/** Writes facts and topics, and closes what waited in the tray for one of them. */
export async function storeFacts(tx: Tx, all: (NewFact | LateFact)[], eventId: Id): Promise<void> {
  const facts = all.flatMap((one) => ('fact' in one ? [one] : []))
  const rows = facts.map(({ id, fact }) => ({ id, key: fact.id, kind: fact.kind, body: fact }))
  send(tx, sql`insert into plan_fact (workspace_id, id, key, kind, body, recorded_at, event_id)
    select ${tx.workspace}::uuid, x.*, ${tx.now}::timestamptz, ${eventId}::uuid from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, key text, kind text, body jsonb)`)
  const topics = all.flatMap((one) => one.topics.map((topic) => ({ topic, fact_id: 'fact' in one ? one.id : one.factId })))
  send(tx, sql`insert into plan_fact_topic (workspace_id, topic, fact_id)
    select ${tx.workspace}::uuid, x.* from jsonb_to_recordset(${JSON.stringify(topics)}::jsonb) as x(topic text, fact_id uuid) on conflict do nothing`)
  const late = all.flatMap((one) => ('fact' in one ? [] : [one.factId]))
  if (late.length === 0) return
  const keys = tx.q.selectFrom('plan_fact').select('key').where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(late))
  await tx.q.updateTable('fact_tray').set({ closed_at: tx.now, closed_how: 'usable' })
    .where('workspace_id', '=', tx.workspace).where('closed_at', 'is', null).where('code', '=', 'waits').where('partner_id', 'is', null).where('key', 'in', keys).execute()
}
