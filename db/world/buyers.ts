import { upsertCompanies } from '../../areas/companies/index.ts'
import { closeOpportunity, createOpportunity } from '../../areas/coselling/index.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { buyers } from './cast.ts'
import type { Clock } from './clock.ts'

const towns = ['Aalborg', 'Bremen', 'Cork', 'Dijon', 'Essen', 'Freiburg', 'Gdańsk', 'Haarlem', 'Innsbruck', 'Jena', 'Kassel', 'Lugano', 'Modena', 'Nantes', 'Oporto', 'Potsdam']
const trades = ['Fruchthandel', 'Brewery', 'Pharma Logistics', 'Getränke', 'Parcel', 'Molkerei', 'Dairy', 'Clinic Supplies']
const industryOf: Record<string, string> = { Fruchthandel: 'Wholesale', Brewery: 'Food', 'Pharma Logistics': 'Logistics', Getränke: 'Wholesale', Parcel: 'Logistics', Molkerei: 'Food', Dairy: 'Food', 'Clinic Supplies': 'Healthcare' }
const reps = ['Omar Haddad', 'Priya Raman']

/** The buyers the partners know, and those that our own sales works without a partner, with their deals of the last year. */
export async function importBuyers(ctx: Ctx, clock: Clock): Promise<void> {
  const direct = towns.flatMap((town, i) => [0, 1, 2].map((k) => ({ town, trade: trades[(i + k * 3) % trades.length]!, n: i * 3 + k })))
  const outcomes = await transact(ctx, (tx) =>
    upsertCompanies(tx, [
      ...buyers.map(([name, website, industry, employees, country], n) => ({ crmId: `ACC-${100 + n}`, name, website, industry, ...(employees === null ? {} : { employees }), country })),
      ...direct.map(({ town, trade, n }) => ({
        crmId: `ACC-${500 + n}`, name: `${town} ${trade}`, website: `${town.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')}-${n}.example`, industry: industryOf[trade]!, employees: 40 + ((n * 137) % 1900), country: 'DE',
      })),
    ]))
  for (const { n, town, trade } of direct) {
    const outcome = outcomes[buyers.length + n]
    if (outcome?.outcome !== 'created') continue
    const age = 330 - n * 7
    const opened = clock.daysAgo(age, '11:00')
    const { id } = await createOpportunity({ ...ctx, now: opened }, { name: `${town} ${trade}, route planning`, companyId: outcome.companyId, amountMinor: BigInt(900_000 + ((n * 7_717) % 64) * 50_000), currency: 'EUR', product: 'Route planning', repName: reps[n % 2]!, openedOn: clock.day(opened), crmId: `OPP-${1000 + n}` })
    const took = 35 + ((n * 29) % 96)
    if (n % 4 === 3 || took >= age) continue
    const closed = clock.daysAgo(age - took, '16:00')
    await closeOpportunity({ ...ctx, now: closed }, id, { state: n % 3 === 0 ? 'won' : 'lost', closedOn: clock.day(closed) })
  }
}
