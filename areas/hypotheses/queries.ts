import { sql, type RawBuilder } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, sorted, type Sort } from '../../platform/db/paging.ts'
import type { Predictions } from './predictions.ts'
import { decidable, mayChange, mayDecide, mayTakePartners, type Decidable, type HypothesisState, type HypothesisType } from './rules.ts'
import { hypothesisById, predictionsOf, toHypothesis } from './store.ts'

/** The partner types under test now, each once. */
export async function testedTypes(r: Reading): Promise<HypothesisType[]> {
  const rows = await r.q.selectFrom('hypothesis').select('partner_type').distinct().where('workspace_id', '=', r.workspace).where('state', '=', 'testing').orderBy('partner_type').execute()
  return rows.map((row) => row.partner_type as HypothesisType)
}

/** Whether any hypothesis is supported by now. */
export async function isAnySupported(r: Reading): Promise<boolean> {
  return (await r.q.selectFrom('hypothesis').select('id').where('workspace_id', '=', r.workspace).where('state', '=', 'supported').limit(1).executeTakeFirst()) !== undefined
}

export const hypothesisOrders = ['type', 'segment', 'state', 'review', 'owner'] as const
type Order = (typeof hypothesisOrders)[number]
const orders: Record<Order, RawBuilder<unknown>> = { type: sql`h.partner_type`, segment: sql`lower(h.segment)`, state: sql`h.state`, review: sql`h.review_on`, owner: sql`lower(m.name)` }
export type HypothesisFilter = { /** In the segment. */ q?: string | undefined; type?: HypothesisType | undefined; state?: HypothesisState | undefined; limit: number; after?: string | undefined; sort?: Sort<Order> | undefined }

/** Newest first unless sorted, with how many partners belong to each today. */
export async function hypothesisList(r: Reading, filter: HypothesisFilter) {
  const { afterId, offset, next } = paging('hypothesis', filter)
  const matching = r.q
    .selectFrom('hypothesis as h').where('h.workspace_id', '=', r.workspace)
    .$if(Boolean(filter.type), (q) => q.where('h.partner_type', '=', filter.type!)).$if(Boolean(filter.state), (q) => q.where('h.state', '=', filter.state!))
    .$if(Boolean(filter.q), (q) => q.where('h.segment', 'ilike', containing(filter.q!)))
  const rows = await matching
    .innerJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'h.workspace_id').onRef('m.id', '=', 'h.owner_id'))
    .selectAll('h').select('m.name as owner_name')
    .select(sql<number>`(select count(*)::int from hypothesis_partner p where p.workspace_id = h.workspace_id and p.hypothesis_id = h.id and p.replaced_at is null and p.ends_on is null)`.as('partners'))
    .$if(afterId !== undefined, (q) => q.where('h.id', '<', afterId!))
    .$call((q) => (filter.sort ? sorted(q, filter.sort, orders, 'h.id') : q.orderBy('h.id', 'desc')))
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const total = await matching.select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  return { rows: rows.slice(0, filter.limit).map((row) => ({ ...toHypothesis(row), ownerName: row.owner_name, partners: row.partners })), next: next(rows), total: Number(total.n) }
}

/** Everything its own page shows, apart from what performance counts. */
export async function hypothesisView(r: Reading, id: Id) {
  const hypothesis = await hypothesisById(r, id)
  const versions = await predictionsOf(r, id)
  const decisions = await r.q.selectFrom('hypothesis_decision').selectAll().where('workspace_id', '=', r.workspace).where('hypothesis_id', '=', id).orderBy('id', 'desc').execute()
  const members = await r.q.selectFrom('member').select(['id', 'name']).where('workspace_id', '=', r.workspace).execute()
  const nameOf = new Map(members.map((row) => [row.id, row.name]))
  const write: Can = may(r.actor, 'partners:write') ? yes : no('An admin or a manager can change hypotheses.')
  const both = (can: Can): Can => (write.allowed ? can : write)
  return {
    hypothesis, nameOf, versions, decisions: decisions.map((row) => ({ ...row, from: row.from_state as HypothesisState, to: row.to_state as Decidable })),
    partners: await partnersIn(r, id),
    can: { change: both(mayChange(hypothesis.state)), addPartner: both(mayTakePartners(hypothesis.state)), decide: decidable.map((to) => ({ to, can: both(mayDecide(hypothesis.state, to)) })) },
  }
}

export type PartnerIn = { partnerId: Id; startsOn: string; endsOn: string | null; why: string | null }
/** The partners of a hypothesis, those that left as well, by the day they came. */
export async function partnersIn(r: Reading, id: Id): Promise<PartnerIn[]> {
  const rows = await r.q
    .selectFrom('hypothesis_partner').select(['partner_id', 'starts_on', 'ends_on', 'why'])
    .where('workspace_id', '=', r.workspace).where('hypothesis_id', '=', id).where('replaced_at', 'is', null).orderBy('starts_on').orderBy('partner_id')
    .execute()
  return rows.map((row) => ({ partnerId: row.partner_id, startsOn: row.starts_on, endsOn: row.ends_on, why: row.why }))
}

/** Hypotheses under test or decided, with the predictions in force: what a verdict is given on. */
export async function hypothesesTested(r: Reading): Promise<{ id: Id; predictions: Predictions }[]> {
  const rows = await r.q
    .selectFrom('hypothesis as h')
    .innerJoin('hypothesis_prediction as p', (j) => j.onRef('p.workspace_id', '=', 'h.workspace_id').onRef('p.hypothesis_id', '=', 'h.id'))
    .select(['h.id', 'p.predictions']).distinctOn('h.id')
    .where('h.workspace_id', '=', r.workspace).where('h.state', 'in', ['testing', 'supported', 'refuted', 'inconclusive']).orderBy('h.id', 'desc').orderBy('p.version', 'desc').limit(50)
    .execute()
  return rows.map((row) => ({ id: row.id, predictions: row.predictions as Predictions }))
}

/** The hypothesis that a partner belongs to on a day, which is the one that its introductions of that day count for. */
export async function hypothesisOn(r: Reading, partnerId: Id, day: string): Promise<{ id: Id; type: HypothesisType; segment: string } | null> {
  const row = await r.q
    .selectFrom('hypothesis_partner as p').innerJoin('hypothesis as h', (j) => j.onRef('h.workspace_id', '=', 'p.workspace_id').onRef('h.id', '=', 'p.hypothesis_id'))
    .select(['h.id', 'h.partner_type', 'h.segment'])
    .where('p.workspace_id', '=', r.workspace).where('p.partner_id', '=', partnerId).where('p.replaced_at', 'is', null).where('p.starts_on', '<=', day)
    .where((e) => e.or([e('p.ends_on', 'is', null), e('p.ends_on', '>', day)]))
    .executeTakeFirst()
  return row ? { id: row.id, type: row.partner_type as HypothesisType, segment: row.segment } : null
}

/** Where a partner stands, the newest membership first. */
export async function placesOf(r: Reading, partnerId: Id) {
  return r.q
    .selectFrom('hypothesis_partner as p').innerJoin('hypothesis as h', (j) => j.onRef('h.workspace_id', '=', 'p.workspace_id').onRef('h.id', '=', 'p.hypothesis_id'))
    .select(['h.id', 'h.segment', 'h.state', 'h.partner_type', 'p.starts_on', 'p.ends_on', 'p.why'])
    .where('p.workspace_id', '=', r.workspace).where('p.partner_id', '=', partnerId).where('p.replaced_at', 'is', null).orderBy('p.starts_on', 'desc')
    .execute()
}
