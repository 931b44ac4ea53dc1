import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Money } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Alike } from './alike-rules.ts'
import { noAmounts, type Amounts, type AmountsBy, type Counts } from './figure-rules.ts'
import type { Span } from './period.ts'
import { booked, closed, decided, due, fit, metIcp, submitted, type Scope } from './populations.ts'

// One letter for each of Counts, in the order of `countsOf`.
const ofCases = ['s', 'd', 'i', 'o', 'c', 'w'] as const
const ofPromises = ['p', 'k'] as const
type Column = (typeof ofCases)[number] | (typeof ofPromises)[number]

/** Every partner with an introduction or a closed opportunity in the period, and what is counted of those. */
export async function casesByPartner(r: Reading, span: Span): Promise<Alike[]> {
  const scope = { span }
  return alike(r, ofCases, sql`
    with ${decisions(r, scope)}, ${tallies(r, scope, { each: sql`partner_id,`, by: sql`group by partner_id` })}`,
    sql`submitted full join answered using (partner_id) full join closed using (partner_id)`)
}

/** Every partner with a promise of ours that was due in the period. Apart from the cases, so that both can be counted side by side. */
export async function promisesByPartner(r: Reading, span: Span): Promise<Alike[]> {
  return alike(r, ofPromises, sql`with ${promises(r, { span }, { each: sql`partner_id,`, by: sql`group by partner_id` })}`, sql`due`)
}

async function alike(r: Reading, columns: readonly Column[], withs: Sql, from: Sql): Promise<Alike[]> {
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const { rows } = await sql<{ [name in Column]: number } & { ids: (Id | null)[] }>`
    ${withs}
    select ${names}, to_json(array_agg(partner_id)) as ids
    from (select partner_id, ${sql.join(columns.map((name) => sql`coalesce(${sql.ref(name)}, 0) as ${sql.ref(name)}`))} from ${from}) as partners group by ${names}`.execute(r.q)
  return rows.map(({ ids, ...row }) => ({ ids: ids.filter((id) => id !== null), times: ids.length, counts: countsOf((name) => row[name] ?? 0) }))
}

/** The numbers of all partners together, or of one. */
export async function countsTogether(r: Reading, span: Span, partnerId?: Id): Promise<Counts> {
  const scope = { span, partnerId }
  const whole = { each: sql``, by: sql`` }
  const { rows } = await sql<{ [name in Column]: number }>`
    with ${decisions(r, scope)}, ${tallies(r, scope, whole)}, ${promises(r, scope, whole)} select * from submitted, answered, closed, due`.execute(r.q)
  return countsOf((name) => rows[0]?.[name] ?? 0)
}

type Sql = RawBuilder<unknown>
const decisions = (r: Reading, scope: Scope): Sql => sql`decided as not materialized (${decided(r, scope)}), fit as materialized (${fit(r)})`

type Tally = { each: Sql; by: Sql }
/** The counting itself, of all cases in the scope together or `by` something; `decided` and `fit` must stand before it. */
const tallies = (r: Reading, scope: Scope, { each, by }: Tally): Sql => sql`
  submitted as (select ${each} count(*)::int as s from (${submitted(r, scope)}) as cases ${by}),
  answered as (select ${each} count(*)::int as d, count(*) filter (where ${metIcp})::int as i, count(*) filter (where has_opportunity)::int as o from decided ${by}),
  closed as (select ${each} count(*)::int as c, count(*) filter (where is_won)::int as w from (${closed(r, scope)}) as cases ${by})`
const promises = (r: Reading, scope: Scope, { each, by }: Tally): Sql => sql`
  due as (select ${each} count(*)::int as p, count(*) filter (where counted)::int as k from (${due(r, scope)}) as cases ${by})`

function countsOf(value: (name: Column) => number): Counts {
  return { submitted: value('s'), decided: value('d'), metIcp: value('i'), opportunities: value('o'), closed: value('c'), won: value('w'), due: value('p'), kept: value('k') }
}

export type InProgram = { count: number; others: Set<Id> }
/** How many partners are in the program at the end of the period: active or paused, and started; and which are not. */
export async function partnersInProgram(r: Reading, { lastDay }: Span): Promise<InProgram> {
  const isIn = sql`state in ('active', 'paused') and started_on <= ${lastDay}`
  const { rows } = await sql<{ count: number; others: Id[] | null }>`
    select count(*) filter (where ${isIn})::int as count, array_agg(id) filter (where not (${isIn})) as others from partner where workspace_id = ${r.workspace}`.execute(r.q)
  return { count: rows[0]?.count ?? 0, others: new Set(rows[0]?.others) }
}

export async function partnersByName(r: Reading): Promise<{ id: Id; name: string }[]> {
  return r.q.selectFrom('partner').select(['id', 'name']).where('workspace_id', '=', r.workspace).orderBy(sql`lower(name)`).orderBy('id').execute()
}

type AmountRow = { measure: 'revenue' | 'commissions'; currency: string; amount: string | null; cases: number }

/** Revenue and commissions of all together, or of one partner. */
export async function amountsOf(r: Reading, span: Span, partnerId?: Id): Promise<AmountsBy> {
  const scope = { span, partnerId }
  const { rows } = await sql<AmountRow>`
    select 'revenue' as measure, currency, sum(amount_minor)::text as amount, count(*)::int as cases from (${closed(r, scope)}) as cases where is_won group by currency
    union all
    select 'commissions', currency, sum(amount_minor)::text, count(*)::int from (${booked(r, scope)}) as cases group by currency
    order by currency`.execute(r.q)
  return gather(rows)
}

/** The same for each of some partners, or for every one with any. */
export async function amountsByPartner(r: Reading, span: Span, ids?: Id[]): Promise<Map<Id, AmountsBy>> {
  const some = ids === undefined ? sql`` : sql`and partner_id = any (${ids}::uuid[])`
  const { rows } = await sql<AmountRow & { partner_id: Id }>`
    select 'revenue' as measure, partner_id, currency, sum(amount_minor)::text as amount, count(*)::int as cases
    from (${closed(r, { span })}) as cases where is_won ${some} group by 2, 3
    union all
    select 'commissions', partner_id, currency, sum(amount_minor)::text, count(*)::int from (${booked(r, { span })}) as cases where true ${some} group by 2, 3
    order by currency`.execute(r.q)
  return new Map([...Map.groupBy(rows, (row) => row.partner_id)].map(([id, own]) => [id, gather(own)]))
}

/** The partners with most revenue in one currency, most first. */
export async function topByRevenue(r: Reading, span: Span, currency: string, limit: number): Promise<Id[]> {
  const { rows } = await sql<{ partner_id: Id }>`
    select partner_id from (${closed(r, { span })}) as cases where is_won and currency = ${currency} and amount_minor is not null
    group by partner_id order by sum(amount_minor) desc, partner_id limit ${limit}`.execute(r.q)
  return rows.map((row) => row.partner_id)
}

function gather(rows: AmountRow[]): AmountsBy {
  const of = (measure: AmountRow['measure']): Amounts => {
    const own = rows.filter((row) => row.measure === measure)
    const amounts = own.filter((row) => row.amount !== null).map((row): Money => ({ amountMinor: BigInt(row.amount ?? 0), currency: row.currency }))
    return { amounts, cases: own.reduce((n, row) => n + row.cases, 0) }
  }
  return rows.length === 0 ? noAmounts : { revenue: of('revenue'), commissions: of('commissions') }
}
