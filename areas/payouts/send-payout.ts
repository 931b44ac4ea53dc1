// Guards P3 and P4: the files of a payout are written once, from what was approved; asked for again they are the same bytes.
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record, recordAll } from '../../platform/events/record.ts'
import { todayOf, workspaceSettings } from '../../platform/workspaces/index.ts'
import { refuseChanged } from './approve-payout.ts'
import type { BankFile } from './bank-file.ts'
import { paymentSent, payoutSent } from './events.ts'
import { accountsOf, detailsOf, inForce } from './payee-store.ts'
import { linesOf, lockPayout, newReference, paymentsOf, type PaymentRow, type PayoutRow } from './payout-store.ts'
import { rails } from './rails.ts'
import { mayExport } from './rules.ts'
import { seal, unseal } from './seal.ts'

/** Writes one file per method and currency and marks the payments as sent. A second time it changes nothing. Refuses before approval, and when an account changed since. */
export async function sendPayout(ctx: Ctx, id: Id): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, async (tx) => {
    const payout = await lockPayout(tx, id)
    const may = mayExport(payout)
    if (!may.allowed) throw refuse('conflict', 'payouts.not_approved', may.why)
    if (payout.state === 'sent') return { id }
    const payments = (await paymentsOf(tx, id)).filter((payment) => payment.state === 'scheduled')
    if (payments.length === 0) throw refuse('conflict', 'payouts.empty', 'Every payment was taken out. Cancel it instead.')
    await refuseMoved(tx, payments)
    const groups = [...Map.groupBy(payments, (payment) => `${payment.method} ${payment.currency}`).values()]
    for (const group of groups) await writeFile(tx, payout, group)
    await tx.q.updateTable('payout').set({ state: 'sent', sent_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, payoutSent(id, { files: groups.length, payments: payments.length }))
    return { id }
  })
}

/** Of an account that was replaced, or is on hold by now, nothing is sent. */
async function refuseMoved(tx: Tx, payments: PaymentRow[]): Promise<void> {
  const details = await detailsOf(tx, payments.map((payment) => payment.partnerId))
  const today = await todayOf(tx)
  await refuseChanged(tx, payments.filter((payment) => {
    const bank = inForce(details, payment.partnerId, 'bank')
    return bank?.id !== payment.bankDetailId || (bank.heldUntil !== null && bank.heldUntil > today)
  }))
}

async function writeFile(tx: Tx, payout: PayoutRow, group: PaymentRow[]): Promise<void> {
  const [first] = group
  if (!first || payout.approvedBy === null) throw new Error('a file of nothing, or of what nobody approved')
  const { name, timeZone } = await workspaceSettings(tx)
  const today = dayOf(tx.now, timeZone).toString()
  const [accounts, lines] = await Promise.all([accountsOf(tx, group.map((payment) => payment.bankDetailId)), linesOf(tx, group.map((payment) => payment.id))])
  const id = newId(tx.now.epochMilliseconds)
  const dayBegan = tx.now.toZonedDateTimeISO(timeZone).startOfDay().toInstant()
  const earlier = await tx.q.selectFrom('payment_file').select('id').where('workspace_id', '=', tx.workspace).where('method', '=', first.method).where('made_at', '>=', dayBegan).execute()
  const head = { reference: newReference(), madeAt: tx.now, timeZone, executionOn: payout.executionOn < today ? today : payout.executionOn, before: earlier.length }
  const file = await rails[first.method].write(tx, head, group.map((payment) => {
    const to = accounts.get(payment.bankDetailId)
    if (!to) throw new Error(`no account for ${payment.id}`)
    const count = lines.get(payment.id)?.length ?? 0
    return { reference: payment.reference, holder: to.shown.holder, isBusiness: to.shown.isBusiness, account: to.account, amount: payment, remittance: `${payment.reference} ${name} ${count === 0 ? 'VAT' : `commission, ${count} line${count === 1 ? '' : 's'}`}` }
  }))
  await tx.q.insertInto('payment_file').values({
    workspace_id: tx.workspace, id, payout_id: payout.id, approved_by: payout.approvedBy, method: first.method, currency: first.currency, reference: head.reference, file_name: file.fileName, content_type: file.contentType,
    sealed: seal(placeOf(tx, id), file.content), payment_count: group.length, total_minor: group.reduce((sum, payment) => sum + payment.amountMinor, 0n), made_at: tx.now, made_by: 'id' in tx.actor ? tx.actor.id : null,
  }).execute()
  await tx.q.updateTable('payout_payment').set({ state: 'sent', file_id: id, sent_at: tx.now, changed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payout_id', '=', payout.id).where('method', '=', first.method)
    .where('currency', '=', first.currency).where('state', '=', 'scheduled').execute()
  await recordAll(tx, group.map((payment) => paymentSent(payment, { paymentFileId: id })))
}

const placeOf = (r: Reading, id: Id) => ({ workspace: r.workspace, id, what: 'payment file' })

/** A file as it was written. */
export async function paymentFile(r: Reading, payoutId: Id, fileId: Id): Promise<BankFile> {
  const row = await r.q.selectFrom('payment_file').select(['id', 'file_name', 'content_type', 'sealed']).where('workspace_id', '=', r.workspace).where('payout_id', '=', payoutId).where('id', '=', fileId).executeTakeFirst()
  if (!row) throw notFound('file')
  return { fileName: row.file_name, contentType: row.content_type, content: unseal(placeOf(r, row.id), row.sealed) }
}
