import { createCompany, mergeCompanies } from '../../areas/companies/index.ts'
import { createOpportunity } from '../../areas/coselling/index.ts'
import { read } from '../../platform/db/transact.ts'
import type { World } from './index.ts'

const plain = { aliases: [], street: null, zip: null, city: null, phone: null, foundedYear: null, crmId: null, parentId: null, isCustomer: false, directOnly: false, evenIfKnown: true }

/** Omar noted buyers at a fair that we knew under other spellings: one is merged, two wait for somebody to look. */
export async function tellDuplicates({ ctxOf, clock }: World): Promise<void> {
  const at = clock.businessDaysAgo(9, '10:30')
  const ctx = ctxOf('omar', at)
  const noted = await createCompany(ctx, { ...plain, name: 'Bremen Brauerei', website: 'bremen-brauerei.example', industry: 'Food', employees: 180, country: 'DE' })
  await createOpportunity(ctx, { name: 'Bremen Brauerei, pilot', companyId: noted.id, amountMinor: 1_450_000n, currency: 'EUR', product: 'Route planning', repName: 'Omar Haddad', openedOn: clock.day(at) })
  await createCompany(ctx, { ...plain, name: 'Schreiber Frischdinst', website: null, industry: null, employees: null, country: 'DE' })
  await createCompany(ctx, { ...plain, name: 'Essen Parcels Group', website: 'essen-parcels.example', industry: 'Logistics', employees: null, country: 'DE' })
  const [known] = await read(ctx, (r) => r.q.selectFrom('company').select('id').where('workspace_id', '=', r.workspace).where('name', '=', 'Bremen Brewery').execute())
  if (known) await mergeCompanies(ctxOf('nora', clock.businessDaysAgo(8, '15:10')), known.id, noted.id, 'The brewery in Bremen: the card from the fair has its German name.')
}
