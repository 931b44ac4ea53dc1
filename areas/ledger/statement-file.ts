import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import type { Download } from '../../platform/http/route.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { papersOf } from './beside-statements.ts'
import { statementCsv, statementFileName } from './statement-csv.ts'
import { linesOfStatement } from './statement-lines.ts'
import { statementPdf } from './statement-pdf.ts'
import { statementById, toldPayments, type StatementView } from './statement-queries.ts'

/** A statement as a file: the same bytes each time, with the invoice and the credit notes that are here by then. */
export async function statementFile(ctx: Ctx, statement: StatementView, as: 'csv' | 'pdf'): Promise<Download> {
  const fileName = statementFileName(statement, as)
  const told = await read(ctx, async (r) => ({ payments: await toldPayments(r, statement.id), papers: await papersOf(r, statement), timeZone: (await workspaceSettings(r)).timeZone }))
  if (as === 'csv') return { fileName, contentType: 'text/csv; charset=utf-8', content: statementCsv(ctx, statement, told) }
  return { fileName, contentType: 'application/pdf', content: await statementPdf(statement, linesOfStatement(ctx, statement), told) }
}

/** The same of one by its id; refuses one that is not there. */
export async function statementFileById(ctx: Ctx, id: Id, as: 'csv' | 'pdf'): Promise<Download> {
  return statementFile(ctx, await read(ctx, (r) => statementById(r, id)), as)
}
