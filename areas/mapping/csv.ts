import type { Readable } from 'node:stream'
import { showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvStream, type CsvRow } from '../../platform/files/csv.ts'
import { companyNames } from '../companies/index.ts'
import { customersOf, type CustomerFilter } from './queries.ts'
import { showsRows, type Amount } from './rules.ts'
import { listById } from './store.ts'

const batch = 1000

/** Customers of a list as they may be seen, all that the filter finds. Refuses a list that names nobody (mapping.not_shown). */
export async function customersCsv(ctx: Ctx, id: Id, filter: Omit<CustomerFilter, 'limit' | 'after'>): Promise<Readable> {
  await read(ctx, async (r) => {
    const { sharing, state } = await listById(r, id)
    if (state !== 'ready' || !showsRows(sharing)) throw refuse('conflict', 'mapping.not_shown', 'The names of this list are not shared.')
  })
  async function* batches(): AsyncGenerator<CsvRow[]> {
    for (let after: string | null = 'at_0'; after; ) {
      const page = await read(ctx, async (r) => {
        const found = await customersOf(r, await listById(r, id), { ...filter, limit: batch, after: after ?? undefined })
        const names = await companyNames(r, found.rows.flatMap((row) => row.companyId ?? []))
        return { ...found, names }
      })
      yield page.rows.map((row): CsvRow => ({
        row: row.n, customer: row.name, website: row.domain ?? '', times: row.times, match: row.band, company: row.companyId ? showId('company', row.companyId) : '', company_name: row.companyId ? (page.names.get(row.companyId) ?? '') : '',
        we_are: row.relation, grade: row.grade ?? '', open: sayAmounts(row.openValue), won: sayAmounts(row.wonValue), is_new: row.isNew ? 'yes' : '', industry: row.ourIndustry ?? row.industry ?? '', employees: row.ourEmployees ?? row.employees ?? '', country: row.ourCountry ?? row.country ?? '',
      }))
      after = page.next
    }
  }
  return csvStream(['row', 'customer', 'website', 'times', 'match', 'company', 'company_name', 'we_are', 'grade', 'open', 'won', 'is_new', 'industry', 'employees', 'country'], batches())
}

const sayAmounts = (amounts: Amount[]): string => amounts.map((one) => `${decimal(BigInt(one.amountMinor), one.currency)} ${one.currency}`).join(', ')

/** Rows that could not be used, with the reason; as they stood there only where every customer is shared. */
export function rejectedCsv(ctx: Ctx, id: Id): Readable {
  async function* batches(): AsyncGenerator<CsvRow[]> {
    for (let after = -1n; ; ) {
      const rows = await read(ctx, (r) => r.q.selectFrom('customer_list_problem').select(['row_no', 'column_name', 'reason', 'cells']).where('workspace_id', '=', r.workspace).where('list_id', '=', id).where('row_no', '>', after).orderBy('row_no').limit(batch).execute())
      yield rows.map((row) => ({ row: row.row_no, column: row.column_name ?? '', why: row.reason, as_it_stood: Array.isArray(row.cells) ? row.cells.join(' | ') : '' }))
      if (rows.length < batch) return
      after = rows.at(-1)?.row_no ?? after
    }
  }
  return csvStream(['row', 'column', 'why', 'as_it_stood'], batches())
}
