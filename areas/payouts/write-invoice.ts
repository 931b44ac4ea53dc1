// Guards that numbers of self-billed invoices have no gap and no twin, and that a statement has one invoice and one credit note for each that it
// lowers: a counted row and unique keys.
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { formatMoney } from '../../kernel/money.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { SentFile } from '../../platform/files/index.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { keepInvoiceLines, postVat, statementById, type InvoiceLine, type StatementView } from '../ledger/index.ts'
import { invoiceDocument, keepInvoiceFile } from './add-invoice-file.ts'
import { expectedInvoices, type ExpectedCreditNote, type ExpectedInvoice } from './expected-invoices.ts'
import { numberOf, type Vat } from './invoice-rules.ts'
import { creditNotesOf, invoiceById, invoiceSettings, invoicesOf, type InvoiceRow, type Side } from './invoice-store.ts'

export type Told = { number: string; issuedOn: string; grossMinor: bigint; file?: SentFile | undefined }
/**
 * The partner’s invoice for a statement, by its number, day and total with VAT, told by the partner on its page or by us. The same again
 * changes nothing; its document, where there is one, is kept with it (addInvoiceFile). Refuses a total other than the statement's (payouts.invoice_amount) and a statement that wants none (payouts.no_invoice_wanted).
 */
export async function tellInvoice(ctx: Ctx, statementId: Id, told: Told): Promise<{ id: Id }> {
  return tell(ctx, statementId, told, {
    before: async (tx) => (await invoicesOf(tx, [statementId])).get(statementId),
    twice: (number) => refuse('conflict', 'payouts.invoiced_already', `This statement has its invoice already: ${number}.`),
    async write(tx, statement) {
      const { invoice: expected } = await expectedInvoices(tx, statement)
      if (!expected || expected.arrangement.mode !== 'partner') throw refuse('conflict', 'payouts.no_invoice_wanted', 'No invoice is wanted for this statement.')
      refuseAmount(told, expected.vat.grossMinor, `The invoice must come to ${say(expected.vat.grossMinor, statement)}, as the statement does${expected.vat.vatMinor === 0n ? '' : ' with VAT'}.`)
      return write(tx, statement, invoiceOf(expected), { kind: 'partner', sequence: null, ...told, sides: null })
    },
  })
}

/**
 * The partner’s credit note for what a statement takes back of an invoice that it raised; number, day, total with VAT (above zero) and document
 * as with an invoice. Refuses another total (payouts.credit_note_amount) and where none is wanted (payouts.no_credit_note_wanted).
 */
export async function tellCreditNote(ctx: Ctx, statementId: Id, invoiceId: Id, told: Told): Promise<{ id: Id }> {
  return tell(ctx, statementId, told, {
    before: async (tx) => (await creditNotesOf(tx, [statementId])).get(statementId)?.find((one) => one.creditsId === invoiceId),
    twice: (number) => refuse('conflict', 'payouts.credited_already', `What this statement takes back of the invoice is on a credit note already: ${number}.`),
    async write(tx, statement) {
      const credits = await invoiceById(tx, invoiceId)
      if (credits.partnerId !== statement.partnerId) throw notFound('invoice')
      const notWanted = refuse('conflict', 'payouts.no_credit_note_wanted', 'No credit note is wanted for this invoice and statement.')
      // Nothing is taken back of what is a credit note itself.
      if (credits.kind !== 'partner' || credits.creditsId !== null) throw notWanted
      await lockCredit(tx, credits)
      const expected = (await expectedInvoices(tx, statement)).creditNotes.find((one) => one.credits.id === invoiceId)
      if (!expected) throw notWanted
      refuseAmount(told, -expected.vat.grossMinor, `The credit note must come to ${say(-expected.vat.grossMinor, statement)}, as what was taken back does${expected.vat.vatMinor === 0n ? '' : ' with VAT'}.`, 'payouts.credit_note_amount')
      return write(tx, statement, creditOf(expected), { kind: 'partner', sequence: null, ...told, sides: null })
    },
  })
}

type Road = { before: (tx: Tx) => Promise<InvoiceRow | undefined>; twice: (number: string) => Error; write: (tx: Tx, statement: StatementView) => Promise<{ id: Id }> }
async function tell(ctx: Ctx, statementId: Id, told: Told, road: Road): Promise<{ id: Id }> {
  if (ctx.actor.kind !== 'partner') allow(ctx, 'payouts:write')
  const document = told.file && invoiceDocument(told.file)
  return transact(ctx, async (tx) => {
    const statement = await statementById(tx, statementId)
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== statement.partnerId) throw notFound('statement')
    const before = await road.before(tx)
    const keep = async (id: Id) => (document ? (await keepInvoiceFile(tx, id, document), { id }) : { id })
    if (before?.kind === 'partner' && before.number === told.number && sizeOf(before.grossMinor) === told.grossMinor) return keep(before.id)
    if (before) throw road.twice(before.number)
    const twin = await tx.q.selectFrom('invoice').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', statement.partnerId).where('number', '=', told.number).executeTakeFirst()
    if (twin) throw refuseField('number', 'payouts.invoice_number_twice', 'This number was used for another statement. Each invoice has its own.')
    return keep((await road.write(tx, statement)).id)
  })
}

const sizeOf = (minor: bigint): bigint => (minor < 0n ? -minor : minor)
const say = (amountMinor: bigint, { currency }: StatementView): string => formatMoney({ amountMinor, currency })
function refuseAmount(told: Told, wantedMinor: bigint, message: string, code = 'payouts.invoice_amount'): void {
  if (told.grossMinor !== wantedMinor) throw refuseField('amount', code, message)
}

/** What credit notes take back of an invoice is decided one at a time. */
async function lockCredit(tx: Tx, { id, netMinor, vatMinor }: InvoiceRow): Promise<void> {
  await tx.q.insertInto('invoice_credit').values({ workspace_id: tx.workspace, invoice_id: id, net_minor: netMinor, vat_minor: vatMinor, credited_net_minor: 0n, credited_vat_minor: 0n }).onConflict((c) => c.doNothing()).execute()
  await tx.q.selectFrom('invoice_credit').select('invoice_id').where('workspace_id', '=', tx.workspace).where('invoice_id', '=', id).forUpdate().execute()
}

/** Our invoice for the partner and our credit notes, with the next numbers; each once for a statement. The id of its invoice, where it has one. */
export async function selfBill(tx: Tx, statementId: Id): Promise<{ id: Id } | undefined> {
  const statement = await statementById(tx, statementId)
  const us = await invoiceSettings(tx)
  if (us) await billAsWanted(tx, statement, us)
  const known = (await invoicesOf(tx, [statementId])).get(statementId)
  return known && { id: known.id }
}

async function billAsWanted(tx: Tx, statement: StatementView, us: { name: string; address: string; vatNumber: string | null; prefix: string }): Promise<void> {
  const wanted = (await expectedInvoices(tx, statement)).creditNotes.filter((one) => one.credits.kind === 'self')
  for (const { credits } of wanted.toSorted((a, b) => (a.credits.id < b.credits.id ? -1 : 1))) await lockCredit(tx, credits)
  const { invoice, creditNotes } = await expectedInvoices(tx, statement)
  const to: Side = { name: us.name, address: us.address, vatNumber: us.vatNumber }
  const ours = async (sides: object): Promise<Own> => {
    const sequence = await nextNumber(tx)
    return { kind: 'self', sequence, number: numberOf(us.prefix, sequence), issuedOn: await todayOf(tx), sides }
  }
  if (invoice?.arrangement.mode === 'self') {
    const { address, agreedOn } = invoice.arrangement
    await write(tx, statement, invoiceOf(invoice), await ours({ from: { name: statement.partnerName, address: address ?? '', vatNumber: invoice.vatNumber }, to, agreedOn: agreedOn ?? '' }))
  }
  for (const one of creditNotes) if (one.credits.sides) await write(tx, statement, creditOf(one), await ours({ ...one.credits.sides, to }))
}

async function nextNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into invoice_sequence (workspace_id, last) values (${tx.workspace}, 1) on conflict (workspace_id) do update set last = invoice_sequence.last + 1 returning last`.execute(tx.q)
  return rows[0]?.last ?? 1
}

type Own = { kind: 'partner' | 'self'; sequence: number | null; number: string; issuedOn: string; sides: object | null }
type Content = { creditsId: Id | null; invoicingId: Id; netMinor: bigint; vat: Vat; vatNumber: string | null; lines: InvoiceLine[] }
const invoiceOf = ({ arrangement, ...wanted }: ExpectedInvoice): Content => ({ ...wanted, creditsId: null, invoicingId: arrangement.id })
const creditOf = ({ credits, ...wanted }: ExpectedCreditNote): Content => ({ ...wanted, creditsId: credits.id, invoicingId: credits.invoicingId })

async function write(tx: Tx, statement: StatementView, { creditsId, invoicingId, netMinor, vat, vatNumber, lines }: Content, own: Own): Promise<{ id: Id }> {
  const id = newId(tx.now.epochMilliseconds)
  await tx.q
    .insertInto('invoice')
    .values({
      workspace_id: tx.workspace, id, statement_id: statement.id, credits_id: creditsId, partner_id: statement.partnerId, invoicing_id: invoicingId, kind: own.kind, sequence: own.sequence, number: own.number, issued_on: own.issuedOn, currency: statement.currency,
      net_minor: netMinor, vat_minor: vat.vatMinor, gross_minor: vat.grossMinor, vat_mode: vat.mode, vat_rate: vat.rate, sentence: vat.sentence, partner_vat_number: vatNumber, sides: own.sides && JSON.stringify(own.sides), made_at: tx.now,
      made_by: 'id' in tx.actor ? tx.actor.id : null,
    })
    .execute()
  await keepInvoiceLines(tx, id, creditsId ?? id, lines)
  const type = creditsId === null ? (own.kind === 'self' ? 'invoice.self_billed' : 'invoice.told') : own.kind === 'self' ? 'invoice.self_credited' : 'invoice.credit_told'
  const because = await record(tx, { type, subject: { noun: 'invoice', id }, partnerId: statement.partnerId, payload: { statementId: statement.id, period: statement.period, amountMinor: vat.grossMinor.toString(), currency: statement.currency, number: own.number, ...(creditsId === null ? {} : { creditsId }) } })
  if (vat.vatMinor !== 0n) await postVat(tx, { invoiceId: id, partnerId: statement.partnerId, currency: statement.currency, vatMinor: vat.vatMinor }, because)
  return { id }
}
