import { CompiledQuery } from 'kysely'
import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'

/** Rows of one workspace by a statement of the test's own. Under a login that is no superuser the bare connection sees none of them. */
export const sqlIn = <T = Record<string, unknown>>(ctx: Ctx, text: string, values: unknown[] = []): Promise<T[]> =>
  transact({ ...ctx, idempotency: undefined }, async (tx) => (await tx.q.executeQuery(CompiledQuery.raw(text, values))).rows as T[])
