import { refuseField } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import { keptColumn, type AnyImportKind, type Fault, type FieldType, type ImportField, type Settings } from './kinds.ts'
import type { Mapping } from './mapping.ts'
import type { TableRow } from './read-table.ts'

type Plan = { kind: AnyImportKind; width: number; columns: string[]; cells: { field: string; at: number; type: FieldType }[] }
export type RowProblem = { column: string | null; reason: string }
export type Understood = { ok: true; row: unknown; key: string | undefined } | { ok: false; problem: RowProblem }

/** Where each field stands in a row. Refuses a field or a column that is not there. */
export function planRows(kind: AnyImportKind, mapping: Mapping, columns: string[]): Plan {
  const cells = Object.entries(mapping).map(([name, column]) => {
    const field = kind.fields.find((f) => f.name === name) ?? keptField(kind, name, column)
    if (!field) throw refuseField(`mapping.${name}`, 'imports.no_such_field', `${kind.label} have no field “${name}”.`)
    const at = columns.indexOf(column)
    if (at === -1) throw refuseField(`mapping.${name}`, 'imports.no_such_column', `The file has no column “${column}”.`)
    return { field: name, at, type: field.type ?? 'text' }
  })
  return { kind, width: columns.length, columns, cells }
}

const keptField = (kind: AnyImportKind, name: string, column: string): ImportField | undefined => (kind.keepsColumns && name === `${keptColumn}${column}` ? { name, label: column, synonyms: [] } : undefined)

/** The fields of a row as clean text; empty ones are left out. */
export function valuesOf(plan: Plan, row: TableRow): Record<string, string> {
  const values: Record<string, string> = {}
  for (const { field, at, type } of plan.cells) {
    const raw = row.cells[at]
    if (raw === undefined || raw === '') continue
    const value = cleanLine(raw).replace(/^'(?=[=+\-@])/, '')
    if (value !== '' && !(type !== 'text' && isBlankWord(value))) values[field] = value
  }
  return values
}

const isBlankWord = (value: string) => /^(-+|–|—|n\/?a|null|none|\(?no value\)?)$/i.test(value)

/** One row of the file as the area reads it, or the reasons why it cannot be taken. */
export function understandRow(plan: Plan, row: TableRow, settings: Settings): Understood {
  const broken = brokenRow(plan, row)
  if (broken) return { ok: false, problem: { column: null, reason: broken } }
  const values = valuesOf(plan, row)
  const faults: Fault[] = plan.kind.fields
    .filter((field) => field.required && values[field.name] === undefined)
    .map((field) => ({ field: field.name, reason: `${field.label} is missing.` }))
  const parsed = faults.length > 0 ? { faults } : plan.kind.parse(values, settings)
  return 'row' in parsed ? { ok: true, row: parsed.row, key: values[plan.kind.keyField] } : { ok: false, problem: problemOf(plan, parsed.faults) }
}

function brokenRow(plan: Plan, row: TableRow): string | undefined {
  if (row.fault === 'quotes') return 'A quotation mark in this row is opened but not closed properly.'
  if (row.fault === 'too_long') return 'This row is longer than 2 MB.'
  const surplus = row.cells.length > plan.width && row.cells.slice(plan.width).some((cell) => cell.trim() !== '')
  return surplus ? `This row has ${row.cells.length} values, but the file has ${plan.width} columns. Probably a value holds the delimiter and is not quoted.` : undefined
}

/** Faults with the column they stand in. */
export function problemOf(plan: Plan, faults: Fault[]): RowProblem {
  const cell = plan.cells.find((c) => c.field === faults[0]?.field)
  return { column: cell ? (plan.columns[cell.at] ?? null) : null, reason: faults.map((fault) => fault.reason).join(' ') }
}
