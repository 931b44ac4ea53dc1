// Guards L10 and rule 7 for payments: a line is in at most one payment that stands, and a payment moves the money it says once.
import { refuse } from '../../kernel/refusal.ts'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { dayOf } from '../../kernel/time.ts'
import { minimumOf, versionsById } from '../program/index.ts'
import { holdPayments } from './hold-payments.ts'
import { postEntries } from './post-entries.ts'

export type PayableLine = { id: Id; partnerId: Id; currency: string; payableMinor: bigint; payableOn: string; minimumMinor: bigint | null; isDisputed: boolean }
export type NewPayment = { paymentId: Id; partnerId: Id; currency: string; lineIds: Id[]; withheldMinor: bigint; because: Id | null }

/**
 * What may be paid by a day and is in no payment that stands: by partner and currency, taken back amounts as negative lines.
 * `minimumMinor` is what the plan of the line pays from on, null where it says nothing. What is disputed is held until that is settled.
 */
export async function payableLines(r: Reading, on: string, filter: { partnerId?: Id } = {}): Promise<PayableLine[]> {
  const rows = await r.q
    .selectFrom('commission_line as l').select(['l.id', 'l.partner_id', 'l.currency', 'l.payable_minor', 'l.payable_on', 'l.plan_version_id'])
    .select((w) => w.exists(w.selectFrom('dispute as d').select('d.id').whereRef('d.workspace_id', '=', 'l.workspace_id').whereRef('d.commission_line_id', '=', 'l.id').where('d.state', '<>', 'settled')).as('is_disputed'))
    .where('l.workspace_id', '=', r.workspace).where('l.payable_on', '<=', on).where('l.payable_minor', '<>', 0n)
    .$if(filter.partnerId !== undefined, (q) => q.where('l.partner_id', '=', filter.partnerId ?? ''))
    .where((w) => w.not(w.exists(w.selectFrom('payment_line as p').select('p.payment_id').whereRef('p.workspace_id', '=', 'l.workspace_id').whereRef('p.commission_line_id', '=', 'l.id').where('p.freed_at', 'is', null))))
    .orderBy('l.partner_id').orderBy('l.currency').orderBy('l.id')
    .execute()
  const versions = await versionsById(r, rows.map((row) => row.plan_version_id))
  return rows.map((row) => {
    const version = versions.get(row.plan_version_id)
    return { id: row.id, partnerId: row.partner_id, currency: row.currency, payableMinor: row.payable_minor, payableOn: row.payable_on, minimumMinor: version ? minimumOf(version.terms) : null, isDisputed: row.is_disputed === true }
  })
}

/**
 * Takes lines for one payment: what may be paid is now under way, less what is withheld. Refuses where one of them is in a payment that
 * stands, is disputed or another's, or where they come to nothing. The same payment again changes nothing.
 */
export async function postPayment(tx: Tx, { paymentId, partnerId, currency, lineIds, withheldMinor, because }: NewPayment): Promise<{ grossMinor: bigint }> {
  const before = await paymentOf(tx, paymentId)
  if (before) return { grossMinor: before.gross_minor }
  await holdPayments(tx, partnerId)
  const lines = await tx.q.selectFrom('commission_line').select(['id', 'payable_minor']).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).where('currency', '=', currency).where('id', '=', anyOf(lineIds)).execute()
  if (lines.length < new Set(lineIds).size) throw refuse('conflict', 'ledger.not_payable', 'One of the lines is not this partner\'s in this currency.')
  const disputed = await tx.q.selectFrom('dispute').select('commission_line_id').where('workspace_id', '=', tx.workspace).where('state', '<>', 'settled').where('commission_line_id', '=', anyOf(lineIds)).execute()
  if (lines.some((line) => line.payable_minor > 0n && disputed.some((one) => one.commission_line_id === line.id))) throw refuse('conflict', 'ledger.disputed', 'One of the lines is disputed. It is paid once that is settled.')
  const grossMinor = lines.reduce((sum, line) => sum + line.payable_minor, 0n)
  if (grossMinor <= 0n || withheldMinor < 0n || withheldMinor > grossMinor) throw refuse('conflict', 'ledger.nothing_to_pay', 'These lines come to nothing that could be paid.')
  await tx.q.insertInto('payment').values({ workspace_id: tx.workspace, id: paymentId, partner_id: partnerId, currency, gross_minor: grossMinor, withheld_minor: withheldMinor, state: 'in_transit', posted_at: tx.now }).execute()
  const taken = await tx.q.insertInto('payment_line').values(lines.map((line) => ({ workspace_id: tx.workspace, payment_id: paymentId, commission_line_id: line.id }))).onConflict((c) => c.doNothing()).executeTakeFirstOrThrow()
  if (Number(taken.numInsertedOrUpdatedRows) < lines.length) throw refuse('conflict', 'ledger.already_in_payment', 'One of the lines is in another payment already.')
  await move(tx, { paymentId, because, step: 'sent', memo: 'Payment sent' }, [
    ['commission_payable', partnerId, currency, grossMinor], ['in_transit', partnerId, currency, withheldMinor - grossMinor], ['withholding', null, currency, -withheldMinor],
  ])
  return { grossMinor }
}

/** What was under way arrived. The same again changes nothing; a payment that came back is refused. */
export async function postPaid(tx: Tx, paymentId: Id, because: Id | null): Promise<void> {
  const payment = await heldPayment(tx, paymentId)
  if (payment.state === 'paid') return
  if (payment.state === 'returned') throw refuse('conflict', 'ledger.payment_returned', 'This payment came back; a new one pays its lines.')
  const net = payment.gross_minor - payment.withheld_minor
  await move(tx, { paymentId, because, step: 'paid', memo: 'Payment arrived' }, [['in_transit', payment.partner_id, payment.currency, net], ['paid', payment.partner_id, payment.currency, -net]])
  await setState(tx, paymentId, 'paid')
}

/** It came back, whether or not it had arrived: what it paid may be paid again. The same again changes nothing. */
export async function postReturned(tx: Tx, paymentId: Id, because: Id | null): Promise<void> {
  const payment = await heldPayment(tx, paymentId)
  if (payment.state === 'returned') return
  const net = payment.gross_minor - payment.withheld_minor
  await move(tx, { paymentId, because, step: 'returned', memo: 'Payment came back' }, [
    [payment.state, payment.partner_id, payment.currency, net], ['withholding', null, payment.currency, payment.withheld_minor], ['commission_payable', payment.partner_id, payment.currency, -payment.gross_minor],
  ])
  await tx.q.updateTable('payment_line').set({ freed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payment_id', '=', paymentId).execute()
  await setState(tx, paymentId, 'returned')
}

type Leg = [kind: 'commission_payable' | 'in_transit' | 'paid' | 'withholding', partnerId: Id | null, currency: string, amountMinor: bigint]
async function move(tx: Tx, { paymentId, because, step, memo }: { paymentId: Id; because: Id | null; step: string; memo: string }, legs: Leg[]): Promise<void> {
  const today = dayOf(tx.now, (await workspaceSettings(tx)).timeZone).toString()
  const entries = legs.filter(([, , , amountMinor]) => amountMinor !== 0n).map(([kind, partnerId, currency, amountMinor]) => ({ account: { kind, partnerId, currency }, amountMinor }))
  await postEntries(tx, { cause: `payment:${paymentId}:${step}`, because, on: today, memo, entries })
}

const paymentOf = (tx: Tx, id: Id) => tx.q.selectFrom('payment').selectAll().where('workspace_id', '=', tx.workspace).where('id', '=', id).forUpdate().executeTakeFirst()

async function heldPayment(tx: Tx, id: Id) {
  const payment = await paymentOf(tx, id)
  if (!payment) throw new Error(`no payment ${id} in the ledger`)
  return { ...payment, state: payment.state as 'in_transit' | 'paid' | 'returned' }
}

async function setState(tx: Tx, id: Id, state: 'paid' | 'returned'): Promise<void> {
  await tx.q.updateTable('payment').set({ state }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
}
