import type { Reading } from '../../platform/db/context.ts'
import type { Paper, StatementView } from '../ledger/index.ts'
import { sayVatRate } from './invoice-rules.ts'
import { creditNotesOf, invoicesOf, numbersOfInvoices } from './invoice-store.ts'

/** What a statement's files say of its invoice and its credit notes, as far as they are here; the invoice first, credit notes as they came. */
export async function papersOfStatement(r: Reading, { id }: StatementView): Promise<Paper[]> {
  const [invoices, notes] = await Promise.all([invoicesOf(r, [id]), creditNotesOf(r, [id])])
  const all = [...invoices.values(), ...(notes.get(id) ?? [])]
  const credited = await numbersOfInvoices(r, all.flatMap((one) => one.creditsId ?? []))
  return all.map(({ kind, number, issuedOn, creditsId, netMinor, vatMinor, grossMinor, vatRate }) => ({
    what: netMinor < 0n ? 'credit_note' : 'invoice', by: kind === 'partner' ? 'partner' : 'us', number, issuedOn, of: creditsId === null ? null : (credited.get(creditsId)?.number ?? null), netMinor, vatMinor, grossMinor, vatPercent: sayVatRate(vatRate),
  }))
}
