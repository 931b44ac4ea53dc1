import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import { parseId, showId, type Id, type Noun } from '../../kernel/ids.ts'

/** "Newest first" unless sorted: `by` is one of the names that the list offers. */
export type Sort<By extends string = string> = { by: By; descending: boolean }
/** `byPlace`: the list's own order is not that of its ids. */
type Asked = { limit: number; after?: string | undefined; sort?: Sort | undefined; byPlace?: boolean }

/**
 * How a page of a list is cut. In its own order a list goes on after the id of the last row, which stays right while rows arrive; sorted
 * by something else, or with an order of its own that is not that of ids, it goes on after so many rows.
 */
export function paging(noun: Noun, asked: Asked): { afterId: Id | undefined; offset: number; next: (found: { id: Id }[]) => string | null } {
  const byPlace = asked.byPlace || asked.sort !== undefined
  const offset = byPlace ? Number(/^at_(\d{1,9})$/.exec(asked.after ?? '')?.[1] ?? 0) : 0
  return {
    afterId: byPlace || !asked.after ? undefined : parseId(noun, asked.after),
    offset,
    next: (found) => {
      if (found.length <= asked.limit) return null
      return byPlace ? `at_${offset + asked.limit}` : showId(noun, found[asked.limit - 1]!.id)
    },
  }
}

/** Orders by the expression asked for, what is missing last, then by id. */
export function sorted<DB, T extends keyof DB, O>(query: SelectQueryBuilder<DB, T, O>, sort: Sort, expressions: Record<string, RawBuilder<unknown>>, id: string): SelectQueryBuilder<DB, T, O> {
  const expression = expressions[sort.by]
  if (!expression) throw new Error(`no such order: ${sort.by}`)
  return query.orderBy(sql`${expression} ${sql.raw(sort.descending ? 'desc' : 'asc')} nulls last`).orderBy(sql.ref(id))
}
