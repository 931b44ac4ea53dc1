import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf, anyOfTexts } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Fact } from '../program/index.ts'

export type StoredFact = { id: Id; fact: Fact }

/** Facts by the teller's own names. */
export async function factsByKey(r: Reading, keys: string[]): Promise<Map<string, StoredFact>> {
  if (keys.length === 0) return new Map()
  const rows = await r.q.selectFrom('plan_fact').select(['id', 'body']).where('workspace_id', '=', r.workspace).where('key', '=', anyOfTexts(keys)).execute()
  return new Map(rows.map((row) => [toFact(row.body).id, { id: row.id, fact: toFact(row.body) }]))
}

/** All facts on any of these topics, each once, in the order in which they were told. */
export async function factsOn(r: Reading, topics: string[]): Promise<Fact[]> {
  const rows = await r.q
    .selectFrom('plan_fact').select('body')
    .where('workspace_id', '=', r.workspace).where('id', '=', anyOnTopics(r, topics))
    .orderBy('id')
    .execute()
  return rows.map((row) => toFact(row.body))
}

/**
 * The facts on any of these topics. As an array, which is found first and by its key: of a workspace that is new to the planner's statistics
 * a join would begin at all of its facts.
 */
export const anyOnTopics = (r: Reading, topics: string[]): RawBuilder<Id> =>
  sql<Id>`any(array(select fact_id from plan_fact_topic where workspace_id = ${r.workspace} and topic = ${anyOfTexts(topics)}))`

export async function topicsById(r: Reading, factIds: Id[]): Promise<Map<Id, string[]>> {
  if (factIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('plan_fact_topic').select(['fact_id', 'topic']).where('workspace_id', '=', r.workspace).where('fact_id', '=', anyOf(factIds)).execute()
  const topics = new Map<Id, string[]>()
  for (const row of rows) topics.set(row.fact_id, [...(topics.get(row.fact_id) ?? []), row.topic])
  return topics
}

/** Facts are stored as they were read. */
const toFact = (body: unknown): Fact => body as Fact
