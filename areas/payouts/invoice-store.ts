import { sql, type Selectable } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { parseId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging } from '../../platform/db/paging.ts'
import type { InvoicingMode } from './invoice-rules.ts'
import type { VatMode } from './tax-rules.ts'

export type InvoicingRow = { id: Id; partnerId: Id; mode: InvoicingMode; agreedOn: string | null; fromOn: string; vatRate: number; address: string | null; setAt: Temporal.Instant }
export type Side = { name: string; address: string; vatNumber: string | null }
export type InvoiceRow = {
  id: Id; statementId: Id; partnerId: Id; kind: 'partner' | 'self'; number: string; issuedOn: string; currency: string; netMinor: bigint; vatMinor: bigint; grossMinor: bigint; vatMode: VatMode; vatRate: number; sentence: string
  /** The invoice that a credit note lowers; one of ours that lowers none has none. */
  creditsId: Id | null; invoicingId: Id
  partnerVatNumber: string | null; sides: { from: Side; to: Side; agreedOn: string } | null; madeAt: Temporal.Instant
}
export type InvoiceSettings = { name: string; address: string; vatNumber: string | null; prefix: string }

export async function invoiceSettings(r: Reading): Promise<InvoiceSettings | null> {
  const row = await r.q.selectFrom('invoice_setting').select(['name', 'address', 'vat_number', 'prefix']).where('workspace_id', '=', r.workspace).executeTakeFirst()
  return row ? { name: row.name, address: row.address, vatNumber: row.vat_number, prefix: row.prefix } : null
}

/** Who raises invoices with these partners; nobody for those who are not in it. */
export async function invoicingOf(r: Reading, partnerIds: Id[]): Promise<Map<Id, InvoicingRow>> {
  if (partnerIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoicing').selectAll().where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(partnerIds)).where('replaced_at', 'is', null).execute()
  return new Map(rows.map((row) => [row.partner_id, { id: row.id, partnerId: row.partner_id, mode: row.mode as InvoicingMode, agreedOn: row.agreed_on, fromOn: row.from_on, vatRate: row.vat_rate, address: row.address, setAt: row.set_at }]))
}

/** The invoice of each of these statements. */
export async function invoicesOf(r: Reading, statementIds: Id[]): Promise<Map<Id, InvoiceRow>> {
  if (statementIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice').selectAll().where('workspace_id', '=', r.workspace).where('statement_id', '=', anyOf(statementIds)).where('credits_id', 'is', null).execute()
  return new Map(rows.map((row) => [row.statement_id, toInvoice(row)]))
}

/** The credit notes for what each of these statements takes back of earlier invoices, the first first. */
export async function creditNotesOf(r: Reading, statementIds: Id[]): Promise<Map<Id, InvoiceRow[]>> {
  if (statementIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice').selectAll().where('workspace_id', '=', r.workspace).where('statement_id', '=', anyOf(statementIds)).where('credits_id', 'is not', null).orderBy('id').execute()
  return Map.groupBy(rows.map(toInvoice), (one) => one.statementId)
}

export async function numbersOfInvoices(r: Reading, ids: Id[]): Promise<Map<Id, { number: string; issuedOn: string }>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice').select(['id', 'number', 'issued_on']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, { number: row.number, issuedOn: row.issued_on }]))
}

export async function invoiceById(r: Reading, id: Id): Promise<InvoiceRow> {
  const row = await r.q.selectFrom('invoice').selectAll().where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('invoice')
  return toInvoice(row)
}

/** Newest first. */
export async function invoiceList(r: Reading, filter: { partnerId?: Id | undefined; statementId?: Id | undefined; limit: number; after?: string | undefined }): Promise<{ items: InvoiceRow[]; next: string | null }> {
  const { next } = paging('invoice', filter)
  const before = filter.after === undefined ? undefined : parseId('invoice', filter.after)
  const rows = await r.q
    .selectFrom('invoice').selectAll().where('workspace_id', '=', r.workspace)
    .$if(filter.partnerId !== undefined, (q) => q.where('partner_id', '=', filter.partnerId ?? ''))
    .$if(filter.statementId !== undefined, (q) => q.where('statement_id', '=', filter.statementId ?? ''))
    .$if(before !== undefined, (q) => q.where('id', '<', before ?? ''))
    .orderBy('id', 'desc').limit(filter.limit + 1).execute()
  return { items: rows.slice(0, filter.limit).map(toInvoice), next: next(rows) }
}

export type VatPayment = { paymentId: Id; vatMinor: bigint }
/** The payments that have VAT of these invoices, and how much of it, by invoice; approved or not. */
export async function vatPayments(r: Reading, invoiceIds: Id[]): Promise<Map<Id, VatPayment[]>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('payout_vat').select(['invoice_id', 'payment_id', sql<string>`sum(amount_minor)`.as('minor')]).where('workspace_id', '=', r.workspace).where('invoice_id', '=', anyOf(invoiceIds)).where('released_at', 'is', null).groupBy(['invoice_id', 'payment_id']).orderBy('payment_id').execute()
  return new Map([...Map.groupBy(rows, (row) => row.invoice_id)].map(([id, own]) => [id, own.map((row) => ({ paymentId: row.payment_id, vatMinor: BigInt(row.minor) }))]))
}

function toInvoice(row: Selectable<DB['invoice']>): InvoiceRow {
  return {
    id: row.id, statementId: row.statement_id, partnerId: row.partner_id, kind: row.kind as InvoiceRow['kind'], number: row.number, issuedOn: row.issued_on, currency: row.currency, netMinor: row.net_minor, vatMinor: row.vat_minor, grossMinor: row.gross_minor,
    vatMode: row.vat_mode as VatMode, vatRate: row.vat_rate, sentence: row.sentence, creditsId: row.credits_id, invoicingId: row.invoicing_id, partnerVatNumber: row.partner_vat_number, sides: row.sides as InvoiceRow['sides'], madeAt: row.made_at,
  }
}
