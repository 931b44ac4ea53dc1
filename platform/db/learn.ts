import { sql } from 'kysely'
import type { Ctx, Reading } from './context.ts'
import { read } from './transact.ts'

/** What the planner believes is out of date where it is less than this part of what there is. */
const part = 8
/** After so many rows that came in the planner may have to learn of them. */
const learnAfter = [1_000, 8_000, 64_000, 512_000]
export const isTimeToLearn = (rowsBefore: number, rowsNow: number): boolean => learnAfter.some((rows) => rowsBefore < rows && rows <= rowsNow)

/**
 * Lets the planner know of rows that were just written to these tables, where it believes that the workspace has far fewer: otherwise
 * statements that look for a thousand rows may go through all rows of the workspace for each, until the database counts them by itself,
 * which it does once a minute at most. `rows` is how many of each there are about. Counting reads a sample, so it takes some tenths of a
 * second however large a table is, and holds up no writer.
 */
export async function learnRows(ctx: Ctx, tables: readonly string[], rows: number): Promise<void> {
  const believed = await read(ctx, async (r) => {
    const found: [string, number][] = []
    for (const table of tables) found.push([table, await believedRows(r, table)])
    return found
  })
  const unknown = believed.flatMap(([table, n]) => (n * part < rows ? [table] : []))
  if (unknown.length > 0) await ctx.db.pool.query(`analyze ${unknown.map((table) => `public.${table}`).join(', ')}`)
}

/** How many rows of the workspace the planner expects in a table. */
export async function believedRows(r: Reading, table: string): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>`explain (format json) select from ${sql.table(table)} where workspace_id = ${sql.lit(r.workspace)}::uuid`.execute(r.q)
  return rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0
}
