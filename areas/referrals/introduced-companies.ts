import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'

/** Which of these companies a partner has introduced, with the introduction that is newest; also those that were declined or lost. */
export async function introducedCompanies(r: Reading, partnerId: Id, companyIds: Id[]): Promise<Map<Id, Id>> {
  if (companyIds.length === 0) return new Map()
  const rows = await r.q.selectFrom('referral').select(['id', 'company_id']).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('company_id', '=', anyOf(companyIds)).orderBy('id').execute()
  return new Map(rows.map((row) => [row.company_id, row.id]))
}
