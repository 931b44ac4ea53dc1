// Queries that are asked all the time are put into words once; each call brings only its values.
import { CompiledQuery, type Insertable, type Kysely } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { arraysOf, type ColumnType } from './arrays.ts'
import type { Reading } from './context.ts'
import { lineOf } from './pipeline.ts'
import type { Statement } from './transact.ts'

/** Where a value goes. */
class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
const places = new Proxy({}, { get: (_, name) => new Place(String(name)) })
type Always = Pick<Reading, 'workspace' | 'now'>

/**
 * The rows that a query gives. `build` is called once, with places instead of values and instead of the workspace and moment of whoever
 * asks: it may not look at them, and is the same query whatever they are.
 */
export function compiledOnce<Values extends object, Row>(build: (q: Kysely<DB>, values: Values, asker: Always) => { compile(q: Kysely<DB>): CompiledQuery<Row> }): (r: Reading, values: Values) => Promise<Row[]> {
  let kept: { text: string; parameters: readonly unknown[] } | undefined
  return async (r, values) => {
    if (!kept) {
      const { sql, parameters } = build(r.q, places as Values, places as Always).compile(r.q)
      kept = { text: sql, parameters }
    }
    const all: Record<string, unknown> = { workspace: r.workspace, now: r.now, ...values }
    const { rows } = await lineOf(r.q).send(kept.text, kept.parameters.map((parameter) => (parameter instanceof Place ? all[parameter.name] : parameter)))
    return rows as Row[]
  }
}

/** Writes rows that are given as an array for each column, however many they are: instants and JSON columns as they are. */
export type Writing<C extends string, Returned> = {
  statement(rows: { [column in C]: unknown }[]): Statement
  rows(r: Reading, rows: { [column in C]: unknown }[]): Promise<Returned[]>
}

/** `insert into table`; columns that are not named have their default. `tail` is SQL that follows: `on conflict`, `returning`. */
export function inserting<T extends keyof DB & string, C extends keyof Insertable<DB[T]> & string, Returned = never>(table: T, columns: { [column in C]: ColumnType }, tail: string): Writing<C, Returned> {
  const given = arraysOf(columns)
  const text = `insert into "${table}" (${given.names}) select ${given.names} from ${given.from('x', 1)} ${tail}`
  return {
    statement: (rows) => ({ compile: () => CompiledQuery.raw(text, given.values(rows)) }),
    rows: async (r, rows) => (await lineOf(r.q).send(text, given.values(rows))).rows as Returned[],
  }
}
