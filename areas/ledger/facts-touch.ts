import { sql } from 'kysely'
import { parseId, type Id } from '../../kernel/ids.ts'
import { anyOfTexts } from '../../platform/db/any-of.ts'
import type { Tx } from '../../platform/db/context.ts'
import type { Fact } from '../program/index.ts'
import { inCurrency, ofAccount, ofManager, ofPartner, protectionOf } from './fact-topics.ts'

/**
 * The partners on whose items new facts can change what is due, sorted: those they name; everybody on an account that is protected;
 * everybody below a partner who got a manager; everybody with items in a currency that got a rate.
 */
export async function sellersTouched(tx: Tx, topics: string[], facts: Fact[], protectedAccounts: string[]): Promise<Id[]> {
  const touched = new Set(topics)
  const held = [...protectedAccounts.map(ofAccount), ...topics.filter((topic) => topic.startsWith(protectionOf(''))).map((topic) => ofAccount(topic.slice(protectionOf('').length)))]
  if (held.length > 0) for (const topic of await beside(tx, held)) touched.add(topic)
  const rates = facts.flatMap((fact) => (fact.kind === 'rate' ? [fact] : []))
  if (rates.length > 0) {
    const from = rates.map((rate) => Temporal.PlainDate.from(rate.at.slice(0, 10)).subtract({ days: 1 }).toString()).sort()[0]
    for (const topic of await beside(tx, rates.flatMap((rate) => [inCurrency(rate.from), inCurrency(rate.to)]), from)) touched.add(topic)
  }
  let above = [...new Set(topics.filter((topic) => topic.startsWith(ofManager(''))).length > 0 ? topics.filter((topic) => topic.startsWith(ofPartner(''))) : [])]
  for (let level = 1; level < mostLevels && above.length > 0; level += 1) {
    const below = (await beside(tx, above.map((topic) => ofManager(topic.slice(ofPartner('').length))))).filter((topic) => !touched.has(topic))
    below.forEach((topic) => touched.add(topic))
    above = below
  }
  return [...touched].filter((topic) => topic.startsWith(ofPartner(''))).flatMap((topic) => parseId('partner', topic.slice(ofPartner('').length)) ?? []).sort()
}
const mostLevels = 10

/** The partners of all facts on these topics, or of those that happened on a day or later. */
async function beside(tx: Tx, topics: string[], from?: string): Promise<string[]> {
  const recent = from === undefined ? sql`` : sql`join plan_fact f on f.workspace_id = t.workspace_id and f.id = t.fact_id and f.body ->> 'at' >= ${from}`
  const { rows } = await sql<{ topic: string }>`select distinct p.topic from plan_fact_topic t ${recent} join plan_fact_topic p on p.workspace_id = t.workspace_id and p.fact_id = t.fact_id
    where t.workspace_id = ${tx.workspace} and t.topic = ${anyOfTexts(topics)} and p.topic like 'p:%'`.execute(tx.q)
  return rows.map((row) => row.topic)
}
