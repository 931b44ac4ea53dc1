// Guards rule 7: a repeated request has the effect of one. Key and result commit together with the effect.
import { timingSafeEqual } from 'node:crypto'
import { refuse } from '../../kernel/refusal.ts'
import type { Ctx, Tx } from './context.ts'

/** With `shownOnce` the result holds a secret: it is not kept, and a repeat is told so instead of running again. */
export async function replayOrRun<T>(tx: Tx, request: NonNullable<Ctx['idempotency']>, shownOnce: boolean, run: () => Promise<T>): Promise<T> {
  const { credential, key, fingerprint } = request
  const claimed = await tx.q
    .insertInto('idempotency')
    .values({ workspace_id: tx.workspace, credential, key, fingerprint: Buffer.from(fingerprint), created_at: tx.now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  if (claimed.numInsertedOrUpdatedRows === 0n) {
    const first = await tx.q
      .selectFrom('idempotency')
      .select(['fingerprint', 'result'])
      .where('workspace_id', '=', tx.workspace).where('credential', '=', credential).where('key', '=', key)
      .executeTakeFirst()
    if (!first || first.fingerprint.length !== fingerprint.length || !timingSafeEqual(first.fingerprint, fingerprint))
      throw refuse('invalid', 'idempotency.key_reused', 'This idempotency key was used before with other content. Use a new key for a new request.')
    if (shownOnce) throw refuse('conflict', 'idempotency.shown_once', 'This was done by an earlier request with the same key. Its secret was shown then and is not kept.')
    return (first.result as { value: T }).value
  }
  const value = await run()
  await tx.q
    .updateTable('idempotency')
    .set({ result: JSON.stringify({ value: shownOnce ? null : value }) })
    .where('workspace_id', '=', tx.workspace).where('credential', '=', credential).where('key', '=', key)
    .execute()
  return value
}

/** After this long a repeated request counts as a new one. */
export async function forgetKeys(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx.q.deleteFrom('idempotency').where('workspace_id', '=', tx.workspace).where('created_at', '<', before).execute()
}
