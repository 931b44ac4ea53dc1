import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { showSentDocument } from '../../platform/files/index.ts'
import { showMoney, shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { contactNames, partnerNames } from '../partners/index.ts'
import { mayAddInvoiceFile } from './add-invoice-file.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import { vatPayments, type InvoiceRow } from './invoice-store.ts'

const shownOr = (id: Id | undefined) => (id === undefined ? null : shown('payment', id))

/** Invoices as the API shows them, with their documents. */
export async function showInvoices(r: Reading, invoices: InvoiceRow[]) {
  const files = await invoiceFilesOf(r, invoices.map((one) => one.id))
  const sent = [...files.values()].flat()
  const [payments, names, contacts, members] = await Promise.all([vatPayments(r, invoices.map((one) => one.id)), partnerNames(r, invoices.map((one) => one.partnerId)), contactNames(r, sent.flatMap((one) => one.contactId ?? [])), memberNames(r, sent.map((one) => one.memberId))])
  return invoices.map((one) => {
    const amount = (minor: bigint) => showMoney(minor, one.currency)
    const own = files.get(one.id) ?? []
    return {
      id: shown('invoice', one.id), kind: one.kind, number: one.number, issuedOn: one.issuedOn, partner: { id: shown('partner', one.partnerId), name: names.get(one.partnerId) ?? '' }, statementId: shown('statement', one.statementId),
      net: amount(one.netMinor), vat: amount(one.vatMinor), gross: amount(one.grossMinor), vatMode: one.vatMode, sentence: one.sentence, vatPercent: one.vatRate / 100, vatPayment: shownOr(payments.get(one.id)), madeAt: one.madeAt.toString(),
      files: own.map((file) => showSentDocument(file, { contacts, members })),
      can: { addFile: may(r.actor, 'payouts:write') ? mayAddInvoiceFile(one, own.length) : no('An admin or finance can.') },
    }
  })
}
