import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { accountIds, type AccountKey } from './store.ts'

export type Posting = { cause: string; because: Id | null; on: string; memo: string; entries: { account: AccountKey; amountMinor: bigint; lineId?: Id }[] }

/** One journal beside the booking of commission lines. The cause makes it happen once: the same again fails on its unique key; `held` is made unique by the journal. */
export async function postEntries(tx: Tx, { cause, because, on, memo, entries }: Posting): Promise<Id> {
  const id = newId(tx.now.epochMilliseconds)
  const accounts = await accountIds(tx, entries.map((entry) => entry.account))
  await tx.q
    .with('written', (q) => q.insertInto('journal').values({ workspace_id: tx.workspace, id, cause: cause === 'held' ? `held:${id}` : cause, event_id: because, item_id: null, effective_on: on, recorded_at: tx.now, memo, entry_count: entries.length }))
    .insertInto('entry')
    .values(entries.map(({ account, amountMinor, lineId }, i) => ({
      workspace_id: tx.workspace, journal_id: id, line_no: i + 1, entry_count: entries.length, account_id: accounts(account), amount_minor: amountMinor, currency: account.currency, commission_line_id: lineId ?? null,
    })))
    .execute()
  return id
}
