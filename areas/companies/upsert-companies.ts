// Companies from a CRM or a list: found by the CRM's id, then by website, then by name, so that a second run changes nothing.
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { recordAll } from '../../platform/events/record.ts'
import { companyCreated, companyUpdated } from './events.ts'
import { graderOf } from './icp.ts'
import { lockAllNames } from './locks.ts'
import { recogniseMany } from './recognise-many.ts'
import type { Linked } from './recognising.ts'
import { insertCompanies, type NewCompany } from './store.ts'
import { adoptOrphans } from './parents.ts'
import { compareWithKnown, fetchKnown, writeChanges, type KnownCompany } from './upsert-known.ts'
import { checkRow, type CheckedRow, type CompanyInput, type RowProblem } from './upsert-rows.ts'
import { wholeKeys } from './keys.ts'
import { parseName } from './names.ts'

export type UpsertOutcome = { outcome: 'created' | 'updated' | 'unchanged'; companyId: Id } | { outcome: 'problem'; problem: RowProblem }
type Pending = { index: number; row: CheckedRow }

/**
 * Writes a batch of some thousand rows in the caller's transaction; an outcome for each, in order. Holds back whoever else would make a
 * company until the transaction ends, so keep batches short. Two records with different ids of the CRM stay two companies, also under
 * one name; of two with one website the first keeps it. Rows of the batch that mean the same company become one.
 */
export async function upsertCompanies(tx: Tx, inputs: CompanyInput[], options: { createMissing?: boolean } = {}): Promise<UpsertOutcome[]> {
  const outcomes: UpsertOutcome[] = []
  let pending: Pending[] = []
  const ids = new Set<string>()
  for (const [index, input] of inputs.entries()) {
    const row = checkRow(input)
    if ('message' in row) outcomes[index] = { outcome: 'problem', problem: row }
    else if (row.crmId && ids.has(row.crmId)) outcomes[index] = { outcome: 'problem', problem: { field: 'crmId', code: 'companies.crmId_twice', message: `The id “${row.crmId}” is in this file twice.` } }
    else {
      if (row.crmId) ids.add(row.crmId)
      pending.push({ index, row })
    }
  }
  await lockAllNames(tx)
  // A row that might be one that this batch creates waits for the next round, which then finds it. At most one of the two has an id.
  for (let round = 0; pending.length > 0 && round < 12; round++) pending = await settle(tx, pending, outcomes, options.createMissing ?? true)
  for (const { index } of pending) outcomes[index] = { outcome: 'problem', problem: { field: 'name', code: 'companies.name_twice', message: 'Several rows of this file name this company.' } }
  return outcomes
}

async function settle(tx: Tx, pending: Pending[], outcomes: UpsertOutcome[], createMissing: boolean): Promise<Pending[]> {
  const known = await fetchKnown(tx, pending.map(({ row }) => row))
  const linked = await recogniseMany(tx, pending.map(({ row }) => ({ name: row.name, street: row.fields.street, zip: row.fields.zip, city: row.fields.city, phone: row.fields.phone, ...(row.domain ? { domain: row.domain } : {}), ...(row.lookAlikeOf ? { lookAlikeOf: row.lookAlikeOf } : {}) })), { exact: true })
  const later: Pending[] = []
  const changes: { index: number; row: CheckedRow; known: KnownCompany }[] = []
  const fresh: Pending[] = []
  const claimed = new Map<string, CheckedRow>()
  const byName = await fetchKnown(tx, [], linked.flatMap((link) => sameNamed(link)))
  const taken = new Set<Id>()
  for (const [i, item] of pending.entries()) {
    const { row } = item
    const found = (row.crmId ? known.byCrmId.get(row.crmId) : undefined) ?? free(row, row.domain ? known.byDomain.get(row.domain) : undefined) ??
      sameNamed(linked[i]).map((id) => free(row, byName.byId.get(id))).find((company) => company !== undefined)
    if (found && taken.has(found.id)) later.push(item)
    else if (found) {
      taken.add(found.id)
      changes.push({ ...item, row: ownSite(row, found, known.byDomain), known: found })
    } else if (!createMissing) outcomes[item.index] = { outcome: 'problem', problem: { field: 'name', code: 'companies.unknown', message: 'We know no such company.' } }
    else if (waits(row, claimed)) later.push(item)
    else fresh.push(item)
  }
  await create(tx, fresh, known.byDomain, outcomes)
  await change(tx, changes, outcomes)
  return later
}

/** The one it is, or those of the very same name: the CRM's id decides between them. */
function sameNamed(link: Linked | undefined): Id[] {
  if (link?.band !== 'same' || !link.companyId) return []
  return [link.companyId, ...link.candidates.filter((one) => one.score >= 0.98 && one.companyId !== link.companyId).map((one) => one.companyId)]
}

/** Somebody else's by the CRM's word: a record with another id is another company. */
const free = (row: CheckedRow, found: KnownCompany | undefined): KnownCompany | undefined => (found && (!row.crmId || !found.crm_id || found.crm_id === row.crmId) ? found : undefined)

/** A website that is another company's stays there and is no news, however often the file says it. */
function ownSite(row: CheckedRow, found: KnownCompany, byDomain: Map<string, KnownCompany>): CheckedRow {
  const owner = row.domain ? byDomain.get(row.domain) : undefined
  return owner && owner.id !== found.id ? { ...row, domain: null } : row
}

/** Whether an earlier new row of the batch may be the same company. Marks this one where not. */
function waits(row: CheckedRow, claimed: Map<string, CheckedRow>): boolean {
  const names = [...wholeKeys(parseName(row.name)), ...(row.domain ? [`d${row.domain}`] : [])]
  const twin = names.map((name) => claimed.get(name)).find((other) => other && !(other.crmId && row.crmId))
  if (twin) return true
  for (const name of names) if (!claimed.has(name) || !row.crmId) claimed.set(name, row)
  return false
}

async function create(tx: Tx, rows: Pending[], byDomain: Map<string, KnownCompany>, outcomes: UpsertOutcome[]): Promise<void> {
  if (rows.length === 0) return
  const grade = await graderOf(tx)
  const domains = new Set(byDomain.keys())
  const companies = rows.map(({ row }): NewCompany => {
    const domain = row.domain && !domains.has(row.domain) ? row.domain : null
    if (domain) domains.add(domain)
    const { industry = null, employees = null, street = null, zip = null, city = null, country = null, phone = null, founded_year: foundedYear = null, annual_revenue_minor: annualRevenueMinor = null, annual_revenue_currency: annualRevenueCurrency = null } = row.fields
    const facts = { industry, employees, country, foundedYear, annualRevenueMinor, annualRevenueCurrency, attributes: { ...row.attributes, ...(row.domain && !domain ? { website: row.domain } : {}) } }
    return {
      name: row.name, domain, aliases: row.aliases, street, zip, city, phone, ...facts, crmId: row.crmId,
      parentKey: row.parentKey, isCustomer: row.fields.is_customer ?? false, directOnly: row.fields.direct_only ?? false, lastContactAt: row.fields.last_contact_at ?? null,
      graded: grade(facts),
    }
  })
  const ids = await insertCompanies(tx, companies)
  await adoptOrphans(tx, ids)
  await recordAll(tx, companies.map((company, i) => companyCreated(ids[i] ?? '', { name: company.name, source: 'import', grade: company.graded?.grade ?? null })))
  for (const [i, { index }] of rows.entries()) outcomes[index] = { outcome: 'created', companyId: ids[i] ?? '' }
}

async function change(tx: Tx, rows: { index: number; row: CheckedRow; known: KnownCompany }[], outcomes: UpsertOutcome[]): Promise<void> {
  const grade = await graderOf(tx)
  const changes = rows.map(({ row, known }) => compareWithKnown(row, known, grade))
  const real = changes.filter((one) => one.fields.length > 0)
  const written = await writeChanges(tx, real)
  await recordAll(tx, real.filter((one) => written.has(one.id)).map((one) => companyUpdated(one.id, { fields: one.fields, ...(one.grade ? { grade: one.grade } : {}) })))
  for (const [i, { index, known }] of rows.entries()) outcomes[index] = { outcome: (changes[i]?.fields.length ?? 0) > 0 ? 'updated' : 'unchanged', companyId: known.id }
}
