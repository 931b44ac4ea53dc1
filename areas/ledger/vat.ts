// Guards that the VAT of an invoice is owed once and paid once, whole, and is never a part of an expense or of what was earned.
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { postEntries } from './post-entries.ts'

export type InvoiceVat = { invoiceId: Id; partnerId: Id; currency: string; vatMinor: bigint }

/** What an invoice has of VAT is owed to the partner from now on and is the vendor's input VAT; a credit note takes it back. */
export async function postVat(tx: Tx, { invoiceId, partnerId, currency, vatMinor }: InvoiceVat, because: Id | null): Promise<void> {
  await tx.q.insertInto('invoice_vat').values({ workspace_id: tx.workspace, invoice_id: invoiceId, partner_id: partnerId, currency, vat_minor: vatMinor, posted_at: tx.now }).execute()
  await postEntries(tx, {
    cause: `vat:${invoiceId}`, because, on: await todayOf(tx), memo: vatMinor > 0n ? 'VAT of an invoice' : 'VAT of a credit note',
    entries: [{ account: { kind: 'input_vat', partnerId: null, currency }, amountMinor: vatMinor }, { account: { kind: 'vat_payable', partnerId, currency }, amountMinor: -vatMinor }],
  })
}

/** VAT that is owed and in no payment that stands, the oldest first; of all partners, or of some. */
export async function owedVat(r: Reading, partnerIds?: Id[]): Promise<InvoiceVat[]> {
  const rows = await r.q
    .selectFrom('invoice_vat as v').select(['v.invoice_id', 'v.partner_id', 'v.currency', 'v.vat_minor'])
    .where('v.workspace_id', '=', r.workspace)
    .$if(partnerIds !== undefined, (q) => q.where('v.partner_id', '=', anyOf(partnerIds ?? [])))
    .where((w) => w.not(w.exists(w.selectFrom('payment_vat as p').select('p.payment_id').whereRef('p.workspace_id', '=', 'v.workspace_id').whereRef('p.invoice_id', '=', 'v.invoice_id').where('p.freed_at', 'is', null))))
    .orderBy('v.posted_at').orderBy('v.invoice_id').execute()
  return rows.map((row) => ({ invoiceId: row.invoice_id, partnerId: row.partner_id, currency: row.currency, vatMinor: row.vat_minor }))
}

/** Whose VAT it is, by invoice. */
export async function partnersOfVat(r: Reading, invoiceIds: Id[]): Promise<Map<Id, Id>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice_vat').select(['invoice_id', 'partner_id']).where('workspace_id', '=', r.workspace).where('invoice_id', '=', anyOf(invoiceIds)).execute()
  return new Map(rows.map((row) => [row.invoice_id, row.partner_id]))
}

/** What the VAT of these invoices comes to, all of them this partner's in this currency. */
export async function sumOfVat(tx: Tx, invoiceIds: Id[], partnerId: Id, currency: string): Promise<bigint> {
  if (invoiceIds.length === 0) return 0n
  const rows = await tx.q.selectFrom('invoice_vat').select('vat_minor').where('workspace_id', '=', tx.workspace).where('invoice_id', '=', anyOf(invoiceIds)).where('partner_id', '=', partnerId).where('currency', '=', currency).execute()
  if (rows.length < new Set(invoiceIds).size) throw refuse('conflict', 'ledger.no_such_vat', 'One of the invoices owes no VAT to this partner in this currency.')
  return rows.reduce((sum, row) => sum + row.vat_minor, 0n)
}

/** Takes it for a payment. Refuses VAT that another payment which stands has. */
export async function takeVat(tx: Tx, paymentId: Id, invoiceIds: Id[]): Promise<void> {
  if (invoiceIds.length === 0) return
  const taken = await tx.q.insertInto('payment_vat').values(invoiceIds.map((id) => ({ workspace_id: tx.workspace, payment_id: paymentId, invoice_id: id }))).onConflict((c) => c.doNothing()).executeTakeFirstOrThrow()
  if (Number(taken.numInsertedOrUpdatedRows) < invoiceIds.length) throw refuse('conflict', 'ledger.vat_already_in_payment', 'The VAT of one of the invoices is in another payment already.')
}

export const freeVat = (tx: Tx, paymentId: Id) =>
  tx.q.updateTable('payment_vat').set({ freed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payment_id', '=', paymentId).where('freed_at', 'is', null).execute()
