import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { CompanyChange } from './contract.ts'
import { companyUpdated } from './events.ts'
import { graderOf } from './icp.ts'
import { lockIcp } from './locks.ts'
import { nameKey } from './names.ts'
import { aliasesOf, attributesOf, domainsOf } from './queries.ts'
import { readWebsite } from './read-website.ts'
import { addDomains, addKeys, addNames, companyById, lockCompany, type CompanyRow } from './store.ts'

const columns = { industry: 'industry', employees: 'employees', street: 'street', zip: 'zip', city: 'city', country: 'country', phone: 'phone', foundedYear: 'founded_year', isCustomer: 'is_customer', directOnly: 'direct_only', parentId: 'parent_id' } as const

/**
 * Changes what is given and nothing else; the grade follows. `domains` and `aliases` are the whole new lists, the first domain is the
 * main one. A new name keeps the old one as a former name. Refuses a domain of another company and a parent that is a child.
 */
export async function changeCompany(ctx: Ctx, id: Id, wanted: CompanyChange, why?: string | null): Promise<{ id: Id }> {
  allow(ctx, 'companies:write')
  return transact(ctx, async (tx) => {
    await lockIcp(tx, 'grade')
    const before = await lockCompany(tx, id)
    const change = wanted.parentId ? { ...wanted, parentId: (await companyById(tx, wanted.parentId)).id } : wanted
    if (change.parentId) await refuseCircle(tx, id, change.parentId)
    const given = (Object.keys(columns) as (keyof typeof columns)[]).filter((key) => change[key] !== undefined && change[key] !== before[key])
    const renamed = change.name !== undefined && change.name !== before.name
    if (renamed && nameKey(change.name ?? '') === '') throw refuseField('name', 'companies.name', 'There is no name to read in this.')
    const fields = [
      ...given, ...(renamed ? ['name'] : []), ...(await changeDomains(tx, before, change.domains) ? ['domains'] : []),
      ...(await changeAliases(tx, before, change.aliases, renamed ? (change.name ?? null) : null) ? ['aliases'] : []),
    ]
    if (fields.length === 0) return { id }
    const after = { ...before, ...Object.fromEntries(given.map((key) => [key, change[key]])) } as CompanyRow
    const attributes = await attributesOf(tx, id)
    const graded = (await graderOf(tx))({ ...after, attributes })
    await tx.q
      .updateTable('company')
      .set({
        ...Object.fromEntries(given.map((key) => [columns[key], change[key]])), ...(renamed && change.name ? { name: change.name, name_key: nameKey(change.name) } : {}), changed_at: tx.now,
        ...(graded ? { icp_grade: graded.grade, icp_reasons: JSON.stringify(graded.reasons), icp_unknown: JSON.stringify(graded.unknown) } : {}),
      })
      .where('workspace_id', '=', tx.workspace).where('id', '=', id)
      .execute()
    const regraded = graded && graded.grade !== before.icpGrade ? { grade: { from: before.icpGrade, to: graded.grade } } : {}
    await record(tx, companyUpdated(id, { fields, ...regraded }, why ?? null))
    return { id }
  })
}

async function changeDomains(tx: Tx, company: CompanyRow, wanted: string[] | undefined): Promise<boolean> {
  if (!wanted) return false
  const domains = [...new Set(wanted.map((text, index) => readWebsite(text, `domains.${index}`).domain))]
  const have = await domainsOf(tx, company.id)
  if (domains.length === have.length && domains.every((domain) => have.includes(domain)) && (domains[0] ?? null) === company.domain) return false
  const leaving = have.filter((domain) => !domains.includes(domain))
  if (leaving.length > 0) await tx.q.deleteFrom('company_domain').where('workspace_id', '=', tx.workspace).where('company_id', '=', company.id).where('domain', 'in', leaving).execute()
  const arriving = domains.filter((domain) => !have.includes(domain))
  const written = await addDomains(tx, arriving.map((domain) => ({ id: company.id, domain })))
  const taken = arriving.find((domain) => !written.has(domain))
  if (taken) throw refuseField('domains', 'companies.domain_taken', `Another company has the website ${taken} already.`)
  addKeys(tx, [{ id: company.id, names: [], domains: arriving }])
  await tx.q.updateTable('company').set({ domain: domains[0] ?? null }).where('workspace_id', '=', tx.workspace).where('id', '=', company.id).execute()
  return true
}

async function changeAliases(tx: Tx, company: CompanyRow, wanted: string[] | undefined, newName: string | null): Promise<boolean> {
  const have = await aliasesOf(tx, company.id)
  const name = newName ?? company.name
  const aliases = [...new Set(wanted ?? have.map((alias) => alias.name))].filter((alias) => alias !== name && nameKey(alias) !== '')
  const leaving = have.filter((alias) => !aliases.includes(alias.name)).map((alias) => alias.name)
  if (leaving.length > 0) await tx.q.deleteFrom('company_name').where('workspace_id', '=', tx.workspace).where('company_id', '=', company.id).where('name', 'in', leaving).execute()
  const arriving = aliases.filter((alias) => !have.some((one) => one.name === alias))
  addNames(tx, [...arriving.map((alias) => ({ id: company.id, name: alias, kind: 'alias' as const })), ...(newName ? [{ id: company.id, name: company.name, kind: 'former' as const }] : [])])
  addKeys(tx, [{ id: company.id, names: [...arriving, ...(newName ? [newName] : [])], domains: [] }])
  return leaving.length + arriving.length > 0
}

async function refuseCircle(tx: Tx, id: Id, parentId: Id): Promise<void> {
  const { rows } = await sql<{ id: Id }>`
    with recursive up(id, parent_id, depth) as (
      select c.id, c.parent_id, 1 from company c where c.workspace_id = ${tx.workspace}::uuid and c.id = ${parentId}::uuid
      union all select c.id, c.parent_id, up.depth + 1 from up join company c on c.workspace_id = ${tx.workspace}::uuid and c.id = up.parent_id where up.depth < 50
    ) select id from up where id = ${id}::uuid limit 1`.execute(tx.q)
  if (rows.length > 0) throw refuse('conflict', 'companies.parent_circle', 'The parent would be its own subsidiary.')
}
