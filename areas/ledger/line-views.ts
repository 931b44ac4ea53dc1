import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { PaymentStanding } from './line-payments.ts'
import { lostBy } from './losses.ts'

/** earned: stands. reversed: was taken back later. reversal: takes one back, or is lost at the end of a partnership. adjustment: brings an earlier one to what is due now. */
export const lineStates = ['earned', 'reversed', 'reversal', 'adjustment'] as const
export type LineState = (typeof lineStates)[number]

/** A commission line as screens show it. Plain JSON; amounts are decimal strings of minor units, negative for a reversal. */
export type LineView = {
  id: Id; state: LineState; partnerId: Id; itemId: Id; referralId: Id | null; opportunityId: Id | null; companyId: Id | null; component: string; clause: string
  amountMinor: string; currency: string; said: string; basis: { amountMinor: string; currency: string } | null; rate: { num: string; den: string } | null
  planVersionId: Id; earnedOn: string; payableOn: string; bookedOn: string; working: string[]; journalId: Id; corrects: Id | null; correctedBy: Id | null; createdAt: string
  /** What of it may be paid by `payableOn`. */
  payableMinor: string
  /** Of plans in language 2: what it is about, whose item that is, the fact that made it necessary, and the statement it is told in. */
  item: string | null; sellerId: Id | null; fact: string | null; statement: string | null; isPrior: boolean; adjusts: Id | null
}
export type LineFilter = {
  id?: Id | undefined; ids?: Id[] | undefined; item?: string | undefined; partnerId?: Id | undefined; referralId?: Id | undefined; component?: string | undefined; currency?: string | undefined; state?: LineState | undefined; payment?: PaymentStanding | undefined
  /** Days on which it was booked, both included. */
  from?: string | undefined; to?: string | undefined
  /** Only lines older than this one. */
  before?: Id | undefined
  limit: number
  oldestFirst?: boolean
}

/** Lines newest first. */
export async function lineViews(r: Reading, filter: LineFilter): Promise<LineView[]> {
  const direction = filter.oldestFirst ? 'asc' : 'desc'
  const rows = await matching(r, filter)
    .leftJoin('commission_line as c', (j) => j.onRef('c.workspace_id', '=', 'l.workspace_id').onRef('c.corrects', '=', 'l.id'))
    .selectAll('l')
    .select('c.id as corrected_by')
    .$if(filter.oldestFirst === true, (q) => q.orderBy('l.booked_on'))
    .orderBy('l.id', direction)
    .limit(filter.limit)
    .execute()
  return rows.map((row) => ({
    id: row.id, state: row.corrects || isLoss(row) ? 'reversal' : row.adjusts ? 'adjustment' : row.corrected_by ? 'reversed' : 'earned', partnerId: row.partner_id, itemId: row.item_id, referralId: row.referral_id,
    opportunityId: row.opportunity_id, companyId: row.company_id, component: row.component, clause: row.clause, amountMinor: row.amount_minor.toString(),
    currency: row.currency, said: formatMoney({ amountMinor: row.amount_minor, currency: row.currency }),
    basis: row.basis_minor === null || row.basis_currency === null ? null : { amountMinor: row.basis_minor.toString(), currency: row.basis_currency },
    rate: row.rate_num === null || row.rate_den === null ? null : { num: row.rate_num.toString(), den: row.rate_den.toString() },
    planVersionId: row.plan_version_id, earnedOn: row.earned_on, payableOn: row.payable_on, bookedOn: row.booked_on, working: row.working as string[],
    journalId: row.journal_id, corrects: row.corrects, correctedBy: row.corrected_by, createdAt: row.created_at.toString(),
    payableMinor: row.payable_minor.toString(), item: row.item_key, sellerId: row.seller_id, fact: row.fact_key, statement: row.statement, isPrior: row.is_prior, adjusts: row.adjusts,
  }))
}

/** What was lost at the end of a partnership takes back, though no line by itself. */
export const isLoss = (row: { amount_minor: bigint; item_key: string | null }): boolean => row.amount_minor < 0n && row.item_key?.startsWith(lostBy('')) === true

/** How many there are, counted up to a bound: past it, nobody needs the number and counting would be slow. */
export async function countLines(r: Reading, filter: LineFilter, bound = 10_000): Promise<number | null> {
  const some = matching(r, { ...filter, before: undefined }).select('l.id').limit(bound + 1)
  const row = await r.q.selectFrom(some.as('some')).select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  return row.n > BigInt(bound) ? null : Number(row.n)
}

function matching(r: Reading, filter: LineFilter) {
  const lost = sql<boolean>`(l.amount_minor < 0 and coalesce(l.item_key like 'lost:%', false))`
  const isPaid = sql<boolean>`exists (select from payment_line as pl join payment as p on p.workspace_id = pl.workspace_id and p.id = pl.payment_id
    where pl.workspace_id = l.workspace_id and pl.commission_line_id = l.id and pl.freed_at is null${filter.payment === 'none' ? sql`` : sql` and p.state = ${filter.payment}`})`
  const isReversed = sql<boolean>`exists (select from commission_line as x where x.workspace_id = l.workspace_id and x.corrects = l.id)`
  return r.q
    .selectFrom('commission_line as l')
    .where('l.workspace_id', '=', r.workspace)
    .$if(filter.id !== undefined, (q) => q.where('l.id', '=', filter.id ?? ''))
    .$if(filter.ids !== undefined, (q) => q.where('l.id', '=', anyOf(filter.ids ?? [])))
    .$if(filter.item !== undefined, (q) => q.where('l.item_key', '=', filter.item ?? ''))
    .$if(filter.partnerId !== undefined, (q) => q.where('l.partner_id', '=', filter.partnerId ?? ''))
    .$if(filter.referralId !== undefined, (q) => q.where('l.referral_id', '=', filter.referralId ?? ''))
    .$if(filter.component !== undefined, (q) => q.where('l.component', '=', filter.component ?? ''))
    .$if(filter.currency !== undefined, (q) => q.where('l.currency', '=', filter.currency ?? ''))
    .$if(filter.from !== undefined, (q) => q.where('l.booked_on', '>=', filter.from ?? ''))
    .$if(filter.to !== undefined, (q) => q.where('l.booked_on', '<=', filter.to ?? ''))
    .$if(filter.payment !== undefined, (q) => q.where(filter.payment === 'none' ? sql<boolean>`not ${isPaid}` : isPaid))
    .$if(filter.before !== undefined, (q) => q.where('l.id', '<', filter.before ?? ''))
    .$if(filter.state === 'reversal', (q) => q.where((w) => w.or([w('l.corrects', 'is not', null), lost])))
    .$if(filter.state === 'reversed', (q) => q.where('l.corrects', 'is', null).where(isReversed))
    .$if(filter.state === 'adjustment', (q) => q.where('l.adjusts', 'is not', null).where(sql<boolean>`not ${lost}`))
    .$if(filter.state === 'earned', (q) => q.where('l.corrects', 'is', null).where('l.adjusts', 'is', null).where(sql<boolean>`not ${isReversed} and not ${lost}`))
}
