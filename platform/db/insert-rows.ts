// Rows as one JSON value: the statement is the same, and prepared, however many there are.
import { sql, type Insertable, type RawBuilder } from 'kysely'
import type { DB } from '../../db/tables.ts'

/** Instants and JSON columns are given as they are. */
type Row<C extends string> = { [column in C]: unknown }

/** `insert into T …`, to which `on conflict` and `returning` may be added. Columns that are not named have their default. */
export function insertRows<T extends keyof DB & string, C extends keyof Insertable<DB[T]> & string>(table: T, columns: readonly C[], rows: Row<C>[]): RawBuilder<unknown> {
  const names = sql.join(columns.map((name) => sql.id(name)))
  return sql`insert into ${sql.id(table)} (${names}) select ${names} from jsonb_populate_recordset(null::${sql.id(table)}, ${JSON.stringify(rows)}::jsonb)`
}
