// The rows of a list as customers, each once however often and however written; memory grows with the customers and not with the rows.
import { Refusal } from '../../kernel/refusal.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { planRows, readTable, scanFile, understandRow, type RowProblem, type Scan } from '../../platform/imports/index.ts'
import { looksLikeSite } from '../companies/index.ts'
import { customerKind, type Customer } from './read-customers.ts'
import { mostRows } from './rules.ts'

export type Collected = { customer: Customer; n: number; times: number }
/** `n` as a spreadsheet counts rows. */
export type Rejected = RowProblem & { n: number; cells: string[] }
export type Columns = Partial<Record<'name' | 'website' | 'industry' | 'employees' | 'country' | 'street' | 'houseNumber' | 'zip' | 'city' | 'phone', string>>
export type Collection = { customers: Collected[]; rejected: Rejected[]; rows: number }

/** So many rejected rows are kept for the report; all are counted. */
export const mostRejected = 50_000

/** Reads a stored list. `tick` is told every so often how many rows were read, how many of them rejected, and how far into the file they reach, and answers whether to go on. Refuses (as a Refusal) what is no list; undefined when it was told to stop. */
export async function collectCustomers(ctx: Ctx, fileId: string, tick: (rows: number, rejected: number, bytes: number) => Promise<boolean>): Promise<(Collection & { rejectedCount: number }) | undefined> {
  const scan = await look(ctx, fileId)
  const columns = columnsOf(scan)
  const plan = planRows(customerKind, columns, scan.columns.map((column) => column.name))
  const byKey = new Map<string, Collected>()
  const siteOf = new Map<string, string>()
  const rejected: Rejected[] = []
  let [rows, rejectedCount] = [0, 0]
  for await (const piece of readTable(ctx, fileId, scan.layout, customerKind.fields)) {
    for (const row of piece.rows) {
      rows += 1
      const understood = understandRow(plan, row, scan.settings)
      if (understood.ok) add(byKey, siteOf, understood.row as Customer, row.rowNo)
      else if (++rejectedCount <= mostRejected) rejected.push({ n: row.rowNo, cells: row.cells, ...understood.problem })
      if (rows > mostRows) throw new Refusal('invalid', 'mapping.too_many_rows', `The list has more than ${mostRows.toLocaleString('en-US')} rows. Split it or leave out what is no customer. Nothing was kept.`)
    }
    if (!(await tick(rows, rejectedCount, piece.bytes))) return undefined
  }
  if (byKey.size === 0) throw new Refusal('invalid', 'mapping.no_customers', `No row of the list names a company${rejected[0] ? `; the first one: ${rejected[0].reason}` : '.'} Nothing was kept.`)
  return { customers: [...byKey.values()], rejected, rows, rejectedCount }
}

/** Who writes only the name of one that stands there with its website means that one; two websites stay two. */
function add(byKey: Map<string, Collected>, siteOf: Map<string, string>, customer: Customer, n: number): void {
  const site = customer.domain ?? siteOf.get(customer.letters)
  const key = site ? `d ${site}` : `n ${customer.letters}`
  if (customer.domain && customer.letters !== '' && !siteOf.has(customer.letters)) siteOf.set(customer.letters, customer.domain)
  const named = customer.domain ? byKey.get(`n ${customer.letters}`) : undefined
  if (named) byKey.delete(`n ${customer.letters}`)
  const known = byKey.get(key) ?? named
  if (!known) return void byKey.set(key, { customer, n, times: 1 })
  known.times += 1
  known.customer = fuller(known.customer, customer)
  byKey.set(key, known)
}

/** What the one row says and the other leaves out; an address as a whole. */
function fuller(a: Customer, b: Customer): Customer {
  const at = a.street || a.zip || a.city ? a : b
  return {
    ...a, domain: a.domain ?? b.domain, lookAlikeOf: a.lookAlikeOf ?? b.lookAlikeOf, country: a.country ?? b.country, industry: a.industry ?? b.industry, employees: a.employees ?? b.employees,
    street: at.street ?? null, zip: at.zip ?? null, city: at.city ?? null, phone: a.phone ?? b.phone ?? null,
  }
}

/** What looks like a website is a customer and not the name of a column. */
async function look(ctx: Ctx, fileId: string): Promise<Scan> {
  const scan = await scanFile(ctx, fileId, customerKind, { options: {} })
  return scan.layout.header && scan.columns.some((column) => looksLikeSite(column.name)) ? scanFile(ctx, fileId, customerKind, { options: { header: false } }) : scan
}

/** Which columns are read. A list of one column is its names; of several unnamed ones that with the websites must be told. */
function columnsOf(scan: Scan): Columns {
  const { name, website, ...rest } = scan.mapping as Columns
  if (name || website) return { ...(name ? { name } : {}), ...(website ? { website } : {}), ...rest }
  const [only] = scan.columns
  if (scan.columns.length === 1 && only) return { name: only.name }
  const sites = scan.columns.find((column) => column.samples.length > 0 && column.samples.filter(looksLikeSite).length >= 0.8 * column.samples.length)
  if (sites) return { ...rest, website: sites.name }
  throw new Refusal('invalid', 'mapping.no_names', `No column holds names or websites of customers: ${scan.columns.slice(0, 8).map((column) => `“${column.name}”`).join(', ')}. Call one “Name” or “Website” and give the list again. Nothing was kept.`)
}
