import type { Id } from '../../kernel/ids.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { Ctx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { workspaceSettings } from '../workspaces/index.ts'
import { createEvidence, type Evidence } from './evidence.ts'
import type { AnyImportKind, Choice, Settings } from './kinds.ts'
import { guessMapping, type Column, type Mapping } from './mapping.ts'
import type { ImportOptions, MappingIn } from './options.ts'
import { readTable, type FoundLayout, type TableRow } from './read-table.ts'
import { planRows, valuesOf } from './understand.ts'

/** So many rows, or bytes, are looked at before a run; the rest is read when it is imported. */
export const scanLimit = { rows: 50_000, bytes: 64 * 1024 * 1024 }
const sampleRows = 200
const samplesShown = 20
const mostQuestions = 20

/** Something only a person can decide. `option` is where the answer goes. */
export type Question = { option: string; message: string }
type Found = { layout: FoundLayout; columns: Column[]; mapping: Mapping; rowsSeen: number; isWhole: boolean; unreadable: number }
export type Scan = Found & { settings: Settings; choices: Choice[]; questions: Question[] }
type Asked = { mapping?: MappingIn | undefined; options: ImportOptions }

/** Looks at the beginning of a file and settles how it will be read; what cannot be settled comes back as questions. */
export async function scanFile(ctx: Ctx, fileId: Id, kind: AnyImportKind, asked: Asked): Promise<Scan> {
  const { options } = asked
  const evidence = createEvidence(options.currency)
  const found = await lookAtRows(ctx, fileId, kind, asked, evidence)
  const dateOrder = options.dateOrder ?? evidence.dateOrder()
  const decimalSign = options.decimalSign ?? evidence.decimalSign()
  const choices = await choicesOf(ctx, kind, evidence.words(), options)
  const meanings = choices.flatMap((choice) => (choice.meaning === null ? [] : [[choice.value, choice.meaning] as const]))
  return {
    ...found, choices, questions: [...missingFields(kind, found.mapping), ...unclearFormats(dateOrder, decimalSign), ...unknownWords(kind, choices)],
    settings: {
      currency: options.currency ?? (await read(ctx, workspaceSettings)).currency, fields: Object.keys(found.mapping), createCompanies: options.createCompanies ?? true,
      dateOrder: dateOrder === 'ask' || dateOrder === 'mixed' ? undefined : dateOrder, decimalSign: decimalSign === 'mixed' ? undefined : decimalSign,
      choices: kind.choices ? { [kind.choices.field]: Object.fromEntries(meanings) } : {},
    },
  }
}

/** The first rows give samples, by which columns are guessed; from then on each row gives evidence. */
async function lookAtRows(ctx: Ctx, fileId: Id, kind: AnyImportKind, asked: Asked, evidence: Evidence): Promise<Found> {
  const held: TableRow[] = []
  let settled: Pick<Found, 'columns' | 'mapping'> & { plan: ReturnType<typeof planRows> } | undefined
  let layout: FoundLayout | undefined
  let [rowsSeen, unreadable, isWhole] = [0, 0, true]

  const look = (row: TableRow, plan: ReturnType<typeof planRows>) => {
    if (row.cells.some((cell) => cell.includes('\ufffd'))) unreadable += 1
    evidence.add(valuesOf(plan, row), (field) => plan.cells.find((cell) => cell.field === field)?.type ?? 'text')
  }
  const settle = (names: string[]) => {
    const columns = names.map((name, at) => ({ name, samples: samplesOf(held, at) }))
    const mapping = applyMapping(guessMapping(kind.fields, columns), asked.mapping)
    const plan = planRows(kind, mapping, names)
    for (const row of held.splice(0)) look(row, plan)
    return { columns, mapping, plan }
  }
  scanning: for await (const piece of readTable(ctx, fileId, asked.options, kind.fields)) {
    layout = piece.layout
    for (const row of piece.rows) {
      isWhole = rowsSeen < scanLimit.rows && piece.bytes <= scanLimit.bytes
      if (!isWhole) break scanning
      rowsSeen += 1
      if (settled) look(row, settled.plan)
      else if (held.push(row) >= sampleRows) settled = settle(piece.layout.columns)
    }
  }
  if (!layout) throw new Error('a table without rows is refused when it is read')
  const { columns, mapping } = settled ?? settle(layout.columns)
  return { layout, columns, mapping, rowsSeen, isWhole, unreadable }
}

const samplesOf = (rows: TableRow[], at: number): string[] =>
  [...new Set(rows.map((row) => cleanLine(row.cells[at] ?? '')).filter(Boolean))].slice(0, samplesShown).map((sample) => sample.slice(0, 120))

/** What was said goes before what was guessed; a column that was claimed is not guessed for another field. */
function applyMapping(guess: Mapping, own: MappingIn | undefined): Mapping {
  if (!own) return guess
  const taken = new Set(Object.values(own))
  const kept = Object.entries(guess).filter(([field, column]) => !(field in own) && !taken.has(column))
  return Object.fromEntries([...kept, ...Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== null)])
}

function missingFields(kind: AnyImportKind, mapping: Mapping): Question[] {
  return kind.fields.filter((field) => field.required && mapping[field.name] === undefined).map((field) => ({ option: `mapping.${field.name}`, message: `Say which column holds: ${field.label}.` }))
}

function unclearFormats(dateOrder: string | undefined, decimalSign: string | undefined): Question[] {
  const questions: Question[] = []
  if (dateOrder === 'ask') questions.push({ option: 'options.dateOrder', message: 'The dates can be read as day/month or as month/day. Say which is meant.' })
  if (dateOrder === 'mixed') questions.push({ option: 'options.dateOrder', message: 'Some dates are day/month and others month/day. Say which is meant; rows with the other will be rejected.' })
  if (decimalSign === 'mixed') questions.push({ option: 'options.decimalSign', message: 'Some amounts use a point before the decimals and some a comma. Say which is meant.' })
  return questions
}

function unknownWords(kind: AnyImportKind, choices: Choice[]): Question[] {
  const { choices: field } = kind
  if (!field) return []
  const meanings = field.meanings.map((meaning) => meaning.label.toLowerCase()).join(', ')
  return choices.filter((choice) => choice.meaning === null).slice(0, mostQuestions).map((choice) => ({ option: `options.choices.${field.field}`, message: `Say what “${choice.value}” means: ${meanings}.` }))
}

async function choicesOf(ctx: Ctx, kind: AnyImportKind, words: { value: string; count: number }[], options: ImportOptions): Promise<Choice[]> {
  const { choices } = kind
  if (!choices) return []
  const decided = await read(ctx, (r) => choices.decided(r))
  const said = options.choices?.[choices.field] ?? {}
  return words.map(({ value, count }) => {
    const known = said[value] ?? decided.get(value)
    if (known !== undefined && choices.meanings.some((meaning) => meaning.value === known)) return { value, count, meaning: known, source: 'decided' as const }
    const guess = choices.guess(value)
    return { value, count, meaning: guess ?? null, source: guess === undefined ? null : ('guessed' as const) }
  })
}
