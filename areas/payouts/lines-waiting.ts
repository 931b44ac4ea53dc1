import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { statementById, statementsOfLines } from '../ledger/index.ts'
import { expectedInvoices } from './expected-invoices.ts'
import { vatModeOf, waitsForInvoice, type Arrangement } from './invoice-rules.ts'
import { invoicesOf, invoicingOf } from './invoice-store.ts'
import { detailsOf, inForce } from './payee-store.ts'
import type { PayableLine } from './rules.ts'

/** Which of these lines wait for an invoice. */
export async function linesWaiting(r: Reading, lines: Pick<PayableLine, 'id' | 'partnerId' | 'payableMinor'>[]): Promise<ReadonlySet<Id>> {
  const invoicing = [...(await invoicingOf(r, [...new Set(lines.map((line) => line.partnerId))])).values()].filter((one) => one.mode !== 'none')
  const details = await detailsOf(r, invoicing.filter((one) => one.vatRate > 0).map((one) => one.partnerId))
  const arrangements = new Map(invoicing.map((one): [Id, Arrangement] => [one.partnerId, { ...one, chargesVat: one.vatRate > 0 && vatModeOf(one, inForce(details, one.partnerId, 'vat')?.shown) === 'domestic' }]))
  const own = lines.filter((line) => arrangements.has(line.partnerId))
  if (own.length === 0) return new Set()
  const statements = await statementsOfLines(r, own.map((line) => line.id))
  const told = [...new Map([...statements.values()].map((one) => [one.id, one])).values()]
  const invoices = await invoicesOf(r, told.map((one) => one.id))
  const settled = new Set(told.filter((one) => one.earnedMinor === 0n || invoices.has(one.id)).map((one) => one.id))
  // What a statement earned is invoiced by itself where what it took back is on credit notes.
  for (const one of told) if (!settled.has(one.id) && one.netMinor <= 0n && (await expectedInvoices(r, await statementById(r, one.id))).invoice === undefined) settled.add(one.id)
  return new Set(own.filter((line) => {
    const statement = statements.get(line.id)
    return waitsForInvoice(line, arrangements.get(line.partnerId), statement && { to: statement.to, isInvoiced: settled.has(statement.id) })
  }).map((line) => line.id))
}
