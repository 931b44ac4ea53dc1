import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Money } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import { noAmounts, type Amounts, type AmountsBy, type Counts } from './figure-rules.ts'
import type { Span } from './period.ts'
import { booked, closed, decided, due, fit, metIcp, submitted } from './populations.ts'

/** The period, and the period together with the one before it. */
export type Spans = { now: Span; both: Span }
export type PartnerCounts = { partnerId: Id; inProgram: boolean; now: Counts }

/** Active or paused, and started by the end of the period. */
const inProgram = ({ lastDay }: Span) => sql<boolean>`(state in ('active', 'paused') and started_on <= ${lastDay})`

// Columns in the order of Counts. `0` is the period before, `1` the one asked for.
const columns = ['s', 'd', 'i', 'o', 'c', 'w', 'p', 'k'] as const
type Column = (typeof columns)[number]
type Row = { [name in Column]: number[] | null } & { [name in `${'all' | 'own'}_${Column}`]: number } & { ids: Id[] | null; in_program: boolean[] | null }

/**
 * Every partner with a case in the period, with its numbers, and what all together and one partner had in the period before. One
 * statement; one row with arrays, since ten thousand rows would take longer to send than to count.
 */
export async function countsByPartner(r: Reading, { now, both }: Spans, ownId?: Id): Promise<{ partners: PartnerCounts[]; before: Counts; ownBefore: Counts }> {
  const scope = { span: both }
  const arrays = sql.join(columns.map((name) => sql`array_agg(coalesce(${sql.ref(`${name}1`)}, 0)) filter (where is_present) as ${sql.ref(name)}`))
  const before = sql.join(columns.flatMap((name) => [
    sql`coalesce(sum(${sql.ref(`${name}0`)}), 0)::int as ${sql.ref(`all_${name}`)}`,
    sql`coalesce(sum(${sql.ref(`${name}0`)}) filter (where partner_id = ${ownId ?? null}::uuid), 0)::int as ${sql.ref(`own_${name}`)}`,
  ]))
  const { rows } = await sql<Row>`
    with decided as not materialized (${decided(r, scope)}), fit as materialized (${fit(r)}),
    s as (
      select partner_id, count(*) filter (where is_now)::int as s1, count(*) filter (where not is_now)::int as s0
      from (select partner_id, at >= ${now.start} as is_now from (${submitted(r, scope)}) as cases) as cases group by partner_id),
    d as (
      select partner_id, count(*) filter (where is_now)::int as d1, count(*) filter (where not is_now)::int as d0,
        count(*) filter (where is_now and fits)::int as i1, count(*) filter (where not is_now and fits)::int as i0,
        count(*) filter (where is_now and has_opportunity)::int as o1, count(*) filter (where not is_now and has_opportunity)::int as o0
      from (select partner_id, has_opportunity, at >= ${now.start} as is_now, ${metIcp} as fits from decided offset 0) as cases group by partner_id),
    c as (
      select partner_id, count(*) filter (where is_now)::int as c1, count(*) filter (where not is_now)::int as c0,
        count(*) filter (where is_now and is_won)::int as w1, count(*) filter (where not is_now and is_won)::int as w0
      from (select partner_id, is_won, at >= ${now.firstDay} as is_now from (${closed(r, scope)}) as cases) as cases group by partner_id),
    p as (
      select partner_id, count(*) filter (where is_now)::int as p1, count(*) filter (where not is_now)::int as p0,
        count(*) filter (where is_now and counted)::int as k1, count(*) filter (where not is_now and counted)::int as k0
      from (select partner_id, counted, at >= ${now.start} as is_now from (${due(r, scope)}) as cases) as cases group by partner_id),
    partners as (select id as partner_id, ${inProgram(now)} as in_program from partner where workspace_id = ${r.workspace}),
    numbers as (
      select *, coalesce(s1, 0) + coalesce(d1, 0) + coalesce(c1, 0) + coalesce(p1, 0) > 0 as is_present
      from s full join d using (partner_id) full join c using (partner_id) full join p using (partner_id) join partners using (partner_id))
    select array_agg(partner_id) filter (where is_present) as ids, array_agg(in_program) filter (where is_present) as in_program, ${arrays}, ${before} from numbers`.execute(r.q)
  const row = rows[0]!
  const at = (i: number): Counts => countsOf((name) => row[name]?.[i] ?? 0)
  return {
    partners: (row.ids ?? []).map((partnerId, i) => ({ partnerId, inProgram: row.in_program?.[i] ?? false, now: at(i) })),
    before: countsOf((name) => row[`all_${name}`]), ownBefore: countsOf((name) => row[`own_${name}`]),
  }
}

function countsOf(value: (name: Column) => number): Counts {
  return { submitted: value('s'), decided: value('d'), metIcp: value('i'), opportunities: value('o'), closed: value('c'), won: value('w'), due: value('p'), kept: value('k') }
}

/** How many partners are in the program at the end of the period. */
export async function partnersInProgram(r: Reading, now: Span): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from partner where workspace_id = ${r.workspace} and ${inProgram(now)}`.execute(r.q)
  return rows[0]?.n ?? 0
}

export async function partnersByName(r: Reading): Promise<{ id: Id; name: string }[]> {
  return r.q.selectFrom('partner').select(['id', 'name']).where('workspace_id', '=', r.workspace).orderBy(sql`lower(name)`).orderBy('id').execute()
}

type AmountRow = { measure: 'revenue' | 'commissions'; partner_id: Id | null; currency: string; is_now: boolean; amount: string | null; cases: number }

/** Revenue and commissions of all together, or of one partner. */
export async function amountsOf(r: Reading, { now, both }: Spans, partnerId?: Id): Promise<{ now: AmountsBy; before: AmountsBy }> {
  const scope = { span: both, partnerId }
  const { rows } = await sql<AmountRow>`
    select 'revenue' as measure, currency, at >= ${now.firstDay} as is_now, sum(amount_minor)::text as amount, count(*)::int as cases
    from (${closed(r, scope)}) as cases where is_won group by 2, 3
    union all
    select 'commissions', currency, at >= ${now.firstDay}, sum(amount_minor)::text, count(*)::int from (${booked(r, scope)}) as cases group by 2, 3
    order by currency`.execute(r.q)
  const pick = (isNow: boolean) => gather(rows.filter((row) => row.is_now === isNow))
  return { now: pick(true), before: pick(false) }
}

/** The same in the period for each of some partners, or for every one with any. */
export async function amountsByPartner(r: Reading, span: Span, ids?: Id[]): Promise<Map<Id, AmountsBy>> {
  const some = ids === undefined ? sql`` : sql`and partner_id = any (${ids}::uuid[])`
  const { rows } = await sql<AmountRow>`
    select 'revenue' as measure, partner_id, currency, sum(amount_minor)::text as amount, count(*)::int as cases
    from (${closed(r, { span })}) as cases where is_won ${some} group by 2, 3
    union all
    select 'commissions', partner_id, currency, sum(amount_minor)::text, count(*)::int from (${booked(r, { span })}) as cases where true ${some} group by 2, 3
    order by currency`.execute(r.q)
  return new Map([...Map.groupBy(rows, (row) => row.partner_id ?? '')].map(([id, own]) => [id, gather(own)]))
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
