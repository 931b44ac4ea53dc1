import type { Id } from '../../kernel/ids.ts'
import { notFound, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { fileById } from '../files/index.ts'
import { importKind, importKinds, type AnyImportKind } from './kinds.ts'
import type { ImportOptions, MappingIn } from './options.ts'
import { readTable } from './read-table.ts'
import { scanFile, scanLimit } from './scan-file.ts'
import { createSeenKeys } from './seen-keys.ts'
import { planRows, understandRow, type RowProblem } from './understand.ts'

export type Asked = { fileId: Id; kind: string; mapping?: MappingIn | undefined; options: ImportOptions }
export type PreviewRow = { rowNo: number; understood: Record<string, string> | null; problem: RowProblem | null }
const shownRows = 20
const shownProblems = 20

/** How a file would be imported: layout, columns, mapping, first rows, problems so far and what must be asked. Changes nothing. */
export async function previewImport(ctx: Ctx, asked: Asked) {
  const kind = allowedKind(ctx, asked.kind)
  const file = await read(ctx, (r) => fileById(r, asked.fileId))
  const scan = await scanFile(ctx, asked.fileId, kind, asked)
  const plan = planRows(kind, scan.mapping, scan.layout.columns)
  const seen = createSeenKeys()
  const rows: PreviewRow[] = []
  const problems = new Map<string, RowProblem & { count: number; firstRow: number }>()
  let [rowsSeen, good] = [0, 0]
  scanning: for await (const piece of readTable(ctx, asked.fileId, asked.options, kind.fields))
    for (const row of piece.rows) {
      if (++rowsSeen > scanLimit.rows || rowsSeen > scan.rowsSeen) break scanning
      const understood = understandRow(plan, row, scan.settings)
      const earlier = understood.ok && understood.key !== undefined ? seen.note(understood.key, row.rowNo) : undefined
      const problem = understood.ok ? (earlier === undefined ? null : repeated(kind, earlier)) : understood.problem
      if (!problem) good += 1
      else count(problems, problem, row.rowNo)
      if (rows.length < shownRows) rows.push({ rowNo: row.rowNo, understood: understood.ok ? kind.say(understood.row) : null, problem })
    }
  return {
    file: { id: file.id, name: file.name, size: file.size }, kind: kind.kind,
    layout: scan.layout, columns: scan.columns, mapping: scan.mapping,
    keepsColumns: kind.keepsColumns ?? false,
    fields: kind.fields.map((f) => ({ name: f.name, label: f.label, help: f.help ?? null, required: f.required ?? false })),
    settings: scan.settings,
    choices: kind.choices ? { field: kind.choices.field, meanings: kind.choices.meanings, values: scan.choices } : null,
    questions: scan.questions, rows,
    scanned: { rows: scan.rowsSeen, isWhole: scan.isWhole, good, bad: Math.min(rowsSeen, scan.rowsSeen) - good, unreadable: scan.unreadable },
    problems: [...problems.values()].sort((a, b) => b.count - a.count).slice(0, shownProblems),
  }
}
export type Preview = Awaited<ReturnType<typeof previewImport>>

/** The reason for a row whose id, or name where that makes it the same, the file had before. The first one counts, so that the same file again changes nothing. */
export const repeated = (kind: Pick<AnyImportKind, 'keyField'>, firstRow: number): RowProblem => ({ column: null, reason: `The same ${kind.keyField === 'name' ? 'name' : 'id'} stands in row ${firstRow.toLocaleString('en-US')} already; that row counts.` })

export function allowedKind(ctx: Ctx, name: string): AnyImportKind {
  allow(ctx, 'imports:write')
  const kind = importKind(name)
  if (!kind) {
    if (importKinds().length === 0) throw notFound('kind of import')
    throw refuseField('kind', 'imports.no_such_kind', `One of these can be imported: ${importKinds().map((k) => k.kind).join(', ')}.`)
  }
  allow(ctx, kind.permission)
  return kind
}

/** Counts alike problems together: reasons differ in the values they quote. */
function count(problems: Map<string, RowProblem & { count: number; firstRow: number }>, problem: RowProblem, rowNo: number): void {
  const key = `${problem.column}\n${problem.reason.replace(/“[^”]*”/g, '“”').replace(/row [\d,]+/g, 'row')}`
  const known = problems.get(key)
  if (known) known.count += 1
  else if (problems.size < 1000) problems.set(key, { ...problem, count: 1, firstRow: rowNo })
}
