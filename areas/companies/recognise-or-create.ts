import type { Id } from '../../kernel/ids.ts'
import { refuseField } from '../../kernel/refusal.ts'
import type { Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { record } from '../../platform/events/record.ts'
import { showDomain } from './domains.ts'
import { companyCreated, type Source } from './events.ts'
import { graderOf } from './icp.ts'
import { wholeKeys } from './keys.ts'
import { lockNames } from './locks.ts'
import { parseName } from './names.ts'
import { notePairs } from './pair-store.ts'
import type { Buyer } from './read-buyer.ts'
import { recogniseExactly, recogniseForWriting, type Recognised } from './recognise.ts'
import type { Candidate } from './rules.ts'
import { domainKeys, insertCompanies, type CompanyRow, type NewCompany } from './store.ts'

type Facts = { industry?: string | null; employees?: number | null; country?: string | null }
/** `company` is the row of one that was known already. */
export type Introduced = { companyId: Id; isNew: boolean; company: CompanyRow | null; maybe: Candidate[] }

/**
 * The company that a buyer is, made when nobody knows it. However many ask at once, an unknown buyer becomes one company. `maybe` names
 * those that it might be as well: someone should look. Refuses a buyer that names no company.
 */
export async function recogniseOrCreate(tx: Tx, buyer: Buyer, facts: Facts & { source?: Source } = {}): Promise<Introduced> {
  if (buyer.problem) throw refuseField(buyer.problem.field, buyer.problem.code, buyer.problem.message)
  const clear = await recogniseExactly(tx, buyer)
  const known = clear && asKnown(clear)
  if (known) return known
  await lockNames(tx, identities(buyer))
  const [again, grade] = await Promise.all([recogniseForWriting(tx, buyer), grader(tx, undefined)])
  const meanwhile = asKnown(again)
  if (meanwhile) return meanwhile
  const name = buyer.name ?? showDomain(buyer.domain ?? '')
  const { industry = null, employees = null, country = null, source = 'introduction' } = facts
  const graded = grade({ industry, employees, country })
  const companyId = await insertOne(tx, { name, domain: buyer.domain ?? null, industry, employees, street: buyer.street ?? null, country, graded })
  notePairs(tx, companyId, again.candidates)
  await record(tx, companyCreated(companyId, { name, source, grade: graded?.grade ?? null, maybe: again.candidates.map((one) => one.companyId), suspicious: buyer.suspicious ?? null }))
  return { companyId, isNew: true, company: null, maybe: again.candidates }
}

const insertOne = together((tx: Tx, all: NewCompany[]) => insertCompanies(tx, all))
const grader = together(async (tx: Tx, all: undefined[]) => {
  const grade = await graderOf(tx)
  return all.map(() => grade)
})

/** Others of the very same name are worth a look even when the one is clear. */
function asKnown({ band, company, candidates }: Recognised): Introduced | undefined {
  if (band !== 'same' || !company) return undefined
  return { companyId: company.id, isNew: false, company, maybe: candidates.filter((one) => one.companyId !== company.id && one.score >= 0.98) }
}

/** What two who mean the same unknown company have in common, however they write it. */
export function identities(buyer: Pick<Buyer, 'name' | 'domain'>): string[] {
  return [...(buyer.name ? wholeKeys(parseName(buyer.name)) : []), ...(buyer.domain ? [...domainKeys(buyer.domain), `d${buyer.domain}`] : [])]
}
