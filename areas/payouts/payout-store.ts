import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { VatPart } from '../ledger/index.ts'
import type { Method } from './bank-file.ts'
import type { NotPaidReason, PaymentState, PayoutState, SaidRate, Who } from './rules.ts'

export type PayoutRow = {
  id: Id; upTo: string; executionOn: string; state: PayoutState; madeBy: Id; madeAt: Temporal.Instant; note: string | null; approvedBy: Id | null; approvedAt: Temporal.Instant | null; approvalNote: string | null
  sentAt: Temporal.Instant | null; cancelledBy: Id | null; cancelledAt: Temporal.Instant | null; cancelledWhy: string | null
}
export type PaymentRow = {
  id: Id; payoutId: Id; partnerId: Id; currency: string; reference: string; method: Method; bankDetailId: Id; grossMinor: bigint; withheldMinor: bigint; amountMinor: bigint
  withholding: { num: string; den: string; why: string } | null; disputedMinor: bigint; overruled: NotPaidReason[]; overruledWhy: string | null; againOf: Id | null; state: PaymentState
  /** `currency` and `amountMinor` are what leaves; gross, withheld, disputed, fee and VAT are in `owedCurrency`. */
  owedCurrency: string; payGroup: string; feeMinor: bigint; vatMinor: bigint; exchange: SaidRate | null; books: { currency: string; differenceMinor: bigint } | null
  fileId: Id | null; sentAt: Temporal.Instant | null; paidOn: string | null; returnedOn: string | null; reason: string | null
}

export function toPayout(row: Selectable<DB['payout']>): PayoutRow {
  return {
    id: row.id, upTo: row.up_to, executionOn: row.execution_on, state: row.state as PayoutState, madeBy: row.made_by, madeAt: row.made_at, note: row.note, approvedBy: row.approved_by, approvedAt: row.approved_at,
    approvalNote: row.approval_note, sentAt: row.sent_at, cancelledBy: row.cancelled_by, cancelledAt: row.cancelled_at, cancelledWhy: row.cancelled_why,
  }
}
export function toPayment(row: Selectable<DB['payout_payment']>): PaymentRow {
  return {
    id: row.id, payoutId: row.payout_id, partnerId: row.partner_id, currency: row.currency, reference: row.reference, method: row.method as Method, bankDetailId: row.bank_detail_id, grossMinor: row.gross_minor,
    withheldMinor: row.withheld_minor, amountMinor: row.amount_minor, withholding: row.withholding as PaymentRow['withholding'], disputedMinor: row.disputed_minor, overruled: row.overruled as NotPaidReason[],
    owedCurrency: row.owed_currency, payGroup: row.pay_group, feeMinor: row.fee_minor, vatMinor: row.vat_minor, exchange: row.exchange as SaidRate | null, books: row.books_currency === null ? null : { currency: row.books_currency, differenceMinor: row.difference_minor },
    overruledWhy: row.overruled_why, againOf: row.again_of, state: row.state as PaymentState, fileId: row.file_id, sentAt: row.sent_at, paidOn: row.paid_on, returnedOn: row.returned_on, reason: row.reason,
  }
}

export async function payoutById(r: Reading, id: Id): Promise<PayoutRow> {
  const row = await r.q.selectFrom('payout').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('payout')
  return toPayout(row)
}

/** The payout, locked: what is decided about it is decided one at a time. Lock it before its payments. */
export async function lockPayout(tx: Tx, id: Id): Promise<PayoutRow> {
  const row = await tx.q.selectFrom('payout').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw notFound('payout')
  return toPayout(row)
}

export async function paymentById(r: Reading, id: Id): Promise<PaymentRow> {
  const row = await r.q.selectFrom('payout_payment').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('payment')
  return toPayment(row)
}

/** These payments, locked in one order. */
export async function lockPayments(tx: Tx, ids: Id[]): Promise<PaymentRow[]> {
  const rows = await tx.q.selectFrom('payout_payment').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', anyOf(ids)).orderBy('id').forUpdate().execute()
  return rows.map(toPayment)
}

export async function paymentsOf(r: Reading, payoutId: Id): Promise<PaymentRow[]> {
  const rows = await r.q.selectFrom('payout_payment').selectAll().where('workspace_id', '=', r.workspace).where('payout_id', '=', payoutId).orderBy('id').execute()
  return rows.map(toPayment)
}

/** The commission lines of payments, by payment; those of payments that came back too. */
export async function linesOf(r: Reading, paymentIds: Id[]): Promise<Map<Id, Id[]>> {
  const rows = await r.q.selectFrom('payout_line').select(['payment_id', 'commission_line_id']).where('workspace_id', '=', r.workspace).where('payment_id', '=', anyOf(paymentIds)).orderBy('commission_line_id').execute()
  return new Map([...Map.groupBy(rows, (row) => row.payment_id)].map(([id, own]) => [id, own.map((row) => row.commission_line_id)]))
}

/** The VAT that payments pay, by payment; those of payments that came back too. */
export async function vatOfPayments(r: Reading, paymentIds: Id[]): Promise<Map<Id, VatPart[]>> {
  const rows = await r.q.selectFrom('payout_vat').select(['payment_id', 'invoice_id', 'commission_line_id']).where('workspace_id', '=', r.workspace).where('payment_id', '=', anyOf(paymentIds)).orderBy('invoice_id').orderBy('commission_line_id').execute()
  return new Map([...Map.groupBy(rows, (row) => row.payment_id)].map(([id, own]) => [id, own.map((row) => ({ invoiceId: row.invoice_id, lineId: row.commission_line_id }))]))
}

export type PaymentChange = Partial<{ state: PaymentState; file_id: Id; sent_at: Temporal.Instant; paid_on: string; returned_on: string; reason: string | null }>
export async function changePayment(tx: Tx, id: Id, change: PaymentChange): Promise<void> {
  await tx.q.updateTable('payout_payment').set({ ...change, changed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
}

/** The lines of a payment that does not stand any more, and its VAT, are free for another one. */
export async function releaseLines(tx: Tx, paymentId: Id): Promise<void> {
  await tx.q.updateTable('payout_line').set({ released_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payment_id', '=', paymentId).where('released_at', 'is', null).execute()
  await tx.q.updateTable('payout_vat').set({ released_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payment_id', '=', paymentId).where('released_at', 'is', null).execute()
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Twelve digits and capitals without I, L, O and U: short enough for every bank, 60 random bits, so that a second one never meets the first. */
export const newReference = (): string => [...randomBytes(12)].map((byte) => letters[byte & 31]).join('')

export const whoOf = (r: Reading): Who => ({ kind: r.actor.kind, id: 'id' in r.actor ? r.actor.id : null })
