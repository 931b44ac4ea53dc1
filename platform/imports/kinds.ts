import type { Permission } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../db/context.ts'
import type { DateOrder } from './dates.ts'
import type { DecimalSign } from './amounts.ts'

/** What a field's text is, which tells the machine what to look at before a run. */
export type FieldType = 'text' | 'date' | 'amount' | 'choice'

export type ImportField = {
  name: string
  label: string
  help?: string
  required?: boolean
  type?: FieldType
  /** Column names under which exports carry it, in lower case with single spaces. The first is the most usual. */
  synonyms: string[]
  /** Whether a value reads like this field; helps where the column names say nothing. */
  looksLike?: (value: string) => boolean
}

/** A word of the file and what it means to us; `guessed` was not decided by anyone yet. */
export type Choice = { value: string; count: number; meaning: string | null; source: 'decided' | 'guessed' | null }

/** How values are read; settled before a run and kept with it, so that a resumed run reads the same. */
export type Settings = {
  currency: string
  /** Fields that the file has; what it does not have stays as it is. */
  fields: string[]
  dateOrder: DateOrder | undefined
  decimalSign: DecimalSign | undefined
  /** Field → word of the file → meaning. */
  choices: Record<string, Record<string, string>>
  /** Whether companies that are not known yet may be made. */
  createCompanies: boolean
}

export type Fault = { field: string; reason: string }
export type RowOutcome = { outcome: 'created' | 'updated' | 'unchanged' } | { outcome: 'rejected'; field: string; reason: string }

/** What an area can take from a file. `Row` is what one row of the file comes to. */
export type ImportKind<Row> = {
  kind: string
  label: string
  /** What the caller must be allowed besides importing. */
  permission: Permission
  fields: ImportField[]
  /** Whether columns that hold no field of ours can be kept as they are, under `column:` and their name. */
  keepsColumns?: boolean
  /** The field whose value names a row in the system it comes from. */
  keyField: string
  choices?: {
    field: string
    meanings: { value: string; label: string }[]
    guess: (value: string) => string | undefined
    decided: (r: Reading) => Promise<Map<string, string>>
    decide: (tx: Tx, decisions: { value: string; meaning: string }[]) => Promise<void>
  }
  /** Pure. Values are by field, cleaned, empty ones left out. */
  parse: (values: Record<string, string>, settings: Settings) => { row: Row } | { faults: Fault[] }
  /** How a row was understood, by field, for the preview. */
  say: (row: Row) => Record<string, string>
  /**
   * Looks up what the rows of the next batch ask for, on another connection while the one before is written. Only a head start: `write`
   * must not rely on it.
   */
  lookAhead?: (r: Reading, rows: Row[], settings: Settings) => Promise<void>
  /** Tables whose rows its statements look for while a file comes in. */
  fills: readonly string[]
  /** Writes rows with different keys in the caller's transaction; an outcome for each, in order. Refuses rows, never the batch. */
  write: (tx: Tx, rows: Row[], settings: Settings, importId: Id) => Promise<RowOutcome[]>
}

/** What stands in a mapping for a column that is kept as it is: its own name behind this. */
export const keptColumn = 'column:'

export type AnyImportKind = ImportKind<unknown>
const kinds = new Map<string, AnyImportKind>()

/** Called once at start by the area that takes the rows. */
export function registerImportKind<Row>(kind: ImportKind<Row>): void {
  kinds.set(kind.kind, kind as unknown as AnyImportKind)
}

export const importKind = (kind: string): AnyImportKind | undefined => kinds.get(kind)
export const importKinds = (): AnyImportKind[] => [...kinds.values()]
