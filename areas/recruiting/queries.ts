import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { containing } from '../../platform/db/containing.ts'
import type { Reading } from '../../platform/db/context.ts'
import { nextPromises } from '../promises/index.ts'
import type { PartnerState, PartnerType } from '../partners/index.ts'
import { daysSince, wayStages, type Stage } from './rules.ts'
import type { SameAs } from './same-as.ts'
import type { Source } from './store.ts'

export type BoardFilter = { type?: PartnerType | undefined; ownerId?: Id | undefined; q?: string | undefined; stages?: readonly Stage[] | undefined; /** At most so many of each stage. */ perStage?: number }
/** A column of the board shows so many. */
export const mostOfStage = 100
/** Where nobody may be left out. */
export const everybody = 50_000
/** A card that came to an end stays on the board this long. */
const endedDays = 90

/**
 * The cards of the board, longest in their stage first: all on the way, and those that became partners, were put off or declined in the
 * last 90 days. A partner in state candidate without a row stands at the beginning. Of a stage with more than `perStage` those that
 * somebody works on or that applied come first, then the newest there, so that a card that was just moved is never gone; `ofStage` counts all.
 */
export async function boardRows(r: Reading, filter: BoardFilter) {
  const stage = sql<Stage>`coalesce(c.stage, 'identified')`
  const since = sql<Temporal.Instant>`coalesce(c.stage_since, p.created_at)`
  const isAtWork = sql<boolean>`c.next_step is not null or exists (select from application a where a.workspace_id = p.workspace_id and a.partner_id = p.id)`
  const cards = r.q
    .selectFrom('partner as p')
    .leftJoin('candidacy as c', (j) => j.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.partner_id', '=', 'p.id'))
    .innerJoin('member as m', (j) => j.onRef('m.workspace_id', '=', 'p.workspace_id').onRef('m.id', '=', 'p.owner_id'))
    .leftJoin('member as b', (j) => j.onRef('b.workspace_id', '=', 'c.workspace_id').onRef('b.id', '=', 'c.next_step_by'))
    .leftJoin('contact as k', (j) => j.onRef('k.workspace_id', '=', 'p.workspace_id').onRef('k.partner_id', '=', 'p.id').on('k.is_primary', '=', true).on('k.removed_at', 'is', null))
    .select(['p.id', 'p.name', 'p.type', 'p.state', 'p.owner_id', 'm.name as owner_name', 'k.name as contact_name', 'c.source', 'c.next_step', 'c.next_step_on', 'c.next_step_by', 'b.name as next_step_by_name', 'c.maybe_same_as'])
    .select([
      stage.as('stage'), since.as('stage_since'), sql<number>`count(*) over (partition by ${stage})::integer`.as('of_stage'),
      sql<number>`row_number() over (partition by ${stage} order by (${isAtWork}) desc, ${since} desc, p.id desc)::integer`.as('place'),
    ])
    .where('p.workspace_id', '=', r.workspace)
    .where((w) => w.or([w('c.partner_id', 'is not', null), w('p.state', '=', 'candidate')]))
    .where((w) => w.or([sql<boolean>`${stage} = any(${[...wayStages]})`, sql<boolean>`${since} > ${r.now.subtract({ hours: endedDays * 24 })}`]))
    .$if(Boolean(filter.type), (q) => q.where('p.type', '=', filter.type!))
    .$if(Boolean(filter.ownerId), (q) => q.where('p.owner_id', '=', filter.ownerId!))
    .$if(Boolean(filter.q), (q) => q.where(sql<boolean>`p.name ilike ${containing(filter.q!)}`))
    .$if(filter.stages !== undefined, (q) => q.where(sql<boolean>`${stage} = any(${[...filter.stages!]})`))
  const rows = await r.q.selectFrom(cards.as('card')).selectAll().where('place', '<=', filter.perStage ?? everybody).orderBy('stage_since').orderBy('id').limit(everybody).execute()
  const [applied, promised] = await Promise.all([firstApplications(r, rows.map((row) => row.id)), nextPromises(r, rows.map((row) => row.id))])
  return rows.map((row) => ({
    id: row.id, name: row.name, type: row.type as PartnerType, state: row.state as PartnerState, owner: { id: row.owner_id, name: row.owner_name }, contact: row.contact_name, stage: row.stage,
    stageSince: row.stage_since, ofStage: row.of_stage, days: daysSince(row.stage_since, r.now), source: (row.source ?? 'staff') as Source,
    nextStep: row.next_step && row.next_step_on ? { text: row.next_step, on: row.next_step_on, by: row.next_step_by ? { id: row.next_step_by, name: row.next_step_by_name ?? '' } : { id: row.owner_id, name: row.owner_name } } : null,
    maybeSameAs: (row.maybe_same_as ?? []) as SameAs[], application: applied.get(row.id) ?? null, dueAt: promised.get(row.id)?.dueAt ?? null,
  }))
}
export type BoardRow = Awaited<ReturnType<typeof boardRows>>[number]

/** When each first applied, and whether any of its addresses is confirmed. */
async function firstApplications(r: Reading, ids: Id[]): Promise<Map<Id, { receivedAt: Temporal.Instant; isEmailConfirmed: boolean }>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q
    .selectFrom('application').select(['partner_id', sql<Temporal.Instant>`min(received_at)`.as('received_at'), sql<boolean>`bool_or(email_confirmed_at is not null)`.as('confirmed')])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(ids)).groupBy('partner_id').execute()
  return new Map(rows.map((row) => [row.partner_id, { receivedAt: row.received_at, isEmailConfirmed: row.confirmed }]))
}

/** The moves of one candidate, oldest first. */
export async function movesOf(r: Reading, partnerId: Id) {
  const rows = await r.q.selectFrom('candidacy_move').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, from: row.from_stage as Stage, to: row.to_stage as Stage, why: row.why, at: row.moved_at, by: row.moved_by }))
}
