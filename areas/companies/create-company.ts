import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { CompanyNew } from './contract.ts'
import { companyCreated } from './events.ts'
import { graderOf } from './icp.ts'
import { lockNames } from './locks.ts'
import { notePairs } from './pair-store.ts'
import { companyByDomain } from './queries.ts'
import { readWebsite } from './read-website.ts'
import { recognise } from './recognise.ts'
import { identities } from './recognise-or-create.ts'
import type { Candidate } from './rules.ts'
import { companyById, insertCompanies } from './store.ts'
import { nameKey } from './names.ts'

/**
 * A company that a member adds by hand. Refuses a website or an id of the CRM that another company has, and, unless `evenIfKnown`, a
 * company that we know already. `maybe` names those that it might be.
 */
export async function createCompany(ctx: Ctx, input: CompanyNew): Promise<{ id: Id; maybe: Candidate[] }> {
  allow(ctx, 'companies:write')
  if (nameKey(input.name) === '') throw refuseField('name', 'companies.name', 'There is no name to read in this.')
  const site = input.website ? readWebsite(input.website) : undefined
  return transact(ctx, async (tx) => {
    const sought = { name: input.name, street: input.street, zip: input.zip, city: input.city, phone: input.phone, country: input.country, ...site }
    await lockNames(tx, identities(sought))
    const known = await recognise(tx, sought)
    if (site && (await companyByDomain(tx, site.domain))) throw refuse('conflict', 'companies.domain_taken', 'Another company has this website already.')
    if (known.company && !input.evenIfKnown) throw refuse('conflict', 'companies.known_already', `We know this company already as ${known.company.name}.`)
    if (input.parentId) await companyById(tx, input.parentId)
    if (input.crmId && (await tx.q.selectFrom('company').select('id').where('workspace_id', '=', tx.workspace).where('crm_id', '=', input.crmId).executeTakeFirst()))
      throw refuse('conflict', 'companies.crm_id_taken', 'Another company has this id of the CRM already.')
    const { industry = null, employees = null, country = null } = input
    const graded = (await graderOf(tx))({ industry, employees, country, foundedYear: input.foundedYear })
    const [id] = await insertCompanies(tx, [{
      name: input.name, domain: site?.domain ?? null, aliases: (input.aliases ?? []).filter((alias) => alias !== input.name), industry, employees, street: input.street, zip: input.zip, city: input.city, country,
      phone: input.phone, foundedYear: input.foundedYear ?? null,
      crmId: input.crmId ?? null, parentId: input.parentId ?? null, isCustomer: input.isCustomer ?? false, directOnly: input.directOnly ?? false, graded,
    }])
    if (!id) throw new Error('no company was written')
    const maybe = known.candidates
    notePairs(tx, id, maybe)
    await record(tx, companyCreated(id, { name: input.name, source: 'staff', grade: graded?.grade ?? null, maybe: maybe.map((one) => one.companyId), suspicious: site?.lookAlikeOf ? 'look_alike' : null }))
    return { id, maybe }
  })
}
