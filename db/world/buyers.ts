import { upsertCompanies } from '../../areas/companies/index.ts'
import { closeOpportunity, createOpportunity } from '../../areas/coselling/index.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { buyers } from './cast.ts'
import type { Clock } from './clock.ts'

const towns: [town: string, country: string][] = [
  ['Aalborg', 'DK'], ['Bremen', 'DE'], ['Cork', 'IE'], ['Dijon', 'FR'], ['Essen', 'DE'], ['Freiburg', 'DE'], ['Gdańsk', 'PL'], ['Haarlem', 'NL'], ['Innsbruck', 'AT'], ['Jena', 'DE'], ['Kassel', 'DE'], ['Lugano', 'CH'], ['Modena', 'IT'],
  ['Nantes', 'FR'], ['Oporto', 'PT'], ['Potsdam', 'DE'],
]
const trades: { german: string; english: string; industry: string }[] = [
  { german: 'Fruchthandel', english: 'Fruit Traders', industry: 'Wholesale' }, { german: 'Brewery', english: 'Brewery', industry: 'Food' }, { german: 'Pharma Logistics', english: 'Pharma Logistics', industry: 'Logistics' },
  { german: 'Getränke', english: 'Beverages', industry: 'Wholesale' }, { german: 'Parcel', english: 'Parcel', industry: 'Logistics' }, { german: 'Molkerei', english: 'Creamery', industry: 'Food' },
  { german: 'Dairy', english: 'Dairy', industry: 'Food' }, { german: 'Clinic Supplies', english: 'Clinic Supplies', industry: 'Healthcare' },
]
const bare = (name: string) => name.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')
const reps = ['Omar Haddad', 'Priya Raman']

/** The buyers the partners know, and those that our own sales works without a partner, with their deals of the last year. */
export async function importBuyers(ctx: Ctx, clock: Clock): Promise<void> {
  const direct = towns.flatMap(([town, country], i) => [0, 1, 2].map((k) => {
    const trade = trades[(i + k * 3) % trades.length]!
    return { name: `${town} ${['DE', 'AT'].includes(country) ? trade.german : trade.english}`, country, industry: trade.industry, n: i * 3 + k }
  }))
  const outcomes = await transact(ctx, (tx) =>
    upsertCompanies(tx, [
      ...buyers.map(([name, website, industry, employees, country], n) => ({ crmId: `ACC-${100 + n}`, name, website, industry, ...(employees === null ? {} : { employees }), country })),
      ...direct.map(({ name, country, industry, n }) => ({ crmId: `ACC-${500 + n}`, name, website: `${bare(name)}.example`, industry, employees: 40 + ((n * 137) % 1900), country })),
    ]))
  for (const { n, name } of direct) {
    const outcome = outcomes[buyers.length + n]
    if (outcome?.outcome !== 'created') continue
    const age = 330 - n * 7
    const opened = clock.daysAgo(age, '11:00')
    const { id } = await createOpportunity({ ...ctx, now: opened }, { name: `${name}, route planning`, companyId: outcome.companyId, amountMinor: BigInt(900_000 + ((n * 7_717) % 64) * 50_000), currency: 'EUR', product: 'Route planning', repName: reps[n % 2]!, openedOn: clock.day(opened), crmId: `OPP-${1000 + n}` })
    const took = 35 + ((n * 29) % 96)
    if (n % 4 === 3 || took >= age) continue
    const closed = clock.daysAgo(age - took, '16:00')
    await closeOpportunity({ ...ctx, now: closed }, id, { state: n % 3 === 0 ? 'won' : 'lost', closedOn: clock.day(closed) })
  }
}
