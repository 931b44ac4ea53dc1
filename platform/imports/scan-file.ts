import { digitsOf, isCurrency } from '../../kernel/money.ts'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Ctx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { workspaceSettings } from '../workspaces/index.ts'
import { amountEvidence } from './amounts.ts'
import { dateEvidence } from './dates.ts'
import type { AnyImportKind, Choice, Settings } from './kinds.ts'
import { guessMapping, type Column, type Mapping } from './mapping.ts'
import type { ImportOptions, MappingIn } from './options.ts'
import { readTable, type FoundLayout, type TableRow } from './read-table.ts'
import { planRows, valuesOf } from './understand.ts'

/** So many rows, or bytes, are looked at before a run; the rest is read when it is imported. */
export const scanLimit = { rows: 50_000, bytes: 64 * 1024 * 1024 }
const sampleRows = 200
const mostChoices = 200

/** Something only a person can decide. `option` is where the answer goes. */
export type Question = { option: string; message: string }
export type Scan = {
  layout: FoundLayout; columns: Column[]; mapping: Mapping; rowsSeen: number; isWhole: boolean; unreadable: number
  settings: Settings; choices: Choice[]; questions: Question[]
}

/** Looks at the beginning of a file and settles how it will be read; what cannot be settled comes back as questions. */
export async function scanFile(ctx: Ctx, fileId: Id, kind: AnyImportKind, asked: { mapping?: MappingIn | undefined; options: ImportOptions }): Promise<Scan> {
  const { options } = asked
  const dates = dateEvidence()
  const amounts = amountEvidence()
  const words = new Map<string, number>()
  const held: TableRow[] = []
  let found: { layout: FoundLayout; columns: Column[]; mapping: Mapping; plan: ReturnType<typeof planRows> } | undefined
  let layout: FoundLayout | undefined
  let [rowsSeen, unreadable, isWhole] = [0, 0, true]

  const look = (row: TableRow, plan: ReturnType<typeof planRows>) => {
    if (row.cells.some((cell) => cell.includes('\ufffd'))) unreadable += 1
    const values = valuesOf(plan, row)
    for (const { field, type } of plan.cells) {
      const value = values[field]
      if (value === undefined) continue
      if (type === 'date') dates.add(value)
      else if (type === 'amount' && !isThreeDigit(values['currency'] ?? options.currency)) amounts.add(value)
      else if (type === 'choice' && value.length <= 200 && (words.has(value) || words.size < mostChoices)) words.set(value, (words.get(value) ?? 0) + 1)
    }
  }
  const settle = (from: FoundLayout) => {
    const columns = from.columns.map((name, at) => ({ name, samples: [...new Set(held.map((row) => cleanLine(row.cells[at] ?? '')).filter(Boolean))].slice(0, 20).map((s) => s.slice(0, 120)) }))
    const mapping = applyMapping(guessMapping(kind.fields, columns), asked.mapping)
    found = { layout: from, columns, mapping, plan: planRows(kind, mapping, from.columns) }
    for (const row of held.splice(0)) look(row, found.plan)
  }

  for await (const piece of readTable(ctx, fileId, options, kind.fields)) {
    layout = piece.layout
    for (const row of piece.rows) {
      if (rowsSeen >= scanLimit.rows) {
        isWhole = false
        break
      }
      rowsSeen += 1
      if (found) look(row, found.plan)
      else if (held.push(row) >= sampleRows) settle(piece.layout)
    }
    if (!isWhole) break
    if (piece.bytes > scanLimit.bytes) {
      isWhole = false
      break
    }
  }
  if (!layout) throw refuse('invalid', 'imports.empty', 'The file has no rows.')
  if (!found) settle(layout)
  const { columns, mapping } = found!
  const questions: Question[] = kind.fields
    .filter((field) => field.required && mapping[field.name] === undefined)
    .map((field) => ({ option: `mapping.${field.name}`, message: `Say which column holds: ${field.label}.` }))
  const order = options.dateOrder ?? dates.verdict()
  if (order === 'ask') questions.push({ option: 'options.dateOrder', message: 'The dates can be read as day/month or as month/day. Say which is meant.' })
  if (order === 'mixed') questions.push({ option: 'options.dateOrder', message: 'Some dates are day/month and others month/day. Say which is meant; rows with the other will be rejected.' })
  const sign = options.decimalSign ?? amounts.verdict()
  if (sign === 'mixed') questions.push({ option: 'options.decimalSign', message: 'Some amounts use a point before the decimals and some a comma. Say which is meant.' })
  const choices = await choicesOf(ctx, kind, words, options)
  for (const choice of choices.filter((c) => c.meaning === null).slice(0, 20))
    questions.push({ option: `options.choices.${kind.choices!.field}`, message: `Say what “${choice.value}” means: ${kind.choices!.meanings.map((m) => m.label.toLowerCase()).join(', ')}.` })
  const currency = options.currency ?? (await read(ctx, workspaceSettings)).currency
  return {
    layout, columns, mapping, rowsSeen, isWhole, unreadable, choices, questions,
    settings: {
      currency, fields: Object.keys(mapping), dateOrder: order === 'ask' || order === 'mixed' ? undefined : order, decimalSign: sign === 'mixed' ? undefined : sign, createCompanies: options.createCompanies ?? true,
      choices: kind.choices ? { [kind.choices.field]: Object.fromEntries(choices.flatMap((c) => (c.meaning === null ? [] : [[c.value, c.meaning]]))) } : {},
    },
  }
}

/** Three decimals are usual in dinars and say nothing about the sign. */
const isThreeDigit = (currency: string | undefined) => currency !== undefined && isCurrency(currency.toUpperCase()) && digitsOf(currency.toUpperCase()) === 3

/** What was said goes before what was guessed; a column that was claimed is not guessed for another field. */
function applyMapping(guess: Mapping, own: MappingIn | undefined): Mapping {
  if (!own) return guess
  const taken = new Set(Object.values(own))
  const kept = Object.entries(guess).filter(([field, column]) => !(field in own) && !taken.has(column))
  return Object.fromEntries([...kept, ...Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== null)])
}

async function choicesOf(ctx: Ctx, kind: AnyImportKind, words: Map<string, number>, options: ImportOptions): Promise<Choice[]> {
  const { choices } = kind
  if (!choices) return []
  const decided = await read(ctx, (r) => choices.decided(r))
  const said = options.choices?.[choices.field] ?? {}
  return [...words].sort((a, b) => b[1] - a[1]).map(([value, count]) => {
    const known = said[value] ?? decided.get(value)
    if (known !== undefined && choices.meanings.some((m) => m.value === known)) return { value, count, meaning: known, source: 'decided' as const }
    const guess = choices.guess(value)
    return { value, count, meaning: guess ?? null, source: guess === undefined ? null : ('guessed' as const) }
  })
}
