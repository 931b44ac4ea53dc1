// Guards that the VAT of an invoice is owed once and paid once, each part with the line that it is for, and is never a part of an expense or of what was earned.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { postEntries } from './post-entries.ts'

export type InvoiceVat = { invoiceId: Id; partnerId: Id; currency: string; vatMinor: bigint }
/** What of it belongs to one line. */
export type VatPart = { invoiceId: Id; lineId: Id }
/** `isLineOpen`: its line is paid some day and is in no payment that stands; it leaves with that, else with the next payment. */
export type OwedVat = InvoiceVat & VatPart & { isLineOpen: boolean }

/** What an invoice has of VAT is owed to the partner from now on and is the vendor's input VAT; a credit note takes it back. */
export async function postVat(tx: Tx, { invoiceId, partnerId, currency, vatMinor }: InvoiceVat, because: Id | null): Promise<void> {
  await tx.q.insertInto('invoice_vat').values({ workspace_id: tx.workspace, invoice_id: invoiceId, partner_id: partnerId, currency, vat_minor: vatMinor, posted_at: tx.now }).execute()
  await postEntries(tx, {
    cause: `vat:${invoiceId}`, because, on: await todayOf(tx), memo: vatMinor > 0n ? 'VAT of an invoice' : 'VAT of a credit note',
    entries: [{ account: { kind: 'input_vat', partnerId: null, currency }, amountMinor: vatMinor }, { account: { kind: 'vat_payable', partnerId, currency }, amountMinor: -vatMinor }],
  })
}

/**
 * VAT that is owed and in no payment that stands, by line, the oldest first; of all partners, or of some. Where something of the line was
 * taken back since and no credit note says so yet, its VAT waits for that: it would only have to come back.
 */
export async function owedVat(r: Reading, partnerIds?: Id[]): Promise<OwedVat[]> {
  const ofPartners = partnerIds === undefined ? sql`` : sql`and v.partner_id = ${anyOf(partnerIds)}`
  const { rows } = await sql<{ invoice_id: Id; line_id: Id; partner_id: Id; currency: string; vat_minor: bigint; is_open: boolean }>`
    select i.invoice_id, i.commission_line_id as line_id, v.partner_id, v.currency, i.vat_minor,
      l.payable_minor <> 0 and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null) as is_open
    from invoice_vat v join invoice_line i on i.workspace_id = v.workspace_id and i.invoice_id = v.invoice_id
      join commission_line l on l.workspace_id = i.workspace_id and l.id = i.commission_line_id
    where v.workspace_id = ${r.workspace} ${ofPartners} and i.vat_minor <> 0
      and not exists (select from payment_vat p where p.workspace_id = i.workspace_id and p.invoice_id = i.invoice_id and p.commission_line_id = i.commission_line_id and p.freed_at is null)
      and not (i.vat_minor > 0 and exists (select from commission_line n where n.workspace_id = l.workspace_id and n.item_id = l.item_id and n.item_key is not distinct from l.item_key and n.component = l.component
          and n.partner_id = l.partner_id and n.currency = l.currency and n.amount_minor < 0 and n.id > l.id and not exists (select from invoice_line d where d.workspace_id = n.workspace_id and d.commission_line_id = n.id))
        and (select sum(d.net_minor) from invoice_line d join commission_line o on o.workspace_id = d.workspace_id and o.id = d.commission_line_id
          where d.workspace_id = i.workspace_id and d.of_invoice_id = i.of_invoice_id and o.item_id = l.item_id and o.item_key is not distinct from l.item_key and o.component = l.component) > 0)
    order by v.posted_at, i.invoice_id, i.commission_line_id`.execute(r.q)
  return rows.map((row) => ({ invoiceId: row.invoice_id, lineId: row.line_id, partnerId: row.partner_id, currency: row.currency, vatMinor: row.vat_minor, isLineOpen: row.is_open }))
}

/** Whose VAT it is, by invoice. */
export async function partnersOfVat(r: Reading, invoiceIds: Id[]): Promise<Map<Id, Id>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice_vat').select(['invoice_id', 'partner_id']).where('workspace_id', '=', r.workspace).where('invoice_id', '=', anyOf(invoiceIds)).execute()
  return new Map(rows.map((row) => [row.invoice_id, row.partner_id]))
}

/** What these parts come to, all of them this partner's in this currency. */
export async function sumOfVat(tx: Tx, parts: VatPart[], partnerId: Id, currency: string): Promise<bigint> {
  if (parts.length === 0) return 0n
  const rows = await tx.q
    .selectFrom('invoice_line as i').innerJoin('invoice_vat as v', (j) => j.onRef('v.workspace_id', '=', 'i.workspace_id').onRef('v.invoice_id', '=', 'i.invoice_id')).select(['i.invoice_id', 'i.commission_line_id', 'i.vat_minor'])
    .where('i.workspace_id', '=', tx.workspace).where('i.invoice_id', '=', anyOf([...new Set(parts.map((part) => part.invoiceId))])).where('i.vat_minor', '<>', 0n).where('v.partner_id', '=', partnerId).where('v.currency', '=', currency).execute()
  const amounts = new Map(rows.map((row) => [`${row.invoice_id} ${row.commission_line_id}`, row.vat_minor]))
  return [...new Set(parts.map((part) => `${part.invoiceId} ${part.lineId}`))].reduce((sum, key) => {
    const minor = amounts.get(key)
    if (minor === undefined) throw refuse('conflict', 'ledger.no_such_vat', 'One of the invoices owes no VAT to this partner in this currency.')
    return sum + minor
  }, 0n)
}

const atOnce = 2000
/** Takes it for a payment. Refuses VAT that another payment which stands has. */
export async function takeVat(tx: Tx, paymentId: Id, parts: VatPart[]): Promise<void> {
  for (let i = 0; i < parts.length; i += atOnce) {
    const some = parts.slice(i, i + atOnce)
    const taken = await tx.q.insertInto('payment_vat').values(some.map((part) => ({ workspace_id: tx.workspace, payment_id: paymentId, invoice_id: part.invoiceId, commission_line_id: part.lineId }))).onConflict((c) => c.doNothing()).executeTakeFirstOrThrow()
    if (Number(taken.numInsertedOrUpdatedRows) < some.length) throw refuse('conflict', 'ledger.vat_already_in_payment', 'The VAT of one of the invoices is in another payment already.')
  }
}
export const freeVat = (tx: Tx, paymentId: Id) =>
  tx.q.updateTable('payment_vat').set({ freed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('payment_id', '=', paymentId).where('freed_at', 'is', null).execute()
