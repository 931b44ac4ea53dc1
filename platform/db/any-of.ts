import { sql, type RawBuilder } from 'kysely'
import type { Id } from '../../kernel/ids.ts'

/** For `where('id', '=', anyOf(ids))`: the ids as one value, so that the statement is the same, and prepared, however many there are. */
export function anyOf(ids: Iterable<Id>): RawBuilder<Id> {
  return sql<Id>`any(${[...new Set(ids)]}::uuid[])`
}

/** The same for texts. */
export function anyOfTexts(texts: Iterable<string>): RawBuilder<string> {
  return sql<string>`any(${[...new Set(texts)]}::text[])`
}
