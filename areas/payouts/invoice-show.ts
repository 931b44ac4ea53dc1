import { may } from '../../kernel/actor.ts'
import { no } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { showSentDocument } from '../../platform/files/index.ts'
import { showMoney, shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { leftOfInvoices } from '../ledger/index.ts'
import { contactNames, partnerNames } from '../partners/index.ts'
import { mayAddInvoiceFile } from './add-invoice-file.ts'
import type { Expected } from './expected-invoices.ts'
import { invoiceFilesOf } from './invoice-files.ts'
import { numbersOfInvoices, vatPayments, type InvoiceRow } from './invoice-store.ts'

/** Invoices as the API shows them, with their documents. */
export async function showInvoices(r: Reading, invoices: InvoiceRow[]) {
  const files = await invoiceFilesOf(r, invoices.map((one) => one.id))
  const sent = [...files.values()].flat()
  const [payments, credited, left, names, contacts, members] = await Promise.all([vatPayments(r, invoices.map((one) => one.id)), numbersOfInvoices(r, invoices.flatMap((one) => one.creditsId ?? [])), leftOfInvoices(r, invoices.map((one) => one.id)), partnerNames(r, invoices.map((one) => one.partnerId)), contactNames(r, sent.flatMap((one) => one.contactId ?? [])), memberNames(r, sent.map((one) => one.memberId))])
  return invoices.map((one) => {
    const amount = (minor: bigint) => showMoney(minor, one.currency)
    const own = files.get(one.id) ?? []
    const vatIn = payments.get(one.id) ?? []
    const [first] = vatIn
    return {
      id: shown('invoice', one.id), kind: one.kind, number: one.number, issuedOn: one.issuedOn, partner: { id: shown('partner', one.partnerId), name: names.get(one.partnerId) ?? '' }, statementId: shown('statement', one.statementId),
      net: amount(one.netMinor), vat: amount(one.vatMinor), gross: amount(one.grossMinor), vatMode: one.vatMode, sentence: one.sentence, vatPercent: one.vatRate / 100, vatPayment: first?.vatMinor === one.vatMinor ? shown('payment', first.paymentId) : null, vatPayments: vatIn.map(({ paymentId, vatMinor }) => ({ paymentId: shown('payment', paymentId), vat: amount(vatMinor) })),
      credits: one.creditsId === null ? null : { id: shown('invoice', one.creditsId), number: credited.get(one.creditsId)?.number ?? '' }, left: one.creditsId === null && one.netMinor > 0n ? amount(left.get(one.id) ?? 0n) : null, madeAt: one.madeAt.toString(),
      files: own.map((file) => showSentDocument(file, { contacts, members })),
      can: { addFile: may(r.actor, 'payouts:write') ? mayAddInvoiceFile(one, own.length) : no('An admin or finance can.') },
    }
  })
}

/** What a statement wants and has not, as the API shows it. */
export const showExpected = ({ invoice, creditNotes }: Expected, currency: string) => [...(invoice ? [{ ...invoice, credits: null, raisedBy: invoice.arrangement.mode }] : []), ...creditNotes.map((one) => ({ ...one, raisedBy: one.credits.kind }))].map(({ credits, raisedBy, netMinor, vat }) => ({
  raisedBy: raisedBy === 'self' ? ('self' as const) : ('partner' as const), credits: credits && { id: shown('invoice', credits.id), number: credits.number }, net: showMoney(netMinor, currency), vat: showMoney(vat.vatMinor, currency), gross: showMoney(vat.grossMinor, currency), sentence: vat.sentence,
}))
