import { sql, type RawBuilder } from 'kysely'
import { may } from '../../kernel/actor.ts'
import { showId, type Id } from '../../kernel/ids.ts'
import { quarterDays, quarterOf, sayQuarter } from '../../kernel/quarter.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging, sorted, type Sort } from '../../platform/db/paging.ts'
import { memberNames, todayOf } from '../../platform/workspaces/index.ts'
import { partnersIn } from '../hypotheses/index.ts'
import { activePartners, partnerById } from '../partners/index.ts'
import type { OpenPromise, PromiseLine } from '../promises/index.ts'
import { changedSince, numbersFor, numbersOf } from './numbers.ts'
import { countingDay, mayAddAction, mayHold, type Conclusion, type ReviewState } from './rules.ts'
import { actionsOf, notesOf, reviewById, type ReviewRow } from './store.ts'

export const reviewOrders = ['partner', 'quarter', 'state', 'held'] as const
type Order = (typeof reviewOrders)[number]
const orders: Record<Order, RawBuilder<unknown>> = { partner: sql`lower(p.name)`, quarter: sql`v.quarter_from`, state: sql`v.state`, held: sql`v.held_on` }
export type ReviewFilter = {
  quarter?: string | undefined; partnerId?: Id | undefined; hypothesisId?: Id | undefined; state?: ReviewState | undefined; /** Who has an open action in it. */ ownerId?: Id | undefined; /** In the partner's name. */ q?: string | undefined
  limit: number; after?: string | undefined; sort?: Sort<Order> | undefined
}

/** Newest first unless sorted. */
export async function reviewList(r: Reading, filter: ReviewFilter) {
  const { afterId, offset, next } = paging('review', filter)
  const { hypothesisId } = filter
  const belonging = hypothesisId === undefined ? undefined : await belongingTo(r, hypothesisId)
  const matching = r.q
    .selectFrom('review as v').where('v.workspace_id', '=', r.workspace)
    .$if(filter.quarter !== undefined, (q) => q.where('v.quarter_from', '=', quarterDays(filter.quarter!).from))
    .$if(filter.partnerId !== undefined, (q) => q.where('v.partner_id', '=', filter.partnerId!))
    .$if(filter.state !== undefined, (q) => q.where('v.state', '=', filter.state!))
    .$if(Boolean(filter.q), (q) => q.where(sql<boolean>`exists (select from partner p where p.workspace_id = v.workspace_id and p.id = v.partner_id and p.name ilike ${containing(filter.q!)})`))
    .$if(belonging !== undefined, (q) => q.where(belonging!))
    .$if(filter.ownerId !== undefined, (q) => q.where((e) => e.exists(e.selectFrom('review_action as a').select('a.id').whereRef('a.workspace_id', '=', 'v.workspace_id').whereRef('a.review_id', '=', 'v.id').where('a.state', '=', 'open').where('a.owner_id', '=', filter.ownerId!))))
  const rows = await matching
    .innerJoin('partner as p', (j) => j.onRef('p.workspace_id', '=', 'v.workspace_id').onRef('p.id', '=', 'v.partner_id'))
    .leftJoinLateral((e) => e.selectFrom('review_action as a').whereRef('a.workspace_id', '=', 'v.workspace_id').whereRef('a.review_id', '=', 'v.id').where('a.state', '=', 'open').select((s) => [s.fn.countAll<bigint>().as('n'), s.fn.min('a.due_on').as('due')]).as('todo'), (j) => j.onTrue())
    .select(['v.id', 'v.partner_id', 'p.name as partner_name', 'v.quarter_from', 'v.state', 'v.held_on', 'v.conclusion', 'v.opened_at', 'todo.n', 'todo.due'])
    .$if(afterId !== undefined, (q) => q.where('v.id', '<', afterId!))
    .$call((q) => (filter.sort ? sorted(q, filter.sort, orders, 'v.id') : q.orderBy('v.id', 'desc')))
    .limit(filter.limit + 1).offset(offset)
    .execute()
  const total = await matching.select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  return {
    rows: rows.slice(0, filter.limit).map((row) => ({
      id: row.id, partner: { id: row.partner_id, name: row.partner_name }, quarter: quarterOf(row.quarter_from), state: row.state as ReviewState, heldOn: row.held_on, conclusion: row.conclusion as Conclusion | null,
      openActions: Number(row.n ?? 0), nextDueOn: row.due, openedAt: row.opened_at,
    })),
    next: next(rows), total: Number(total.n),
  }
}

/** A review that was held keeps its hypothesis; of one that is open it is the one that the partner belongs to. */
async function belongingTo(r: Reading, hypothesisId: Id): Promise<RawBuilder<boolean>> {
  const members = await partnersIn(r, hypothesisId)
  const today = await todayOf(r)
  return sql<boolean>`(v.hypothesis_id = ${hypothesisId}::uuid or (v.state = 'open' and exists (
    select from unnest(${members.map((one) => one.partnerId)}::uuid[], ${members.map((one) => one.startsOn)}::date[], ${members.map((one) => one.endsOn)}::date[]) as m(partner_id, starts_on, ends_on)
    where m.partner_id = v.partner_id and least((v.quarter_from + interval '3 months')::date - 1, ${today}::date) >= m.starts_on and coalesce(least((v.quarter_from + interval '3 months')::date - 1, ${today}::date) < m.ends_on, true))))`
}

export const mayWrite = (r: Reading): Can => (may(r.actor, 'partners:write') ? yes : no('An admin or a manager can write reviews.'))

/** Everything the page of one review shows. */
export async function reviewView(r: Reading, id: Id) {
  const review = await reviewById(r, id)
  const partner = await partnerById(r, review.partnerId)
  const { numbers, hidden } = numbersFor(r, review.held?.numbers ?? (await numbersOf(r, review)).numbers)
  const { nowReads, predictedNowReads } = review.held ? await changedSince(r, review, numbers) : { nowReads: [], predictedNowReads: [] }
  const notes = await notesOf(r, id)
  const actions = await actionsOf(r, [id])
  const others = await othersOf(r, review)
  const carried = review.state === 'open' ? (await actionsOf(r, others.map((one) => one.id))).filter((action) => action.state === 'open') : []
  const names = await memberNames(r, [partner.ownerId, review.openedBy, review.held?.by, ...notes.map((one) => one.by), ...[...actions, ...carried].flatMap((one) => [one.ownerId, one.settledBy])])
  const facts = { state: review.state, heldOn: review.held?.on ?? null, actions: actions.length }
  const write = mayWrite(r)
  const both = (can: Can): Can => (write.allowed ? can : write)
  return {
    review, partner, numbers, hidden, nowReads, predictedNowReads, notes, actions, carried, names, today: await todayOf(r), before: others[0] ?? null, quarters: new Map([[id, review.quarter], ...others.map((one) => [one.id, one.quarter] as const)]),
    can: { writeNotes: write, addAction: both(mayAddAction(facts)), hold: both(mayHold(facts)) },
  }
}

/** The reviews of the same partner before this one, the last first. */
async function othersOf(r: Reading, review: ReviewRow): Promise<{ id: Id; quarter: string; conclusion: Conclusion | null; why: string | null }[]> {
  const rows = await r.q.selectFrom('review').select(['id', 'quarter_from', 'conclusion', 'why']).where('workspace_id', '=', r.workspace).where('partner_id', '=', review.partnerId).where('quarter_from', '<', review.firstDay).orderBy('quarter_from', 'desc').execute()
  return rows.map((row) => ({ id: row.id, quarter: quarterOf(row.quarter_from), conclusion: row.conclusion as Conclusion | null, why: row.why }))
}

/** Active partners against the reviews of a quarter: how many were held, how many are prepared, and who has none. */
export async function reviewsDue(r: Reading, quarter: string) {
  const active = await activePartners(r, countingDay(quarter, await todayOf(r)))
  const reviews = await r.q.selectFrom('review').select(['partner_id', 'state']).where('workspace_id', '=', r.workspace).where('quarter_from', '=', quarterDays(quarter).from).execute()
  const stateOf = new Map(reviews.map((row) => [row.partner_id, row.state]))
  const without = active.filter((partner) => !stateOf.has(partner.id))
  const shown = without.slice(0, 200)
  const last = await r.q
    .selectFrom('review').select(['id', 'partner_id', 'quarter_from']).distinctOn('partner_id')
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(shown.map((one) => one.id))).where('state', '=', 'held').where('quarter_from', '<', quarterDays(quarter).from).orderBy('partner_id').orderBy('quarter_from', 'desc')
    .execute()
  const lastOf = new Map(last.map((row) => [row.partner_id, { id: row.id, quarter: quarterOf(row.quarter_from) }]))
  const owners = await memberNames(r, shown.map((one) => one.ownerId))
  const count = (state: ReviewState) => active.filter((partner) => stateOf.get(partner.id) === state).length
  return {
    quarter, active: active.length, held: count('held'), open: count('open'), total: without.length, can: { open: mayWrite(r) },
    items: shown.map((one) => ({ partner: { id: one.id, name: one.name }, owner: { id: one.ownerId, name: owners.get(one.ownerId) ?? '' }, lastHeld: lastOf.get(one.id) ?? null })),
  }
}

/** How an action of ours reads in Today and in reminders. */
export async function describeActionPromises(r: Reading, promises: OpenPromise[]): Promise<Map<Id, PromiseLine>> {
  const rows = await r.q
    .selectFrom('review_action as a').innerJoin('review as v', (j) => j.onRef('v.workspace_id', '=', 'a.workspace_id').onRef('v.id', '=', 'a.review_id'))
    .select(['a.id', 'a.words', 'v.id as review_id', 'v.quarter_from']).where('a.workspace_id', '=', r.workspace).where('a.id', '=', anyOf(promises.map((one) => one.subjectId)))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(promises.flatMap((promise) => {
    const row = byId.get(promise.subjectId)
    return row ? [[promise.id, { noun: 'reviewAction' as const, headline: promise.partnerName, detail: `${row.words} (review of ${sayQuarter(quarterOf(row.quarter_from))})`, path: `/reviews/${showId('review', row.review_id)}` }]] : []
  }))
}
