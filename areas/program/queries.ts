import { sql } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, notFound, yes, type Can } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Ctx, Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import type { PlanVersion, Terms } from './terms.ts'
import { sayTerms, sayTermsInOneLine } from './say-terms.ts'
import { assignmentsOf, versionAt, versionsById } from './store.ts'

export const said = (terms: Terms) => ({ sentences: sayTerms(terms), inOneLine: sayTermsInOneLine(terms) })
export const mayChangePlans = (ctx: Ctx): Can => (may(ctx.actor, 'plans:write') ? yes : no('An admin, a manager or finance can change plans.'))

/** The plan version in force for a partner on a day. */
export async function planInForce(r: Reading, partnerId: Id, on: string): Promise<PlanVersion | undefined> {
  return (await versionAt(r, partnerId))(on)
}

/** Who is on which version on a day, by partner. */
export async function plansInForce(r: Reading, partnerIds: Id[], on: string): Promise<Map<Id, PlanVersion>> {
  if (partnerIds.length === 0) return new Map()
  const rows = await inForce(r, on).where('a.partner_id', '=', anyOf(partnerIds)).execute()
  const versions = await versionsById(r, rows.map((row) => row.plan_version_id))
  return new Map(rows.flatMap((row) => {
    const version = versions.get(row.plan_version_id)
    return version ? [[row.partner_id, version] as const] : []
  }))
}

/** Who was on which version on any day of a span, both days included. */
export async function plansWithin(r: Reading, from: string, to: string, partnerIds?: Id[]): Promise<{ partnerId: Id; version: PlanVersion }[]> {
  const rows = await r.q
    .selectFrom('partner_plan').select(['partner_id', 'plan_version_id'])
    .where('workspace_id', '=', r.workspace).where('replaced_at', 'is', null).where('starts_on', '<=', to)
    .where((w) => w.or([w('ends_on', 'is', null), w('ends_on', '>', from)]))
    .$if(partnerIds !== undefined, (q) => q.where('partner_id', '=', anyOf(partnerIds ?? [])))
    .execute()
  const versions = await versionsById(r, rows.map((row) => row.plan_version_id))
  return rows.flatMap((row) => {
    const version = versions.get(row.plan_version_id)
    return version ? [{ partnerId: row.partner_id, version }] : []
  })
}

/** All plans by name, each as it reads in its newest version. */
export async function planList(r: Reading, filter: { /** In the name. */ q?: string | undefined } = {}) {
  const rows = await r.q
    .selectFrom('plan as p')
    .innerJoin('plan_version as v', (j) => j.onRef('v.workspace_id', '=', 'p.workspace_id').onRef('v.plan_id', '=', 'p.id'))
    .distinctOn('p.id')
    .select(['p.id', 'p.name', 'v.number', 'v.terms'])
    .where('p.workspace_id', '=', r.workspace)
    .$if(Boolean(filter.q), (q) => q.where('p.name', 'ilike', containing(filter.q!)))
    .orderBy('p.id').orderBy('v.number', 'desc')
    .execute()
  const counts = await inForce(r, await todayOf(r)).clearSelect().select(['v.plan_id', sql<bigint>`count(*)`.as('n')]).groupBy('v.plan_id').execute()
  const partners = new Map(counts.map((row) => [row.plan_id, Number(row.n)]))
  return rows
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((row) => ({ id: row.id, name: row.name, version: row.number, ...said(row.terms as Terms), partners: partners.get(row.id) ?? 0 }))
}

/** One plan: its versions, newest first, and who is on it today. */
export async function planView(r: Reading, id: Id) {
  const plan = await r.q.selectFrom('plan').select(['id', 'name', 'created_at']).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!plan) throw notFound('plan')
  const versions = await r.q
    .selectFrom('plan_version as v')
    .leftJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'v.workspace_id').onRef('m.id', '=', 'v.published_by'))
    .select(['v.id', 'v.number', 'v.terms', 'v.published_at', 'm.name as published_by'])
    .where('v.workspace_id', '=', r.workspace).where('v.plan_id', '=', id)
    .orderBy('v.number', 'desc')
    .execute()
  const on = await inForce(r, await todayOf(r)).where('v.plan_id', '=', id).execute()
  const names = await partnerNames(r, on.map((row) => row.partner_id))
  return {
    id: plan.id, name: plan.name, createdAt: plan.created_at,
    versions: versions.map((v) => ({ id: v.id, number: v.number, terms: v.terms as Terms, ...said(v.terms as Terms), publishedAt: v.published_at, publishedBy: v.published_by })),
    partners: on.map((row) => ({ id: row.partner_id, name: names.get(row.partner_id) ?? '', version: row.number, from: row.starts_on })).sort((a, b) => a.name.localeCompare(b.name, 'en')),
  }
}

/** The plans of a partner, newest first: what holds, what held, what will. */
export async function partnerPlans(r: Reading, partnerId: Id) {
  await partnerById(r, partnerId)
  const now = await todayOf(r)
  const assignments = await assignmentsOf(r, partnerId)
  const versions = await versionsById(r, assignments.map((a) => a.planVersionId))
  const items = assignments.toReversed().flatMap((a) => {
    const version = versions.get(a.planVersionId)
    if (!version) return []
    const isInForce = a.startsOn <= now && (a.endsOn === null || now < a.endsOn)
    return [{ version, from: a.startsOn, until: a.endsOn, why: a.why, isInForce, ...said(version.terms) }]
  })
  return { today: now, items }
}

const inForce = (r: Reading, on: string) =>
  r.q
    .selectFrom('partner_plan as a')
    .innerJoin('plan_version as v', (j) => j.onRef('v.workspace_id', '=', 'a.workspace_id').onRef('v.id', '=', 'a.plan_version_id'))
    .select(['a.partner_id', 'a.plan_version_id', 'a.starts_on', 'v.plan_id', 'v.number'])
    .where('a.workspace_id', '=', r.workspace).where('a.replaced_at', 'is', null).where('a.starts_on', '<=', on)
    .where((w) => w.or([w('a.ends_on', 'is', null), w('a.ends_on', '>', on)]))
