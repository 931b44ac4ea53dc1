import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { OpenPromise, PromiseLine } from '../promises/index.ts'

/** How promises to answer an application are shown in Today and in reminders. */
export async function describeApplicationPromises(r: Reading, promises: OpenPromise[]): Promise<Map<Id, PromiseLine>> {
  const rows = await r.q
    .selectFrom('application').select(['partner_id', 'person_name', 'partner_type', 'email_confirmed_at'])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(promises.map((promise) => promise.subjectId))).orderBy('id', 'desc')
    .execute()
  const byPartner = new Map(rows.map((row) => [row.partner_id, row]))
  return new Map(promises.map((promise): [Id, PromiseLine] => {
    const row = byPartner.get(promise.subjectId)
    const detail = row ? `${row.person_name} asks to be a partner, ${row.partner_type}${row.email_confirmed_at ? '' : '; e-mail not confirmed'}` : ''
    return [promise.id, { noun: 'partner', headline: promise.partnerName, detail }]
  }))
}
