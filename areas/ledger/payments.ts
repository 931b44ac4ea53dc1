// Guards L10 and rule 7 for payments: a line is in at most one payment that stands, and a payment moves the money it says once.
import { refuse } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { payTermsIn, versionsById, type PayTerms } from '../program/index.ts'
import { keepHeld, lockItemsOf } from './held.ts'
import { losersOf } from './losses.ts'
import { postEntries } from './post-entries.ts'
import type { AccountKind } from './store.ts'
import { freeVat, sumOfVat, takeVat, type VatPart } from './vat.ts'

export type PayableLine = { id: Id; partnerId: Id; currency: string; payableMinor: bigint; payableOn: string; earnedOn: string; planVersionId: Id; terms: PayTerms; isDisputed: boolean
  /** Until when its plan holds it, beyond today. */
  heldUntil: string | null
}
/** `sent` where it leaves in another currency. `books`: by how much the vendor's books had it at more than it is settled at; theirs, not the partner's. */
export type NewPayment = {
  paymentId: Id; partnerId: Id; currency: string; lineIds: Id[]; withheldMinor: bigint; because: Id | null; feeMinor?: bigint
  /** The VAT that is paid with it. */
  vatOf?: VatPart[]
  sent?: { currency: string; amountMinor: bigint } | null; books?: { currency: string; differenceMinor: bigint } | null
}

/**
 * What may be paid by a day and is in no payment that stands: by partner and currency, taken back amounts as negative lines.
 * `terms` is what the plan of the line says of paying it. What is disputed or held by its plan is told and marked: neither is paid.
 */
export async function payableLines(r: Reading, on: string, filter: { partnerId?: Id } = {}): Promise<PayableLine[]> {
  const rows = await r.q
    .selectFrom('commission_line as l').select(['l.id', 'l.partner_id', 'l.currency', 'l.payable_minor', 'l.payable_on', 'l.earned_on', 'l.component', 'l.plan_version_id', 'l.held_until'])
    .select((w) => w.exists(w.selectFrom('dispute as d').select('d.id').whereRef('d.workspace_id', '=', 'l.workspace_id').whereRef('d.commission_line_id', '=', 'l.id').where('d.state', '<>', 'settled')).as('is_disputed'))
    .where('l.workspace_id', '=', r.workspace).where('l.payable_on', '<=', on).where('l.payable_minor', '<>', 0n)
    .$if(filter.partnerId !== undefined, (q) => q.where('l.partner_id', '=', filter.partnerId ?? ''))
    .where((w) => w.not(w.exists(w.selectFrom('payment_line as p').select('p.payment_id').whereRef('p.workspace_id', '=', 'l.workspace_id').whereRef('p.commission_line_id', '=', 'l.id').where('p.freed_at', 'is', null))))
    .orderBy('l.partner_id').orderBy('l.currency').orderBy('l.id')
    .execute()
  const [versions, today] = [await versionsById(r, rows.map((row) => row.plan_version_id)), await todayOf(r)]
  return rows.map((row) => {
    const version = versions.get(row.plan_version_id)
    if (!version) throw new Error(`no plan version ${row.plan_version_id}`)
    return { id: row.id, partnerId: row.partner_id, currency: row.currency, payableMinor: row.payable_minor, payableOn: row.payable_on, earnedOn: row.earned_on, planVersionId: row.plan_version_id, terms: payTermsIn(version.terms, row.component, row.currency), isDisputed: row.is_disputed === true, heldUntil: row.held_until !== null && row.held_until > today ? row.held_until : null }
  })
}

/**
 * Takes lines for one payment: what may be paid is now under way, less what is withheld and the fee, which lowers the expense. Refuses where one of them is in a payment that
 * stands, is disputed, held or another's, or where they come to nothing. VAT of invoices leaves with it; nothing is withheld of that. It may leave alone. What was taken back of paid money is set off with it. The same payment again changes nothing.
 */
export async function postPayment(tx: Tx, { paymentId, partnerId, currency, lineIds, withheldMinor, because, feeMinor = 0n, vatOf = [], sent = null, books = null }: NewPayment): Promise<{ grossMinor: bigint; vatMinor: bigint }> {
  const before = await paymentOf(tx, paymentId)
  if (before) return { grossMinor: before.gross_minor, vatMinor: before.vat_minor }
  await lockItemsOf(tx, lineIds, partnerId)
  await keepHeld(tx, lineIds, because)
  const today = await todayOf(tx)
  const lines = await tx.q.selectFrom('commission_line').select(['id', 'payable_minor', 'clawback_minor', 'held_until']).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('currency', '=', currency).where('id', '=', anyOf(lineIds)).execute()
  if (lines.length < new Set(lineIds).size) throw refuse('conflict', 'ledger.not_payable', 'One of the lines is not this partner\'s in this currency.')
  const disputed = await tx.q.selectFrom('dispute').select('commission_line_id').where('workspace_id', '=', tx.workspace).where('state', '<>', 'settled').where('commission_line_id', '=', anyOf(lineIds)).execute()
  if (lines.some((line) => line.payable_minor > 0n && disputed.some((one) => one.commission_line_id === line.id))) throw refuse('conflict', 'ledger.disputed', 'One of the lines is disputed. It is paid once that is settled.')
  if (lines.some((line) => line.held_until !== null && line.held_until > today)) throw refuse('conflict', 'ledger.held', 'The plan still holds one of the lines. It is paid once that is over.')
  const setOffMinor = lines.reduce((sum, line) => sum + line.clawback_minor, 0n)
  const grossMinor = lines.reduce((sum, line) => sum + line.payable_minor, 0n)
  const vatMinor = await sumOfVat(tx, vatOf, partnerId, currency)
  if ((grossMinor <= 0n && !(lines.length === 0 && vatMinor > 0n)) || withheldMinor < 0n || withheldMinor + feeMinor > grossMinor || grossMinor - withheldMinor - feeMinor + vatMinor < 0n) throw refuse('conflict', 'ledger.nothing_to_pay', 'These lines come to nothing that could be paid.')
  await tx.q.insertInto('payment').values({ workspace_id: tx.workspace, id: paymentId, partner_id: partnerId, currency, gross_minor: grossMinor, withheld_minor: withheldMinor, state: 'in_transit', fee_minor: feeMinor, vat_minor: vatMinor, posted_at: tx.now, sent_currency: sent?.currency ?? null, sent_minor: sent?.amountMinor ?? null, books_currency: books?.currency ?? null, difference_minor: books?.differenceMinor ?? 0n }).execute()
  if (lines.length > 0) {
    const taken = await tx.q.insertInto('payment_line').values(lines.map((line) => ({ workspace_id: tx.workspace, payment_id: paymentId, commission_line_id: line.id }))).onConflict((c) => c.doNothing()).executeTakeFirstOrThrow()
    if (Number(taken.numInsertedOrUpdatedRows) < lines.length) throw refuse('conflict', 'ledger.already_in_payment', 'One of the lines is in another payment already.')
  }
  await takeVat(tx, paymentId, vatOf)
  await move(tx, { paymentId, because, step: 'sent', memo: 'Payment sent' }, [
    ['commission_payable', partnerId, currency, grossMinor + setOffMinor], ['clawback_receivable', partnerId, currency, -setOffMinor], ['withholding', null, currency, -withheldMinor], ['commission_expense', null, currency, -feeMinor], ['vat_payable', partnerId, currency, vatMinor],
    ...leaving('in_transit', { partnerId, currency, netMinor: grossMinor - withheldMinor - feeMinor + vatMinor, sent }), ...differenceLegs(books, 1n),
  ])
  return { grossMinor, vatMinor }
}

/** What was under way arrived. The same again changes nothing; a payment that came back is refused. */
export async function postPaid(tx: Tx, paymentId: Id, because: Id | null): Promise<void> {
  const payment = await heldPayment(tx, paymentId)
  if (payment.state === 'paid') return
  if (payment.state === 'returned') throw refuse('conflict', 'ledger.payment_returned', 'This payment came back; a new one pays its lines.')
  const left = payment.sent ?? { currency: payment.currency, amountMinor: payment.gross_minor - payment.withheld_minor - payment.fee_minor + payment.vat_minor }
  await move(tx, { paymentId, because, step: 'paid', memo: 'Payment arrived' }, [['in_transit', payment.partner_id, left.currency, left.amountMinor], ['paid', payment.partner_id, left.currency, -left.amountMinor]])
  await setState(tx, paymentId, 'paid')
}

/** It came back, whether or not it had arrived: what it paid may be paid again. The same again changes nothing. */
export async function postReturned(tx: Tx, paymentId: Id, because: Id | null): Promise<void> {
  const payment = await heldPayment(tx, paymentId)
  if (payment.state === 'returned') return
  const { partner_id: partnerId, currency } = payment
  const lines = await linesIn(tx, paymentId)
  const setOffMinor = lines.reduce((sum, line) => sum + line.clawback_minor, 0n)
  await lockItemsOf(tx, lines.map((line) => line.id), partnerId)
  await move(tx, { paymentId, because, step: 'returned', memo: 'Payment came back' }, [
    ['commission_payable', partnerId, currency, -payment.gross_minor - setOffMinor], ['clawback_receivable', partnerId, currency, setOffMinor], ['withholding', null, currency, payment.withheld_minor], ['commission_expense', null, currency, payment.fee_minor], ['vat_payable', partnerId, currency, -payment.vat_minor],
    ...leaving(payment.state, { partnerId, currency, netMinor: payment.gross_minor - payment.withheld_minor - payment.fee_minor + payment.vat_minor, sent: payment.sent }).map(([kind, of, money, amountMinor]): Leg => [kind, of, money, -amountMinor]), ...differenceLegs(payment.books, -1n),
  ])
  await tx.q.updateTable('payment_line').set({ freed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payment_id', '=', paymentId).execute()
  await freeVat(tx, paymentId)
  await setState(tx, paymentId, 'returned')
  // What was disputed while it was away is held again, and who lost what was not paid loses it a moment later.
  await keepHeld(tx, lines.map((line) => line.id), because)
  for (const id of await losersOf(tx, [partnerId])) await tx.q.insertInto('unsettled').values({ workspace_id: tx.workspace, partner_id: id }).onConflict((c) => c.doNothing()).execute()
}

const linesIn = (tx: Tx, paymentId: Id) =>
  tx.q.selectFrom('payment_line as p').innerJoin('commission_line as l', (j) => j.onRef('l.workspace_id', '=', 'p.workspace_id').onRef('l.id', '=', 'p.commission_line_id')).select(['l.id', 'l.clawback_minor'])
    .where('p.workspace_id', '=', tx.workspace).where('p.payment_id', '=', paymentId).execute()

/** What leaves: in its own currency, or exchanged, which is a leg in each currency so that both balance. */
function leaving(to: 'in_transit' | 'paid', { partnerId, currency, netMinor, sent }: { partnerId: Id; currency: string; netMinor: bigint; sent: { currency: string; amountMinor: bigint } | null }): Leg[] {
  if (!sent) return [[to, partnerId, currency, -netMinor]]
  return [['currency_exchange', null, currency, -netMinor], ['currency_exchange', null, sent.currency, sent.amountMinor], [to, partnerId, sent.currency, -sent.amountMinor]]
}

/** A gain of the books is a credit. */
function differenceLegs(books: { currency: string; differenceMinor: bigint } | null, sign: 1n | -1n): Leg[] {
  return books ? [['currency_exchange', null, books.currency, sign * books.differenceMinor], ['exchange_difference', null, books.currency, -sign * books.differenceMinor]] : []
}

type Leg = [kind: AccountKind, partnerId: Id | null, currency: string, amountMinor: bigint]
async function move(tx: Tx, { paymentId, because, step, memo }: { paymentId: Id; because: Id | null; step: string; memo: string }, legs: Leg[]): Promise<void> {
  const today = await todayOf(tx)
  const entries = legs.filter(([, , , amountMinor]) => amountMinor !== 0n).map(([kind, partnerId, currency, amountMinor]) => ({ account: { kind, partnerId, currency }, amountMinor }))
  await postEntries(tx, { cause: `payment:${paymentId}:${step}`, because, on: today, memo, entries })
}

const paymentOf = (tx: Tx, id: Id) => tx.q.selectFrom('payment').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()

async function heldPayment(tx: Tx, id: Id) {
  const payment = await paymentOf(tx, id)
  if (!payment) throw new Error(`no payment ${id} in the ledger`)
  return {
    ...payment, state: payment.state as 'in_transit' | 'paid' | 'returned', sent: payment.sent_currency !== null && payment.sent_minor !== null ? { currency: payment.sent_currency, amountMinor: payment.sent_minor } : null,
    books: payment.books_currency === null ? null : { currency: payment.books_currency, differenceMinor: payment.difference_minor },
  }
}

async function setState(tx: Tx, id: Id, state: 'paid' | 'returned'): Promise<void> {
  await tx.q.updateTable('payment').set({ state }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
}
