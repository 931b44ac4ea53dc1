// Guards that a commission line is on invoices and credit notes once as a whole: what of it is on none yet is asked here, and written once.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'

/** What an invoice, or a credit note, says of one commission line. */
export type InvoiceLine = { lineId: Id; netMinor: bigint; vatMinor: bigint }
/** What a statement tells of a line and no invoice does yet. `about`: the item and component that it is of. */
export type UninvoicedLine = { lineId: Id; about: string; minor: bigint }
/** What an invoice has of an item and component, less what credit notes took back of it. */
export type InvoicedPart = { invoiceId: Id; about: string; minor: bigint }

const about = sql<string>`concat_ws(E'\n', l.item_id, l.item_key, l.component)`
const atOnce = 2000

/** The lines of a statement in its order, as far as they are on no invoice and no credit note. */
export async function uninvoicedLines(r: Reading, statementId: Id): Promise<UninvoicedLine[]> {
  const rows = await r.q
    .selectFrom('statement_line as s').innerJoin('commission_line as l', (j) => j.onRef('l.workspace_id', '=', 's.workspace_id').onRef('l.id', '=', 's.commission_line_id'))
    .select((w) => ['l.id', about.as('about'), 'l.amount_minor', w.selectFrom('invoice_line as i').select(sql<string | null>`sum(i.net_minor)`.as('sum')).whereRef('i.workspace_id', '=', 's.workspace_id').whereRef('i.commission_line_id', '=', 's.commission_line_id').as('invoiced')])
    .where('s.workspace_id', '=', r.workspace).where('s.statement_id', '=', statementId).orderBy('s.position').execute()
  return rows.map((row) => ({ lineId: row.id, about: row.about, minor: row.amount_minor - BigInt(row.invoiced ?? 0) })).filter((line) => line.minor !== 0n)
}

/** What invoices before have of what these lines are about. */
export async function invoicedParts(r: Reading, lineIds: Id[]): Promise<InvoicedPart[]> {
  if (lineIds.length === 0) return []
  const { rows } = await sql<{ invoice_id: Id; about: string; minor: string }>`
    select i.of_invoice_id as invoice_id, ${about} as about, sum(i.net_minor)::text as minor
    from (select distinct partner_id, currency, item_id, item_key, component from commission_line where workspace_id = ${r.workspace} and id = ${anyOf(lineIds)}) as n
      join commission_line l on l.workspace_id = ${r.workspace} and l.item_id = n.item_id and l.item_key is not distinct from n.item_key and l.component = n.component and l.partner_id = n.partner_id and l.currency = n.currency
      join invoice_line i on i.workspace_id = l.workspace_id and i.commission_line_id = l.id
    where l.workspace_id = ${r.workspace}
    group by 1, 2 having sum(i.net_minor) > 0`.execute(r.q)
  return rows.map((row) => ({ invoiceId: row.invoice_id, about: row.about, minor: BigInt(row.minor) }))
}

/** What is left of these invoices after their credit notes, without VAT. */
export async function leftOfInvoices(r: Reading, invoiceIds: Id[]): Promise<Map<Id, bigint>> {
  if (invoiceIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('invoice_line').select(['of_invoice_id', sql<string>`sum(net_minor)`.as('left')]).where('workspace_id', '=', r.workspace).where('of_invoice_id', '=', anyOf(invoiceIds)).groupBy('of_invoice_id').execute()
  return new Map(rows.map((row) => [row.of_invoice_id, BigInt(row.left)]))
}

/** Says for which lines an invoice is; `ofInvoiceId` is the one that a credit note lowers, else itself. */
export async function keepInvoiceLines(tx: Tx, invoiceId: Id, ofInvoiceId: Id, lines: InvoiceLine[]): Promise<void> {
  for (let i = 0; i < lines.length; i += atOnce)
    await tx.q.insertInto('invoice_line').values(lines.slice(i, i + atOnce).map((line) => ({ workspace_id: tx.workspace, invoice_id: invoiceId, commission_line_id: line.lineId, of_invoice_id: ofInvoiceId, net_minor: line.netMinor, vat_minor: line.vatMinor }))).execute()
}
