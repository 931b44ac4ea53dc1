// Which invoice and which credit notes a statement wants and has not, and what each comes to.
import type { Reading } from '../../platform/db/context.ts'
import { invoicedParts, leftOfInvoices, uninvoicedLines, type InvoiceLine, type StatementView } from '../ledger/index.ts'
import { shareOut, sumOf, type Share } from './credit-rules.ts'
import { vatModeOf, vatOn, vatShares, type Vat } from './invoice-rules.ts'
import { invoiceById, invoicesOf, invoicingOf, type InvoiceRow, type InvoicingRow } from './invoice-store.ts'
import { detailsOf, inForce } from './payee-store.ts'

type Wanted = { netMinor: bigint; vat: Vat; lines: InvoiceLine[]; vatNumber: string | null }
export type ExpectedInvoice = Wanted & { arrangement: InvoicingRow }
/** `credits` is the invoice that it lowers; who raised that raises it. */
export type ExpectedCreditNote = Wanted & { credits: InvoiceRow }
export type Expected = { invoice: ExpectedInvoice | undefined; creditNotes: ExpectedCreditNote[] }

/**
 * What is wanted for a statement and is not here. No invoice where it has one, under another arrangement, for an earlier period, and where its
 * own lines come to nothing. A credit note for each earlier invoice of which it takes something back.
 */
export async function expectedInvoices(r: Reading, statement: StatementView): Promise<Expected> {
  const arrangement = (await invoicingOf(r, [statement.partnerId])).get(statement.partnerId)
  const has = (await invoicesOf(r, [statement.id])).has(statement.id)
  const wantsOne = !has && arrangement !== undefined && arrangement.mode !== 'none' && statement.to >= arrangement.fromOn
  if (!wantsOne && statement.takenBackMinor === 0n) return { invoice: undefined, creditNotes: [] }
  const lines = await uninvoicedLines(r, statement.id)
  const parts = await invoicedParts(r, lines.filter((line) => line.minor < 0n).map((line) => line.lineId))
  const left = await leftOfInvoices(r, parts.map((part) => part.invoiceId))
  const { own, credits } = shareOut(lines, parts, left)
  const creditNotes: ExpectedCreditNote[] = []
  for (const [id, shares] of credits) creditNotes.push(creditNote(await invoiceById(r, id), shares, left.get(id) ?? 0n))
  return { invoice: wantsOne ? await invoice(r, statement, arrangement, own) : undefined, creditNotes }
}

async function invoice(r: Reading, statement: StatementView, arrangement: InvoicingRow, own: Share[]): Promise<ExpectedInvoice | undefined> {
  const netMinor = sumOf(own)
  if (netMinor === 0n || (arrangement.mode === 'partner' && netMinor < 0n)) return undefined
  const shown = inForce(await detailsOf(r, [statement.partnerId]), statement.partnerId, 'vat')?.shown
  const mode = vatModeOf(arrangement, shown)
  return { arrangement, netMinor, vat: vatOn(netMinor, mode, arrangement.vatRate), lines: withVat(own, vatShares(own.map((one) => one.netMinor), mode, arrangement.vatRate)), vatNumber: shown?.number ?? null }
}

function creditNote(credits: InvoiceRow, shares: Share[], leftMinor: bigint): ExpectedCreditNote {
  const netMinor = sumOf(shares)
  const lines = withVat(shares, vatShares(shares.map((one) => one.netMinor), credits.vatMode, credits.vatRate, leftMinor))
  const vatMinor = lines.reduce((sum, line) => sum + line.vatMinor, 0n)
  return { credits, netMinor, vat: { mode: credits.vatMode, rate: credits.vatRate, sentence: credits.sentence, vatMinor, grossMinor: netMinor + vatMinor }, lines, vatNumber: credits.partnerVatNumber }
}

const withVat = (shares: Share[], vat: bigint[]): InvoiceLine[] => shares.map((share, i) => ({ ...share, vatMinor: vat[i] ?? 0n }))
