import { sql } from 'kysely'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import type { AccountKind } from './store.ts'

type Wanted = { at?: string | undefined; limit: number; after?: string | undefined }

/** One account and its entries up to the end of a day, newest first, each with the balance after it. `after` names the last entry seen. */
export async function accountView(r: Reading, id: Id, { at: asked, limit, after }: Wanted) {
  const account = await r.q.selectFrom('ledger_account').select(['id', 'kind', 'partner_id', 'currency']).where('workspace_id', '=', r.workspace).where('id', '=', id).executeTakeFirst()
  if (!account) throw notFound('account')
  const at = asked ?? await todayOf(r)
  const cursor = cursorOf(after)
  const upTo = () => r.q
    .selectFrom('entry as e')
    .innerJoin('journal as j', (join) => join.onRef('j.workspace_id', '=', 'e.workspace_id').onRef('j.id', '=', 'e.journal_id'))
    .where('e.workspace_id', '=', r.workspace).where('e.account_id', '=', id).where('j.effective_on', '<=', at)
  const older = () => upTo().$if(cursor !== undefined, (q) => q.where(sql<boolean>`(e.journal_id, e.line_no) < (${cursor?.journalId ?? id}::uuid, ${cursor?.line ?? 0})`))
  const sumOf = async (rows: ReturnType<typeof upTo>) => BigInt((await rows.select(sql<string>`coalesce(sum(e.amount_minor), 0)`.as('sum')).executeTakeFirstOrThrow()).sum)
  const rows = await older()
    .select(['e.journal_id', 'e.line_no', 'e.amount_minor', 'e.commission_line_id', 'j.effective_on', 'j.recorded_at', 'j.memo'])
    .orderBy('e.journal_id', 'desc').orderBy('e.line_no', 'desc').limit(limit + 1)
    .execute()
  const { n } = await upTo().select(sql<bigint>`count(*)`.as('n')).executeTakeFirstOrThrow()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  let left = await sumOf(older())
  const names = await partnerNames(r, account.partner_id ? [account.partner_id] : [])
  return {
    id, kind: account.kind as AccountKind, currency: account.currency, at, balanceMinor: await sumOf(upTo()), total: Number(n),
    partner: account.partner_id ? { id: account.partner_id, name: names.get(account.partner_id) ?? '' } : null,
    entries: page.map((row) => {
      const balanceMinor = left
      left -= row.amount_minor
      return { journalId: row.journal_id, line: row.line_no, amountMinor: row.amount_minor, balanceMinor, commissionId: row.commission_line_id, on: row.effective_on, recordedAt: row.recorded_at, memo: row.memo }
    }),
    next: rows.length > page.length && last ? `${showId('journal', last.journal_id)}:${last.line_no}` : null,
  }
}

/** "jrn_…:3"; anything else is no place in the list, so that it starts at the newest. */
function cursorOf(after: string | undefined): { journalId: Id; line: number } | undefined {
  const [shown = '', line = ''] = (after ?? '').split(':')
  const journalId = parseId('journal', shown)
  return journalId && /^\d{1,9}$/.test(line) ? { journalId, line: Number(line) } : undefined
}
