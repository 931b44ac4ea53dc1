// Which of our companies a buyer is: first by what is spelled alike, and where that says nothing clear by what is near.
import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { allKeys, exactKeys, findCandidates, scored, weighed, type Found, type Scored } from './candidates.ts'
import { decideBand, type Band, type Candidate } from './rules.ts'
import type { Sought } from './score.ts'
import { companyById, holdCompany, type CompanyRow } from './store.ts'

export type Recognised = { band: Band; company?: CompanyRow; candidates: Candidate[] }

const under = (keysFor: (one: Sought) => string[]) => together(async (r: Reading, all: Sought[]): Promise<Found[][]> => {
  const found = Map.groupBy(await findCandidates(r, all, keysFor), (row) => row.i)
  return all.map((_, i) => found.get(i) ?? [])
})
const underExactKeys = under(exactKeys)
const underAllKeys = under(allKeys)

/**
 * `same`: it is `company`. `maybe`: a person should look at the candidates, best first. `none`: nobody we know. What is spelled alike
 * decides first. Reveals companies: never show it to a partner.
 */
export async function recognise(r: Reading, buyer: Sought): Promise<Recognised> {
  const found = await underAllKeys(r, buyer)
  const alike = found.filter((row) => row.exact).map((row) => scored(buyer, row))
  return decided(r, buyer, decideBand(alike).best ? alike : found.map((row) => scored(buyer, row)))
}

/** The same for whoever writes of the company then: it stays what it is until the transaction ends. */
export async function recogniseForWriting(tx: Tx, buyer: Sought): Promise<Recognised> {
  const { company, ...found } = await recognise(tx, buyer)
  return { ...found, ...(company ? { company: await holdCompany(tx, company.id) } : {}) }
}

/** Only what is spelled alike, which says for most buyers whom we know; undefined where it says nothing clear. */
export async function recogniseExactly(r: Tx, buyer: Sought): Promise<Recognised | undefined> {
  const alike = (await underExactKeys(r, buyer)).map((row) => scored(buyer, row))
  return decideBand(alike).best && decided(r, buyer, alike, holdCompany)
}

async function decided<R extends Reading>(r: R, buyer: Sought, found: Scored[], fetch: (r: R, id: Id) => Promise<CompanyRow> = companyById): Promise<Recognised> {
  const { band, best, candidates } = weighed(buyer, found, found.map((one) => one.filed))
  return { band, ...(best ? { company: await fetch(r, best.companyId) } : {}), candidates }
}
