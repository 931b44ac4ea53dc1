// Guards that numbers of self-billed invoices have no gap and no twin, and that a statement has one invoice: a counted row and unique keys.
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { formatMoney } from '../../kernel/money.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { SentFile } from '../../platform/files/index.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { postVat, statementById, type StatementView } from '../ledger/index.ts'
import { invoiceDocument, keepInvoiceFile } from './add-invoice-file.ts'
import { invoicedMinor, numberOf, vatModeOf, vatOn, type Vat } from './invoice-rules.ts'
import { invoiceSettings, invoicesOf, invoicingOf, type InvoicingRow } from './invoice-store.ts'
import { detailsOf, inForce } from './payee-store.ts'

export type ExpectedInvoice = { arrangement: InvoicingRow; netMinor: bigint; vat: Vat; vatNumber: string | null }

/** What an invoice for a statement comes to; undefined where none is exchanged for it: another arrangement, an earlier period, or nothing earned. */
export async function expectedInvoice(r: Reading, statement: StatementView): Promise<ExpectedInvoice | undefined> {
  const arrangement = (await invoicingOf(r, [statement.partnerId])).get(statement.partnerId)
  const netMinor = invoicedMinor(statement)
  if (!arrangement || arrangement.mode === 'none' || statement.to < arrangement.fromOn || netMinor === 0n || (arrangement.mode === 'partner' && netMinor < 0n)) return undefined
  const shown = inForce(await detailsOf(r, [statement.partnerId]), statement.partnerId, 'vat')?.shown
  return { arrangement, netMinor, vat: vatOn(netMinor, vatModeOf(arrangement, shown), arrangement.vatRate), vatNumber: shown?.number ?? null }
}

/**
 * The partner's invoice for a statement, by its number, day and total with VAT, told by the partner on its page or by us. The same again
 * changes nothing; its document, where there is one, is kept with it (addInvoiceFile). Refuses a total other than the statement's (payouts.invoice_amount) and a statement that wants none (payouts.no_invoice_wanted).
 */
export async function tellInvoice(ctx: Ctx, statementId: Id, told: { number: string; issuedOn: string; grossMinor: bigint; file?: SentFile | undefined }): Promise<{ id: Id }> {
  if (ctx.actor.kind !== 'partner') allow(ctx, 'payouts:write')
  const document = told.file && invoiceDocument(told.file)
  return transact(ctx, async (tx) => {
    const statement = await statementById(tx, statementId)
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== statement.partnerId) throw notFound('statement')
    const before = (await invoicesOf(tx, [statementId])).get(statementId)
    const keep = async (id: Id) => (document ? (await keepInvoiceFile(tx, id, document), { id }) : { id })
    if (before?.kind === 'partner' && before.number === told.number && before.grossMinor === told.grossMinor) return keep(before.id)
    if (before) throw refuse('conflict', 'payouts.invoiced_already', `This statement has its invoice already: ${before.number}.`)
    const expected = await expectedInvoice(tx, statement)
    if (!expected || expected.arrangement.mode !== 'partner') throw refuse('conflict', 'payouts.no_invoice_wanted', 'No invoice is wanted for this statement.')
    const { vat } = expected
    if (told.grossMinor !== vat.grossMinor) throw refuseField('amount', 'payouts.invoice_amount', `The invoice must come to ${formatMoney({ amountMinor: vat.grossMinor, currency: statement.currency })}, as the statement does${vat.vatMinor === 0n ? '' : ' with VAT'}.`)
    const twin = await tx.q.selectFrom('invoice').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', statement.partnerId).where('number', '=', told.number).executeTakeFirst()
    if (twin) throw refuseField('number', 'payouts.invoice_number_twice', 'This number was used for another statement. Each invoice has its own.')
    return keep((await write(tx, statement, expected, { kind: 'partner', sequence: null, number: told.number, issuedOn: told.issuedOn, sides: null })).id)
  })
}

/** Our invoice for the partner, with the next number; once for each statement. Undefined where none is due from us. */
export async function selfBill(tx: Tx, statementId: Id): Promise<{ id: Id } | undefined> {
  const statement = await statementById(tx, statementId)
  const known = (await invoicesOf(tx, [statementId])).get(statementId)
  if (known) return { id: known.id }
  const [expected, us] = [await expectedInvoice(tx, statement), await invoiceSettings(tx)]
  if (!us || expected?.arrangement.mode !== 'self') return undefined
  const { agreedOn, address } = expected.arrangement
  const { rows } = await sql<{ last: number }>`insert into invoice_sequence (workspace_id, last) values (${tx.workspace}, 1) on conflict (workspace_id) do update set last = invoice_sequence.last + 1 returning last`.execute(tx.q)
  const sequence = rows[0]?.last ?? 1
  return write(tx, statement, expected, {
    kind: 'self', sequence, number: numberOf(us.prefix, sequence), issuedOn: await todayOf(tx),
    sides: { from: { name: statement.partnerName, address: address ?? '', vatNumber: expected.vatNumber }, to: { name: us.name, address: us.address, vatNumber: us.vatNumber }, agreedOn: agreedOn ?? '' },
  })
}

type Own = { kind: 'partner' | 'self'; sequence: number | null; number: string; issuedOn: string; sides: object | null }
async function write(tx: Tx, statement: StatementView, { arrangement, netMinor, vat, vatNumber }: ExpectedInvoice, own: Own): Promise<{ id: Id }> {
  const id = newId(tx.now.epochMilliseconds)
  await tx.q
    .insertInto('invoice')
    .values({
      workspace_id: tx.workspace, id, statement_id: statement.id, partner_id: statement.partnerId, invoicing_id: arrangement.id, kind: own.kind, sequence: own.sequence, number: own.number, issued_on: own.issuedOn, currency: statement.currency,
      net_minor: netMinor, vat_minor: vat.vatMinor, gross_minor: vat.grossMinor, vat_mode: vat.mode, vat_rate: vat.rate, sentence: vat.sentence, partner_vat_number: vatNumber, sides: own.sides && JSON.stringify(own.sides), made_at: tx.now,
      made_by: 'id' in tx.actor ? tx.actor.id : null,
    })
    .execute()
  const because = await record(tx, { type: own.kind === 'self' ? 'invoice.self_billed' : 'invoice.told', subject: { noun: 'invoice', id }, partnerId: statement.partnerId, payload: { statementId: statement.id, period: statement.period, amountMinor: vat.grossMinor.toString(), currency: statement.currency, number: own.number } })
  if (vat.vatMinor !== 0n) await postVat(tx, { invoiceId: id, partnerId: statement.partnerId, currency: statement.currency, vatMinor: vat.vatMinor }, because)
  return { id }
}
