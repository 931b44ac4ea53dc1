import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { isLoss } from './line-views.ts'
import type { Payable } from './rules.ts'
import { spanOf, type Totals } from './statement-rules.ts'
import { scheduleOf } from './statement-store.ts'

/** A statement as it was issued; nothing in it changes. */
export type StatementView = Totals & {
  id: Id; period: string; from: string; to: string; partnerId: Id; partnerName: string; vendorName: string; currency: string; number: number
  waitingMinor: bigint; schedule: Payable[]; lineCount: number; issuedAt: Temporal.Instant
}
/** A line as a statement tells it. `payableMinor` of the amount may be paid by `payableOn`; `isPrior`: of an earlier period that was closed. */
export type ToldLine = {
  position: number; id: Id; about: string; kind: 'earned' | 'adjustment' | 'reversal'; component: string; clause: string; amountMinor: bigint; payableMinor: bigint; earnedOn: string; bookedOn: string; payableOn: string
  isPrior: boolean; working: string[]
}
export type ToldPayment = { on: string; amountMinor: bigint; memo: string }
export type StatementFilter = { period?: string | undefined; partnerId?: Id | undefined; limit: number; after?: string | undefined }

/** Statements, the newest issued first. */
export async function statementsPage(r: Reading, filter: StatementFilter): Promise<{ items: StatementView[]; next: string | null }> {
  const before = filter.after === undefined ? undefined : parseId('statement', filter.after)
  const rows = await statements(r)
    .$if(filter.period !== undefined, (q) => q.where('p.period', '=', filter.period ?? ''))
    .$if(filter.partnerId !== undefined, (q) => q.where('s.partner_id', '=', filter.partnerId ?? ''))
    .$if(before !== undefined, (q) => q.where('s.id', '<', before ?? ''))
    .orderBy('s.id', 'desc').limit(filter.limit + 1)
    .execute()
  const items = rows.slice(0, filter.limit).map(toView)
  const last = items.at(-1)
  return { items, next: rows.length > items.length && last ? showId('statement', last.id) : null }
}

export async function statementById(r: Reading, id: Id): Promise<StatementView> {
  const row = await statements(r).where('s.id', '=', id).executeTakeFirst()
  if (!row) throw notFound('statement')
  return toView(row)
}

/** Lines of a statement in its order, `after` a position. Each is looked up by its key: a join would go through all lines of the workspace for a few of them. */
export async function toldLines(r: Reading, statementId: Id, after: number, limit: number): Promise<ToldLine[]> {
  const rows = await r.q
    .selectFrom((q) => q
      .selectFrom('statement_line').select(['position', 'about', 'commission_line_id'])
      .where('workspace_id', '=', r.workspace).where('statement_id', '=', statementId).where('position', '>', after).orderBy('position').limit(limit).as('s'))
    .innerJoinLateral((q) => q
      .selectFrom('commission_line').select(['id', 'component', 'clause', 'item_key', 'amount_minor', 'payable_minor', 'earned_on', 'booked_on', 'payable_on', 'is_prior', 'working', 'corrects', 'adjusts'])
      .where('workspace_id', '=', r.workspace).whereRef('id', '=', 's.commission_line_id').limit(1).as('l'), (j) => j.onTrue())
    .select(['s.position', 's.about', 'l.id', 'l.component', 'l.clause', 'l.item_key', 'l.amount_minor', 'l.payable_minor', 'l.earned_on', 'l.booked_on', 'l.payable_on', 'l.is_prior', 'l.working', 'l.corrects', 'l.adjusts'])
    .select((q) => q
      .selectFrom('statement as t').innerJoin('statement_period as p', (j) => j.onRef('p.workspace_id', '=', 't.workspace_id').onRef('p.id', '=', 't.period_id')).select('p.from_on')
      .where('t.workspace_id', '=', r.workspace).where('t.id', '=', statementId).$asScalar().$notNull().as('from_on'))
    .orderBy('s.position')
    .execute()
  return rows.map((row) => ({
    position: row.position, id: row.id, about: row.about, kind: row.corrects || isLoss(row) ? 'reversal' : row.adjusts ? 'adjustment' : 'earned', component: row.component, clause: row.clause, amountMinor: row.amount_minor,
    payableMinor: row.payable_minor, earnedOn: row.earned_on, bookedOn: row.booked_on, payableOn: row.payable_on, isPrior: row.is_prior || row.earned_on < row.from_on, working: row.working as string[],
  }))
}

export async function toldPayments(r: Reading, statementId: Id): Promise<ToldPayment[]> {
  const rows = await r.q.selectFrom('statement_payment').select(['paid_on', 'amount_minor', 'memo']).where('workspace_id', '=', r.workspace).where('statement_id', '=', statementId).orderBy('paid_on').orderBy('journal_id').execute()
  return rows.map((row) => ({ on: row.paid_on, amountMinor: row.amount_minor, memo: row.memo }))
}

/** The statements of a partner, newest period first; of one period when it is named. */
export async function statementsOfPartner(r: Reading, partnerId: Id, period?: string): Promise<StatementView[]> {
  const rows = await statements(r).where('s.partner_id', '=', partnerId).$if(period !== undefined, (q) => q.where('p.period', '=', period ?? '')).orderBy('s.id', 'desc').limit(200).execute()
  return rows.map(toView)
}

/** Which statement tells each of these lines, and when it was issued. */
export async function statementsOfLines(r: Reading, lineIds: Id[]): Promise<Map<Id, { id: Id; period: string; to: string; earnedMinor: bigint; netMinor: bigint; issuedAt: Temporal.Instant }>> {
  const rows = await r.q
    .selectFrom('statement_line as l')
    .innerJoin('statement as s', (j) => j.onRef('s.workspace_id', '=', 'l.workspace_id').onRef('s.id', '=', 'l.statement_id'))
    .innerJoin('statement_period as p', (j) => j.onRef('p.workspace_id', '=', 's.workspace_id').onRef('p.id', '=', 's.period_id'))
    .select(['l.commission_line_id', 's.id', 'p.period', 's.issued_at', 's.earned_minor', 's.taken_back_minor'])
    .where('l.workspace_id', '=', r.workspace).where('l.commission_line_id', '=', anyOf(lineIds)).execute()
  return new Map(rows.map((row) => [row.commission_line_id, { id: row.id, period: row.period, to: spanOf(row.period).to, earnedMinor: row.earned_minor, netMinor: row.earned_minor + row.taken_back_minor, issuedAt: row.issued_at }]))
}

const statements = (r: Reading) =>
  r.q
    .selectFrom('statement as s')
    .innerJoin('statement_period as p', (j) => j.onRef('p.workspace_id', '=', 's.workspace_id').onRef('p.id', '=', 's.period_id'))
    .selectAll('s').select('p.period')
    .where('s.workspace_id', '=', r.workspace)

type Row = Awaited<ReturnType<ReturnType<typeof statements>['executeTakeFirstOrThrow']>>
const toView = (row: Row): StatementView => {
  const { from, to } = spanOf(row.period)
  return {
    id: row.id, period: row.period, from, to, partnerId: row.partner_id, partnerName: row.partner_name, vendorName: row.vendor_name, currency: row.currency, number: row.number, openingMinor: row.opening_minor,
    earnedMinor: row.earned_minor, takenBackMinor: row.taken_back_minor, paidMinor: row.paid_minor, closingMinor: row.closing_minor, waitingMinor: row.waiting_minor, schedule: scheduleOf(row.schedule),
    lineCount: row.line_count, issuedAt: row.issued_at,
  }
}
