import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { arraysOf } from '../../platform/db/arrays.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { sendText } from '../../platform/db/transact.ts'
import type { Fact } from '../program/index.ts'
import { besideOn, idsByTopic, topicsByKey } from './fact-store.ts'
import { aboutFact, gatesOf, lenderOf, ofAccount, ofPartner, reachesFar, sharedBy, topicsOf, under } from './fact-topics.ts'
import { holdPeriods, keepPeriodsOpen } from './open-periods.ts'

export type NewFact = { id: Id; fact: Fact; topics: string[] }
/** A known one that is given more topics. */
export type LateFact = { factId: Id; topics: string[] }

/** Which gates are held, and whether nobody else tells anything meanwhile. */
export type Gates = { held: Set<string>; isAlone: boolean }
export const noFacts: Gates = { held: new Set(), isAlone: false }

/**
 * Holds the gates of these facts until the transaction ends, taken in one order so that nobody waits in a circle: of two that bear on the
 * same account, or on each other, the second sees the first. What bears on partners whom nothing in it names waits for all who tell
 * something, and they for it. Keeps periods open.
 */
export async function passGates(tx: Tx, facts: Fact[]): Promise<Gates> {
  const lenders = facts.flatMap((fact) => lenderOf(fact) ?? [])
  const lent = lenders.length === 0 ? [] : await topicsByKey(tx, lenders)
  const topics = [...new Set([...facts.flatMap(gatesOf), ...lent.filter((topic) => topic.startsWith(ofAccount('')))])].sort()
  if (topics.length === 0) return noFacts
  const isAlone = reachesFar([...facts.flatMap(topicsOf), ...lent])
  await Promise.all([
    isAlone ? holdPeriods(tx) : keepPeriodsOpen(tx),
    sql`insert into plan_fact_gate (workspace_id, topic) select ${tx.workspace}, topic from unnest(${topics}::text[]) as topic order by topic
      on conflict (workspace_id, topic) do update set topic = excluded.topic`.execute(tx.q),
  ])
  return { held: new Set(topics), isAlone }
}

/** What a fact is about was told after its gates were looked for: as with a serialization failure, the transaction begins again and finds it. */
class ToldMeanwhile extends Error {
  readonly code = '40001'
}

/** Throws where facts bear on an account, or on others, whose gates are not held. */
export function expectHeld(facts: NewFact[], { held, isAlone }: Gates): void {
  const isFree = (topic: string) => topic.startsWith(ofAccount('')) && !held.has(topic)
  if (facts.some(({ fact, topics }) => lenderOf(fact) !== undefined && (topics.some(isFree) || (!isAlone && reachesFar(topics))))) throw new ToldMeanwhile('what it is about was told meanwhile')
}

/** What is about one of these facts, who else has facts on these accounts or stands above these partners, and who shares an item with them. */
export async function knownBeside(tx: Tx, keys: string[], accounts: string[], partners: string[]): Promise<{ about: { factId: Id; of: string }[]; besides: string[]; crew: string[] }> {
  const [near, shared] = [[...accounts.map(ofAccount), ...partners.map(under)], partners.map(sharedBy)]
  const [about, found] = await Promise.all([idsByTopic(tx, keys.map(aboutFact)), besideOn(tx, [...near, ...shared])])
  const on = (topics: string[]) => [...new Set(topics.flatMap((topic) => found.get(topic) ?? []))]
  return { about: about.map(({ factId, topic }) => ({ factId, of: topic.slice(aboutFact('').length) })), besides: on(near), crew: on(shared).filter((topic) => topic.startsWith(ofPartner(''))) }
}

type Stored = { all: (NewFact | LateFact)[]; eventId: Id; at: Temporal.Instant }
const [factRows, topicRows] = [arraysOf({ id: 'uuid', key: 'text', kind: 'text', body: 'jsonb', recorded_at: 'timestamptz', event_id: 'uuid' }), arraysOf({ topic: 'text', fact_id: 'uuid' })]
const text = `
  with facts as (insert into plan_fact (workspace_id, ${factRows.names}) select $1::uuid, ${factRows.names} from ${factRows.from('x', 2)})
  insert into plan_fact_topic (workspace_id, ${topicRows.names}) select $1::uuid, ${topicRows.names} from ${topicRows.from('x', 8)} on conflict do nothing`
const write = together<Tx, Stored, void>(async (tx, stored) => {
  const facts = stored.flatMap(({ all, eventId, at }) => all.flatMap((one) => ('fact' in one ? [{ id: one.id, key: one.fact.id, kind: one.fact.kind, body: one.fact, recorded_at: at, event_id: eventId }] : [])))
  const topics = stored.flatMap(({ all }) => all.flatMap((one) => one.topics.map((topic) => ({ topic, fact_id: 'fact' in one ? one.id : one.factId }))))
  sendText(tx, text, [tx.workspace, ...factRows.values(facts), ...topicRows.values(topics)])
  return stored.map(() => undefined)
})

/** Writes facts and topics, and closes what waited in the tray for one of them. */
export async function storeFacts(tx: Tx, all: (NewFact | LateFact)[], eventId: Id): Promise<void> {
  await write(tx, { all, eventId, at: tx.now })
  const late = all.flatMap((one) => ('fact' in one ? [] : [one.factId]))
  if (late.length === 0) return
  const keys = tx.q.selectFrom('plan_fact').select('key').where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(late))
  await tx.q.updateTable('fact_tray').set({ closed_at: tx.now, closed_how: 'usable' })
    .where('workspace_id', '=', tx.workspace).where('closed_at', 'is', null).where('code', '=', 'waits').where('partner_id', 'is', null).where('key', 'in', keys).execute()
}
