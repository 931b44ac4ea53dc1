import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import type { Fact } from '../program/index.ts'

export type StoredFact = { id: Id; fact: Fact }

/** Facts by the teller's own names. */
export const factsByKey = together<Reading, string[], Map<string, StoredFact>>(async (r, asked) => {
  const keys = [...new Set(asked.flat())]
  if (keys.length === 0) return asked.map(() => new Map())
  const { rows } = await sql<{ id: Id; body: unknown }>`
    select f.id, f.body from unnest(${keys}::text[]) k cross join lateral (select id, body from plan_fact where workspace_id = ${r.workspace} and key = k limit 1) f`.execute(r.q)
  const known = new Map(rows.map((row) => [toFact(row.body).id, { id: row.id, fact: toFact(row.body) }]))
  return asked.map((own) => new Map(own.flatMap((key) => {
    const fact = known.get(key)
    return fact ? [[key, fact]] : []
  })))
})

/** All facts on any of these topics, each once, in the order in which they were told. */
export const factsOn = together<Reading, string[], Fact[]>(async (r, asked) => {
  const { rows } = await sql<{ on: string[]; body: unknown }>`
    select t.on, f.body from (select o.fact_id, array_agg(k) as on from ${eachOn(r, asked.flat())} group by o.fact_id) t
      cross join lateral (select body from plan_fact where workspace_id = ${r.workspace} and id = t.fact_id limit 1) f order by t.fact_id`.execute(r.q)
  if (asked.length === 1) return [rows.map((row) => toFact(row.body))]
  const byTopic = Map.groupBy(rows.flatMap(({ on, body }, at) => on.map((topic) => ({ topic, at, fact: toFact(body) }))), (one) => one.topic)
  return asked.map((topics) => [...new Map([...new Set(topics)].flatMap((topic) => byTopic.get(topic) ?? []).sort((a, b) => a.at - b.at).map((one) => [one.at, one.fact])).values()])
})

/**
 * The facts on each of these topics, as `o.fact_id` beside the topic `k`. Here and beside, each is looked up by itself, by its key (what is
 * limited, or begins at an offset, is not turned into a join): of a workspace that is new to the planner's statistics a join, or a list, would
 * go through all of its facts.
 */
const eachOn = (r: Reading, topics: string[]): RawBuilder<unknown> =>
  sql`unnest(${[...new Set(topics)]}::text[]) k cross join lateral (select fact_id from plan_fact_topic where workspace_id = ${r.workspace} and topic = k offset 0) o`
const topicsOfEach = (r: Reading, id: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`cross join lateral (select topic from plan_fact_topic where workspace_id = ${r.workspace} and fact_id = ${id} offset 0) p`

/**
 * The partners, managers and decisions over whole accounts among the topics of all facts on these, by the topic asked for: an account, who is
 * below or above somebody, or shares with others. The database keeps such pairs, as facts come.
 */
export const besideOn = together<Reading, string[], Map<string, string[]>>(async (r, asked) => {
  const { rows } = await sql<{ on: string; topic: string }>`
    select k as on, b.beside as topic from unnest(${[...new Set(asked.flat())]}::text[]) k
      cross join lateral (select beside from plan_fact_beside where workspace_id = ${r.workspace} and topic = k offset 0) b`.execute(r.q)
  const found = new Map([...Map.groupBy(rows, (row) => row.on)].map(([on, own]) => [on, own.map((row) => row.topic)]))
  return asked.map(() => found)
})

/** The same of those that happened on a day or later. */
export async function besideSince(r: Reading, topics: string[], from: string): Promise<string[]> {
  const { rows } = await sql<{ topic: string }>`
    select distinct p.topic from ${eachOn(r, topics)} ${topicsOfEach(r, sql`o.fact_id`)} where (p.topic like 'p:%' or p.topic like 'm:%')
      and exists (select from plan_fact f where f.workspace_id = ${r.workspace} and f.id = o.fact_id and f.body ->> 'at' >= ${from})`.execute(r.q)
  return rows.map((row) => row.topic)
}

export async function topicsById(r: Reading, factIds: Id[]): Promise<Map<Id, string[]>> {
  if (factIds.length === 0) return new Map()
  const { rows } = await sql<{ id: Id; topic: string }>`select id, p.topic from unnest(${[...new Set(factIds)]}::uuid[]) as id ${topicsOfEach(r, sql`id`)}`.execute(r.q)
  return new Map([...Map.groupBy(rows, (row) => row.id)].map(([id, own]) => [id, own.map((row) => row.topic)]))
}

/** All topics of facts that are known by these names, each once. */
export async function topicsByKey(r: Reading, keys: string[]): Promise<string[]> {
  const known = await factsByKey(r, keys)
  return [...new Set([...(await topicsById(r, [...known.values()].map((one) => one.id))).values()].flat())]
}

/** The facts that have one of these topics, with which of them. */
export const idsByTopic = together<Reading, string[], { factId: Id; topic: string }[]>(async (r, asked) => {
  const { rows } = await sql<{ factId: Id; topic: string }>`select o.fact_id as "factId", k as topic from ${eachOn(r, asked.flat())}`.execute(r.q)
  if (asked.length === 1) return [rows]
  return asked.map((topics) => rows.filter((row) => topics.includes(row.topic)))
})

/** Facts are stored as they were read. */
const toFact = (body: unknown): Fact => body as Fact
