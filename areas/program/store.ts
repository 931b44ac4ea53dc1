import { sql } from 'kysely'
import { notFound } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import type { Assignment } from './assignment.ts'
import type { Plan, PlanSpan } from './language/index.ts'
import type { PlanVersion, Terms } from './terms.ts'

/** Refuses a plan that is not there; holds it until the transaction ends, so that version numbers have no gap and no twin. */
export async function lockPlan(tx: Tx, id: Id): Promise<{ id: Id; name: string }> {
  const plan = await tx.q.selectFrom('plan').select(['id', 'name']).where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!plan) throw notFound('plan')
  return plan
}

/** The plan's version of this number, or its newest. */
export async function versionOf(r: Reading, planId: Id, number?: number): Promise<PlanVersion> {
  const row = await versions(r)
    .where('v.plan_id', '=', planId)
    .$if(number !== undefined, (q) => q.where('v.number', '=', number ?? 0))
    .orderBy('v.number', 'desc').limit(1)
    .executeTakeFirst()
  if (!row) throw notFound('plan')
  return toVersion(row)
}

/** Versions by id, for whoever cites them. */
export async function versionsById(r: Reading, ids: Id[]): Promise<Map<Id, PlanVersion>> {
  if (ids.length === 0) return new Map()
  const rows = await versions(r).where('v.id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, toVersion(row)]))
}

/** Who is or was on a plan that lets go of what is less than its smallest payment. */
export async function partnersLosingBelow(r: Reading): Promise<Id[]> {
  const rows = await r.q
    .selectFrom('partner_plan as p').innerJoin('plan_version as v', (j) => j.onRef('v.workspace_id', '=', 'p.workspace_id').onRef('v.id', '=', 'p.plan_version_id'))
    .select('p.partner_id').distinct()
    .where('p.workspace_id', '=', r.workspace).where(sql<boolean>`v.terms -> 'payout' ->> 'below' = 'forfeited'`)
    .execute()
  return rows.map((row) => row.partner_id)
}

/** What the partner is on and is meant to be on, earliest first. */
export async function assignmentsOf(r: Reading, partnerId: Id): Promise<Assignment[]> {
  const rows = await r.q
    .selectFrom('partner_plan').select(['id', 'plan_version_id', 'starts_on', 'ends_on', 'why'])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('replaced_at', 'is', null)
    .orderBy('starts_on')
    .execute()
  return rows.map((row) => ({ id: row.id, planVersionId: row.plan_version_id, startsOn: row.starts_on, endsOn: row.ends_on, why: row.why }))
}

/** Which version rules each day, for reading. */
export async function versionAt(r: Reading, partnerId: Id): Promise<(on: string) => PlanVersion | undefined> {
  const rows = await versionsOn(r, { partnerId })
  const held = rows.map((row) => ({ from: row.starts_on, until: row.ends_on, version: toVersion(row) }))
  return (on) => held.find((h) => h.from <= on && (h.until === null || on < h.until))?.version
}

const versionsOn = compiledOnce((q, v: { partnerId: Id }, r) => versions({ q, workspace: r.workspace })
  .innerJoin('partner_plan as a', (j) => j.onRef('a.workspace_id', '=', 'v.workspace_id').onRef('a.plan_version_id', '=', 'v.id'))
  .select(['a.starts_on', 'a.ends_on'])
  .where('a.partner_id', '=', v.partnerId).where('a.replaced_at', 'is', null))

/** The plans in language 2 of each of these partners, of whichever days. */
export async function plansOf(r: Reading, partnerIds: Id[]): Promise<Map<Id, Plan[]>> {
  return partnerIds.length === 0 ? new Map() : plansTogether(r, partnerIds)
}

const plansTogether = together<Reading, Id[], Map<Id, Plan[]>>(async (r, asked) => {
  const partnerIds = [...new Set(asked.flat())]
  const spans = await spansOf(r, partnerIds)
  const found = new Map(partnerIds.map((id, i) => [id, spans[i]!.flatMap((span) => span.plan ?? [])]))
  return asked.map((own) => new Map(own.map((id) => [id, found.get(id)!])))
})

/** Everybody who is on a plan of these versions on some days, with the days: up to but not including `until`. */
export async function planMates(r: Reading, planVersionIds: Id[]): Promise<{ partnerId: Id; from: string; until: string | null }[]> {
  const own = r.q.selectFrom('plan_version').select('plan_id').where('workspace_id', '=', r.workspace).where('id', '=', anyOf(planVersionIds))
  const rows = await r.q
    .selectFrom('partner_plan as a').innerJoin('plan_version as v', (j) => j.onRef('v.workspace_id', '=', 'a.workspace_id').onRef('v.id', '=', 'a.plan_version_id'))
    .select(['a.partner_id', 'a.starts_on', 'a.ends_on'])
    .where('a.workspace_id', '=', r.workspace).where('a.replaced_at', 'is', null).where('v.plan_id', 'in', own)
    .orderBy('a.partner_id').execute()
  return rows.map((row) => ({ partnerId: row.partner_id, from: row.starts_on, until: row.ends_on }))
}

/** The versions that rule any day of a partner. */
export async function versionsOfPartner(r: Reading, partnerId: Id): Promise<PlanVersion[]> {
  return versionsById(r, (await assignmentsOf(r, partnerId)).map((a) => a.planVersionId)).then((found) => [...found.values()])
}

/** The same as spans, for what is worked out from facts. Until this transaction ends, the partner's plans cannot change. */
export const planSpansForPosting = together<Tx, Id, PlanSpan[]>(async (tx, partnerIds) => {
  // Asked together and answered in this order: what is read is read with the plans held.
  const [held, spans] = await Promise.all([holdersOf(tx, partnerIds), spansOf(tx, partnerIds)])
  if (partnerIds.every((id) => held.has(id))) return spans
  for (const id of [...new Set(partnerIds)].sort()) await holdPlans(tx, id, 'share')
  return spansOf(tx, partnerIds)
})

/** Which version rules which days, for what is worked out from facts. */
export const planSpans = async (r: Reading, partnerId: Id): Promise<PlanSpan[]> => (await spansOf(r, [partnerId]))[0] ?? []

async function spansOf(r: Reading, partnerIds: Id[]): Promise<PlanSpan[][]> {
  const rows = await versions(r)
    .innerJoin('partner_plan as a', (j) => j.onRef('a.workspace_id', '=', 'v.workspace_id').onRef('a.plan_version_id', '=', 'v.id'))
    .select(['a.partner_id', 'a.starts_on', 'a.ends_on'])
    .where('a.partner_id', '=', anyOf(partnerIds)).where('a.replaced_at', 'is', null)
    .execute()
  const byPartner = Map.groupBy(rows, (row) => row.partner_id)
  return partnerIds.map((partnerId) => (byPartner.get(partnerId) ?? []).map((row) => {
    const { id, terms } = toVersion(row)
    return { planVersionId: id, plan: terms.language === 2 ? terms : null, from: row.starts_on, until: row.ends_on }
  }))
}

async function holdersOf(tx: Tx, partnerIds: Id[]): Promise<Set<Id>> {
  const rows = await tx.q.selectFrom('plan_holder').select('partner_id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', anyOf(partnerIds)).orderBy('partner_id').forKeyShare().execute()
  return new Set(rows.map((row) => row.partner_id))
}

/** The same for posting: until this transaction ends, the partner's plans cannot change. Others may post at the same time. */
export async function versionAtForPosting(tx: Tx, partnerId: Id): Promise<(on: string) => PlanVersion | undefined> {
  await holdPlans(tx, partnerId, 'share')
  return versionAt(tx, partnerId)
}

/** Takes the partner's row in plan_holder, making it first where there is none. */
export async function holdPlans(tx: Tx, partnerId: Id, how: 'change' | 'share'): Promise<void> {
  const hold = () => {
    const row = tx.q.selectFrom('plan_holder').select('partner_id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId)
    return (how === 'change' ? row.forUpdate() : row.forKeyShare()).executeTakeFirst()
  }
  if (await hold()) return
  await tx.q.insertInto('plan_holder').values({ workspace_id: tx.workspace, partner_id: partnerId }).onConflict((c) => c.doNothing()).execute()
  await hold()
}

const versions = (r: Pick<Reading, 'q' | 'workspace'>) =>
  r.q
    .selectFrom('plan_version as v')
    .innerJoin('plan as p', (j) => j.onRef('p.workspace_id', '=', 'v.workspace_id').onRef('p.id', '=', 'v.plan_id'))
    .select(['v.id', 'v.plan_id', 'p.name', 'v.number', 'v.terms'])
    .where('v.workspace_id', '=', r.workspace)

const toVersion = (row: { id: Id; plan_id: Id; name: string; number: number; terms: unknown }): PlanVersion =>
  ({ id: row.id, planId: row.plan_id, planName: row.name, number: row.number, terms: row.terms as Terms })
