import { newId, type Id } from '../../kernel/ids.ts'
import { refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { partnerById } from '../partners/index.ts'
import { invoiceSettings, invoicingOf, type InvoiceSettings } from './invoice-store.ts'
import type { InvoicingMode } from './invoice-rules.ts'
import { readVatNumber } from './tax-rules.ts'

/** `vatRate` in hundredths of a percent. `agreedOn` and `address` are what self-billing needs. */
export type SetInvoicing = { mode: InvoicingMode; fromOn: string; agreedOn: string | null; vatRate: number; address: string | null }

/** Says who raises invoices with a partner. Refuses self-billing without an agreement (payouts.no_agreement), the partner's address, or what an invoice says of us. */
export async function setInvoicing(ctx: Ctx, partnerId: Id, said: SetInvoicing): Promise<void> {
  allow(ctx, 'payouts:write')
  await transact(ctx, async (tx) => {
    await partnerById(tx, partnerId)
    if (said.mode === 'self') {
      if (!said.agreedOn) throw refuseField('agreedOn', 'payouts.no_agreement', 'On which day did the partner agree to self-billing?')
      if (!said.address) throw refuseField('address', 'payouts.no_address', 'The partner’s address, as it stands on invoices.')
      if (!(await invoiceSettings(tx))) throw refuseField('mode', 'payouts.no_invoice_settings', 'Say first, in the settings of payouts, what invoices say of us.')
    }
    const before = (await invoicingOf(tx, [partnerId])).get(partnerId)
    const row = { mode: said.mode, from_on: said.fromOn, agreed_on: said.mode === 'self' ? said.agreedOn : null, vat_rate: said.vatRate, address: said.address }
    if (before && before.mode === row.mode && before.fromOn === row.from_on && before.agreedOn === row.agreed_on && before.vatRate === row.vat_rate && before.address === row.address) return
    if (before) await tx.q.updateTable('invoicing').set({ replaced_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', before.id).execute()
    await tx.q.insertInto('invoicing').values({ workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), partner_id: partnerId, ...row, set_at: tx.now, set_by: 'id' in tx.actor ? tx.actor.id : null }).execute()
    await record(tx, { type: 'invoice.arranged', subject: { noun: 'partner', id: partnerId }, partnerId, payload: { mode: said.mode, from: said.fromOn, agreedOn: row.agreed_on } })
  })
}

/** Says what self-billed invoices say of us, from the next one on. Refuses a VAT number that is none. */
export async function saveInvoiceSettings(ctx: Ctx, said: InvoiceSettings): Promise<void> {
  allow(ctx, 'payouts:write')
  const number = said.vatNumber === null ? null : readVatNumber(said.vatNumber)
  if (number === undefined) throw refuseField('vatNumber', 'payouts.vat_number', 'This is not a VAT number of its country. Write it with the country first, such as DE123456789.')
  await transact(ctx, async (tx) => {
    const row = { name: said.name, address: said.address, vat_number: number, prefix: said.prefix, changed_at: tx.now, changed_by: 'id' in tx.actor ? tx.actor.id : null }
    await tx.q.insertInto('invoice_setting').values({ workspace_id: tx.workspace, ...row }).onConflict((c) => c.column('workspace_id').doUpdateSet(row)).execute()
    await record(tx, { type: 'invoice.settings_changed', subject: { noun: 'workspace', id: tx.workspace }, payload: { prefix: said.prefix } })
  })
}
