import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'

/** A case on its way to be shown: `at` is an instant or a day. */
export type Case = { id: Id; partner_id: Id | null; at: Temporal.Instant | string; counted: boolean }
export type PageWish = { limit: number; before?: Id | undefined; counted?: boolean | undefined }
/** Statements before `cases` that it needs, each ending in a comma, and `cases` itself: id, partner_id, at, counted. */
export type CaseSql = { before?: RawBuilder<unknown>; cases: RawBuilder<unknown> }

/** One page of cases, newest first, and how many there are in all and of those that count. */
export async function casePage<T extends Case = Case>(r: Reading, { before = sql``, cases }: CaseSql, wish: PageWish): Promise<{ page: T[]; more: boolean; cases: number; counted: number }> {
  const wanted = wish.counted === undefined ? sql`` : sql`and counted = ${wish.counted}`
  const after = wish.before === undefined ? sql`` : sql`and id < ${wish.before}`
  const { rows } = await sql<T>`with ${before} cases as (${cases}) select * from cases where true ${wanted} ${after} order by id desc limit ${wish.limit + 1}`.execute(r.q)
  const totals = await sql<{ cases: number; counted: number }>`with ${before} cases as (${cases}) select count(*)::int as cases, count(*) filter (where counted)::int as counted from cases`.execute(r.q)
  return { page: rows.slice(0, wish.limit), more: rows.length > wish.limit, cases: totals.rows[0]?.cases ?? 0, counted: totals.rows[0]?.counted ?? 0 }
}
