import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { csvLine, csvNumber } from '../files/csv.ts'
import { importById } from './store.ts'

const pageRows = 1000

/** The rows that were not imported as they stood in the file, with the reason behind them: to be mended and imported again. */
export async function* problemsCsv(ctx: Ctx, id: Id): AsyncGenerator<string> {
  const row = await read(ctx, (r) => importById(r, id))
  const { delimiter } = row.reading
  const width = row.columns.length
  yield `\ufeff${csvLine([...row.columns, 'Row', 'Why it was not imported'], delimiter)}`
  for (let after = 0n; ; ) {
    const page = await read(ctx, (r) =>
      r.q
        .selectFrom('import_problem').select(['row_no', 'column_name', 'reason', 'cells'])
        .where('workspace_id', '=', r.workspace).where('import_id', '=', id).where('row_no', '>', after)
        .orderBy('row_no').limit(pageRows).execute())
    if (page.length === 0) return
    yield page.map((problem) => {
      const cells = problem.cells as string[]
      // Surplus values are kept in the last column, so that the columns stay in line.
      const shown = cells.length > width ? [...cells.slice(0, width - 1), cells.slice(width - 1).join(delimiter)] : [...cells, ...Array<string>(width - cells.length).fill('')]
      return csvLine([...shown.map(asIs), problem.row_no, problem.reason], delimiter)
    }).join('')
    after = page.at(-1)!.row_no
  }
}

/** A number goes back as it came; an apostrophe in front of "-5" would spoil the mended file. */
const asIs = (cell: string) => (/^-?\d+(\.\d+)?$/.test(cell) ? csvNumber(cell) : cell)
