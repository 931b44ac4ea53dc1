// Prizes by rank look at everybody who is on the plan: what they did on the days on which they were on it, and what became of that.
import { sql } from 'kysely'
import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { looksAt, planMates, type Fact, type Plan, type PlanSpan } from '../program/index.ts'
import { factsOn } from './fact-store.ts'
import { aboutOf, ofPartner, partnersOf } from './fact-topics.ts'

/** What a back-test calls the version that it tries. */
export const draft = 'draft'

/** Under a draft that nobody is on yet: of everybody. */
export async function factsOfMates(r: Reading, ranked: PlanSpan[]): Promise<Fact[]> {
  const versionIds = ranked.map((span) => span.planVersionId)
  if (versionIds.includes(draft)) return factsOn(r, await everybody(r))
  const mates = Map.groupBy(await planMates(r, versionIds), (mate) => showId('partner', mate.partnerId))
  const told = await factsOn(r, [...mates.keys()].map(ofPartner))
  const timeZone = ranked[0]?.plan?.timeZone ?? 'UTC'
  const within = (partner: string, day: string) => mates.get(partner)?.some((mate) => mate.from <= day && (mate.until === null || day < mate.until)) ?? false
  // What somebody did before or after the plan ranks nobody. What is about such a fact goes with it.
  const outside = new Set(told.filter((fact) => counts(fact) && !partnersOf(fact).some((partner) => within(partner, dayIn(fact.at, timeZone)))).map((fact) => fact.id))
  return told.filter((fact) => !outside.has(fact.id) && !outside.has(aboutOf(fact) ?? ''))
}

/** Whether one of these plans ranks those who are on it. */
export const ranksThem = (plans: (Plan | null)[]): boolean => plans.some((plan) => plan !== null && looksAt(plan).everyone)

/** Marks everybody else who is on one of these plans, which rank them: their prizes are settled a moment later. */
export async function markMates(tx: Tx, versionIds: Id[], settled: Id[]): Promise<void> {
  const others = new Set((await planMates(tx, versionIds)).map((mate) => mate.partnerId))
  for (const id of settled) others.delete(id)
  if (others.size > 0) await tx.q.insertInto('unsettled').values([...others].map((partnerId) => ({ workspace_id: tx.workspace, partner_id: partnerId }))).onConflict((c) => c.doNothing()).execute()
}

const earning = new Set<Fact['kind']>(['introduction', 'qualified', 'opportunity', 'sale', 'renewal', 'expansion', 'invoice', 'milestone', 'activity', 'usage'])
const counts = (fact: Fact): boolean => earning.has(fact.kind) && partnersOf(fact).length > 0
const dayIn = (at: string, timeZone: string): string => (at.length === 10 ? at : Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString())

async function everybody(r: Reading): Promise<string[]> {
  const { rows } = await sql<{ topic: string }>`select distinct topic from plan_fact_topic where workspace_id = ${r.workspace} and topic like ${`${ofPartner('')}%`}`.execute(r.q)
  return rows.map((row) => row.topic)
}
