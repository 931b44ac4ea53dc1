import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { companyNames } from '../companies/index.ts'
import { partnerNames } from '../partners/index.ts'

export type Names = { partner(id: Id): string; company(id: Id): string }

/** The names that a list of lines needs, in two queries. */
export async function namesOf(r: Reading, lines: { partnerId: Id; companyId: Id | null }[]): Promise<Names> {
  const partners = await partnerNames(r, lines.map((line) => line.partnerId))
  const companies = await companyNames(r, lines.flatMap((line) => (line.companyId ? [line.companyId] : [])))
  return { partner: (id) => partners.get(id) ?? '', company: (id) => companies.get(id) ?? '' }
}
