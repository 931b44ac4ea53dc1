import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import type { Download } from '../../platform/http/route.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { statementCsv, statementFileName } from './statement-csv.ts'
import { statementPdf } from './statement-pdf.ts'
import { statementById, toldLines, toldPayments, type StatementView, type ToldLine } from './statement-queries.ts'

const batch = 1000

/** A statement as a file, the same bytes each time. */
export async function statementFile(ctx: Ctx, statement: StatementView, as: 'csv' | 'pdf'): Promise<Download> {
  const fileName = statementFileName(statement, as)
  if (as === 'csv') return { fileName, contentType: 'text/csv; charset=utf-8', content: statementCsv(ctx, statement) }
  const { payments, timeZone } = await read(ctx, async (r) => ({ payments: await toldPayments(r, statement.id), timeZone: (await workspaceSettings(r)).timeZone }))
  return { fileName, contentType: 'application/pdf', content: await statementPdf(statement, allLines(ctx, statement), payments, timeZone) }
}

/** The same of one by its id; refuses one that is not there. */
export async function statementFileById(ctx: Ctx, id: Id, as: 'csv' | 'pdf'): Promise<Download> {
  return statementFile(ctx, await read(ctx, (r) => statementById(r, id)), as)
}

async function* allLines(ctx: Ctx, { id, lineCount }: StatementView): AsyncGenerator<ToldLine[]> {
  for (let after = 0; after < lineCount; ) {
    const lines = await read(ctx, (r) => toldLines(r, id, after, batch))
    yield lines
    after = lines.at(-1)?.position ?? lineCount
  }
}
