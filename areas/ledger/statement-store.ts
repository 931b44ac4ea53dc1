import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { Payable } from './rules.ts'
import type { Holds, PeriodSpan, StatedLine } from './statement-rules.ts'

export type PeriodRow = { id: Id; period: string; from: string; to: string; closedAt: Temporal.Instant; closedBy: Id | null; partnersTotal: number | null; partnersDone: number; afterPartner: Id | null; finishedAt: Temporal.Instant | null }

/** Periods that were closed, newest first. */
export async function closedOnes(r: Reading): Promise<PeriodRow[]> {
  const rows = await r.q.selectFrom('statement_period').selectAll().where('workspace_id', '=', r.workspace).orderBy('to_on', 'desc').orderBy('from_on', 'desc').execute()
  return rows.map(toPeriod)
}

export async function findPeriod(r: Reading, period: string): Promise<PeriodRow | undefined> {
  const row = await r.q.selectFrom('statement_period').selectAll().where('workspace_id', '=', r.workspace).where('period', '=', period).executeTakeFirst()
  return row && toPeriod(row)
}

/** Held against anyone else who would write its statements. */
export async function lockPeriod(tx: Tx, id: Id): Promise<PeriodRow> {
  return toPeriod(await tx.q.selectFrom('statement_period').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirstOrThrow())
}

type Stored = { id: Id; period: string; from_on: string; to_on: string; closed_at: Temporal.Instant; closed_by: Id | null; partners_total: number | null; partners_done: number; after_partner: Id | null; finished_at: Temporal.Instant | null }
const toPeriod = (row: Stored): PeriodRow => ({
  id: row.id, period: row.period, from: row.from_on, to: row.to_on, closedAt: row.closed_at, closedBy: row.closed_by, partnersTotal: row.partners_total, partnersDone: row.partners_done, afterPartner: row.after_partner, finishedAt: row.finished_at,
})

/**
 * Lines `l` that a statement of the period tells: of its kind, up to it, and on no statement yet. Plans in language 1 pay by the quarter and
 * their lines belong to the one they were booked in. A month tells its days and halves as well.
 */
export function untold({ every, period, to }: PeriodSpan) {
  const own = every === 'quarter'
    ? sql`(l.statement is null and l.booked_on <= ${to}::date or substr(l.statement, 6, 1) = 'Q' and l.statement <= ${period})`
    : sql`(substr(l.statement, 6, 1) <> 'Q' and substr(l.statement, 1, 7) <= ${period})`
  return sql<boolean>`${own} and not exists (select from statement_line s where s.workspace_id = l.workspace_id and s.commission_line_id = l.id)`
}

export type UntoldLine = StatedLine & { partnerId: Id; currency: string; companyId: Id | null; itemKey: string | null }

/** Lines that the statements of these partners would tell, oldest first. */
export async function untoldLines(r: Reading, span: PeriodSpan, partnerIds: Id[]): Promise<UntoldLine[]> {
  const rows = await r.q
    .selectFrom('commission_line as l').select(['l.id', 'l.partner_id', 'l.currency', 'l.amount_minor', 'l.payable_minor', 'l.payable_on', 'l.company_id', 'l.item_key'])
    .where('l.workspace_id', '=', r.workspace).where('l.partner_id', '=', anyOf(partnerIds)).where(untold(span))
    .orderBy('l.earned_on').orderBy('l.id')
    .execute()
  return rows.map((row) => ({
    id: row.id, partnerId: row.partner_id, currency: row.currency, amountMinor: row.amount_minor, payableMinor: row.payable_minor, payableOn: row.payable_on, companyId: row.company_id, itemKey: row.item_key,
  }))
}

export type UntoldSum = { partnerId: Id; currency: string; earnedMinor: bigint; takenBackMinor: bigint; lines: number }

/** The same summed up, for all partners unless some are named. */
export async function untoldSums(r: Reading, span: PeriodSpan, partnerIds?: Id[]): Promise<UntoldSum[]> {
  const rows = await r.q
    .selectFrom('commission_line as l')
    .select(['l.partner_id', 'l.currency', sql<string>`coalesce(sum(l.amount_minor) filter (where l.amount_minor > 0), 0)`.as('earned'), sql<string>`coalesce(sum(l.amount_minor) filter (where l.amount_minor < 0), 0)`.as('taken_back'), sql<bigint>`count(*)`.as('n')])
    .where('l.workspace_id', '=', r.workspace).$if(partnerIds !== undefined, (q) => q.where('l.partner_id', '=', anyOf(partnerIds ?? []))).where(untold(span))
    .groupBy(['l.partner_id', 'l.currency']).execute()
  return rows.map((row) => ({ partnerId: row.partner_id, currency: row.currency, earnedMinor: BigInt(row.earned), takenBackMinor: BigInt(row.taken_back), lines: Number(row.n) }))
}

export type UntoldPayment = { partnerId: Id; currency: string; journalId: Id; paidOn: string; amountMinor: bigint; memo: string; paymentId: Id }

/** Payments that left, or came back, up to a day and are on no statement yet; negative for what came back. */
export async function untoldPayments(r: Reading, to: string, partnerIds?: Id[]): Promise<UntoldPayment[]> {
  const ofPartners = partnerIds === undefined ? sql`` : sql`and a.partner_id = ${anyOf(partnerIds)}`
  const { rows } = await sql<{ partner_id: Id; currency: string; journal_id: Id; paid_on: string; amount: string; memo: string; cause: string }>`
    select a.partner_id, a.currency, j.id as journal_id, j.effective_on as paid_on, sum(e.amount_minor)::text as amount, j.memo, j.cause
    from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id and e.commission_line_id is null
      join journal j on j.workspace_id = e.workspace_id and j.id = e.journal_id
    where a.workspace_id = ${r.workspace} and a.kind in ('commission_accrued', 'commission_payable', 'held', 'clawback_receivable') ${ofPartners} and j.cause like 'payment:%' and j.effective_on <= ${to}::date
      and not exists (select from statement_payment s where s.workspace_id = j.workspace_id and s.journal_id = j.id)
    group by a.partner_id, a.currency, j.id, j.effective_on, j.memo, j.cause having sum(e.amount_minor) <> 0 order by j.effective_on, j.id`.execute(r.q)
  return rows.map((row) => ({
    partnerId: row.partner_id, currency: row.currency, journalId: row.journal_id, paidOn: row.paid_on, amountMinor: BigInt(row.amount), memo: row.memo, paymentId: row.cause.split(':')[1] ?? '',
  }))
}

/** What each of these payments pays, by the day from which it could be paid. */
export async function daysPaid(r: Reading, paymentIds: Id[]): Promise<Map<Id, Payable[]>> {
  if (paymentIds.length === 0) return new Map()
  const rows = await r.q
    .selectFrom('payment_line as p').innerJoin('commission_line as l', (j) => j.onRef('l.workspace_id', '=', 'p.workspace_id').onRef('l.id', '=', 'p.commission_line_id'))
    .select(['p.payment_id', 'l.payable_on', sql<string>`sum(l.payable_minor)`.as('amount')])
    .where('p.workspace_id', '=', r.workspace).where('p.payment_id', '=', anyOf(paymentIds))
    .groupBy(['p.payment_id', 'l.payable_on']).execute()
  const paid = new Map<Id, Payable[]>()
  for (const row of rows) paid.set(row.payment_id, [...(paid.get(row.payment_id) ?? []), { on: row.payable_on, amountMinor: BigInt(row.amount) }])
  return paid
}

export type Before = Holds & { partnerId: Id; currency: string; number: number; closingMinor: bigint; period: string }

/** The last statement of each partner and currency. */
export async function lastStatements(r: Reading, partnerIds?: Id[]): Promise<Before[]> {
  const rows = await r.q
    .selectFrom('statement as s').innerJoin('statement_period as p', (j) => j.onRef('p.workspace_id', '=', 's.workspace_id').onRef('p.id', '=', 's.period_id'))
    .distinctOn(['s.partner_id', 's.currency']).select(['s.partner_id', 's.currency', 's.number', 's.closing_minor', 's.waiting_minor', 's.schedule', 'p.period'])
    .where('s.workspace_id', '=', r.workspace).$if(partnerIds !== undefined, (q) => q.where('s.partner_id', '=', anyOf(partnerIds ?? [])))
    .orderBy('s.partner_id').orderBy('s.currency').orderBy('s.number', 'desc')
    .execute()
  return rows.map((row) => ({
    partnerId: row.partner_id, currency: row.currency, number: row.number, closingMinor: row.closing_minor, waitingMinor: row.waiting_minor, schedule: scheduleOf(row.schedule), period: row.period,
  }))
}

export const scheduleOf = (stored: unknown): Payable[] => (stored as { on: string; amountMinor: string }[]).map(({ on, amountMinor }) => ({ on, amountMinor: BigInt(amountMinor) }))
export const storedSchedule = (schedule: Payable[]): string => JSON.stringify(schedule.map(({ on, amountMinor }) => ({ on, amountMinor: amountMinor.toString() })))
