import type { Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { OpenPromise, PromiseLine } from '../promises/index.ts'
import { reasonWords, type DisputeReason } from './dispute-rules.ts'

/** How promises to answer a dispute are shown in Today and in reminders. */
export async function describeDisputePromises(r: Reading, promises: OpenPromise[]): Promise<Map<Id, PromiseLine>> {
  const rows = await r.q
    .selectFrom('dispute as d').innerJoin('commission_line as l', (j) => j.onRef('l.workspace_id', '=', 'd.workspace_id').onRef('l.id', '=', 'd.commission_line_id'))
    .select(['d.id', 'd.reason', 'd.body', 'l.amount_minor', 'l.currency'])
    .where('d.workspace_id', '=', r.workspace).where('d.id', '=', anyOf(promises.map((promise) => promise.subjectId))).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return new Map(promises.flatMap((promise): [Id, PromiseLine][] => {
    const row = byId.get(promise.subjectId)
    if (!row) return []
    return [[promise.id, { noun: 'dispute', headline: `${formatMoney({ amountMinor: row.amount_minor, currency: row.currency })} of ${promise.partnerName}`, detail: `${reasonWords[row.reason as DisputeReason]}: “${row.body}”` }]]
  }))
}
