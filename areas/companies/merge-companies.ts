import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, orThrow, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import { companyAbsorbed, companyMerged } from './events.ts'
import { graderOf } from './icp.ts'
import { lockIcp, lockMerges } from './locks.ts'
import { countOf, keepChanges, look } from './merge-log.ts'
import { decideMerge, mergedFacts, mergedParent, type Facts } from './merge-rules.ts'
import { ownTables } from './merge-tables.ts'
import { notePairMerged } from './pair-store.ts'
import { aliasesOf, domainsOf } from './queries.ts'
import { everyRelinker } from './relinkers.ts'
import { addKeys, addNames } from './store.ts'

/**
 * `otherId` becomes part of `id`: names, websites, subsidiaries and all that other areas hang on it, in one transaction. The absorbed
 * row stays and points to the survivor, so that ids in history keep working. Asked twice it is done once. Refuses itself, one that is
 * absorbed already (companies.merged_already), and what the areas say against it, such as two introductions by one partner.
 */
export async function mergeCompanies(ctx: Ctx, id: Id, otherId: Id, why: string): Promise<{ id: Id }> {
  allow(ctx, 'companies:write')
  if (!why.trim()) throw refuseField('why', 'required', 'Say why.')
  return transact(ctx, async (tx) => {
    await lockMerges(tx, 'merge')
    await lockIcp(tx, 'grade')
    const [into, from] = await lockBoth(tx, id, otherId)
    const before = from.mergedInto === into.id ? await standing(tx, from.id) : undefined
    if (before) return { id: before }
    orThrow(decideMerge(into, from))
    const pair = { from: from.id, into: into.id }
    for (const one of everyRelinker()) orThrow((await one.against?.(tx, pair)) ?? 'ok')
    const tables = [...ownTables, ...everyRelinker().flatMap((one) => one.tables)]
    const was = await look(tx, tables, [into.id, from.id])
    const moved: { what: string; count: number }[] = []
    for (const table of tables) if (table.what) moved.push({ what: table.what, count: await countOf(tx, table, from.id) })
    const mergeId = newId(tx.now.epochMilliseconds)
    await tx.q.insertInto('company_merge').values({ workspace_id: tx.workspace, id: mergeId, kind: 'merge', company_id: into.id, other_id: from.id, why: why.trim(), made_at: tx.now, made_by: 'id' in tx.actor ? tx.actor.id : null, moved: JSON.stringify(moved) }).execute()
    await moveOwn(tx, into, from)
    for (const one of everyRelinker()) await one.move(tx, pair)
    await keepChanges(tx, mergeId, was, [into.id, from.id])
    await notePairMerged(tx, pair, mergeId)
    await recordAll(tx, [companyMerged(into.id, { absorbed: from.id, mergeId }, why), companyAbsorbed(from.id, { into: into.id, mergeId }, why)])
    return { id: mergeId }
  })
}

/** The merge by which a company is part of another one now. */
const standing = async (r: Reading, absorbed: Id): Promise<Id | undefined> =>
  (await r.q.selectFrom('company_merge').select('id').where('workspace_id', '=', r.workspace).where('other_id', '=', absorbed).where('kind', '=', 'merge').where('undone_at', 'is', null).executeTakeFirst())?.id

/** Both, held against whoever writes something of them, in the order of their ids whatever is merged into which. */
export async function lockBoth(tx: Tx, id: Id, otherId: Id): Promise<[Facts, Facts]> {
  const rows = await tx.q
    .selectFrom('company')
    .select(['id', 'name', 'domain', 'industry', 'employees', 'street', 'zip', 'city', 'country', 'phone', 'founded_year', 'annual_revenue_minor', 'annual_revenue_currency', 'attributes', 'crm_id', 'parent_id', 'parent_key', 'is_customer', 'direct_only', 'last_contact_at', 'merged_into'])
    .where('workspace_id', '=', tx.workspace).where('id', 'in', [id, otherId]).orderBy('id').forUpdate().execute()
  const found = new Map(rows.map((row): [Id, Facts] => [row.id, {
    id: row.id, name: row.name, domain: row.domain, industry: row.industry, employees: row.employees, street: row.street, zip: row.zip, city: row.city, country: row.country, phone: row.phone, foundedYear: row.founded_year, annualRevenueMinor: row.annual_revenue_minor,
    annualRevenueCurrency: row.annual_revenue_currency, attributes: row.attributes as Facts['attributes'], crmId: row.crm_id, parentId: row.parent_id, parentKey: row.parent_key, isCustomer: row.is_customer,
    directOnly: row.direct_only, lastContactAt: row.last_contact_at, mergedInto: row.merged_into,
  }]))
  const [one, other] = [found.get(id), found.get(otherId)]
  if (!one || !other) throw notFound('company')
  return [one, other]
}

async function moveOwn(tx: Tx, into: Facts, from: Facts): Promise<void> {
  const parentId = mergedParent({ ...into, above: await above(tx, into.id) }, { ...from, above: await above(tx, from.id) })
  const facts = mergedFacts(into, from)
  const names = [{ name: from.name, kind: 'alias' as const }, ...(await aliasesOf(tx, from.id))].filter((one) => one.name !== into.name)
  const domains = await domainsOf(tx, from.id)
  // The id of the CRM is unique: the absorbed one lets go of it before the survivor takes it. One that cannot move stays for the next import.
  await tx.q.updateTable('company').set({ merged_into: into.id, crm_id: into.crmId ? from.crmId : null, changed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', from.id).execute()
  await sql`update company_domain set company_id = ${into.id}::uuid where workspace_id = ${tx.workspace}::uuid and company_id = ${from.id}::uuid`.execute(tx.q)
  await tx.q.deleteFrom('company_key').where('workspace_id', '=', tx.workspace).where('company_id', '=', from.id).execute()
  addNames(tx, names.map((one) => ({ id: into.id, ...one })))
  addKeys(tx, [{ id: into.id, names: names.map((one) => one.name), domains }])
  await tx.q.updateTable('company').set({ parent_id: into.id, changed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('parent_id', '=', from.id).where('id', '<>', into.id).execute()
  const graded = (await graderOf(tx))(facts)
  await tx.q
    .updateTable('company')
    .set({
      domain: facts.domain, industry: facts.industry, employees: facts.employees, street: facts.street, zip: facts.zip, city: facts.city, country: facts.country, phone: facts.phone, founded_year: facts.foundedYear, annual_revenue_minor: facts.annualRevenueMinor,
      annual_revenue_currency: facts.annualRevenueCurrency, attributes: JSON.stringify(facts.attributes), crm_id: facts.crmId, parent_id: parentId, parent_key: parentId ? null : facts.parentKey, is_customer: facts.isCustomer,
      direct_only: facts.directOnly, last_contact_at: facts.lastContactAt, changed_at: tx.now,
      ...(graded ? { icp_grade: graded.grade, icp_reasons: JSON.stringify(graded.reasons), icp_unknown: JSON.stringify(graded.unknown) } : {}),
    })
    .where('workspace_id', '=', tx.workspace).where('id', '=', into.id)
    .execute()
}

/** Everything over a company, nearest first. */
async function above(r: Reading, id: Id): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`with recursive up(id, parent_id, depth) as (
      select c.id, c.parent_id, 0 from company c where c.workspace_id = ${r.workspace}::uuid and c.id = ${id}::uuid
      union all select c.id, c.parent_id, up.depth + 1 from up join company c on c.workspace_id = ${r.workspace}::uuid and c.id = up.parent_id where up.depth < 50
    ) select id from up where depth > 0 order by depth`.execute(r.q)
  return rows.map((row) => row.id)
}

