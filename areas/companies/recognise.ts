// Which of our companies a buyer is: first by what is spelled alike, and where that says nothing clear by what is near.
import type { Reading } from '../../platform/db/context.ts'
import { exactKeys, findCandidates, fuzzyKeys, plain, scored, type Scored } from './candidates.ts'
import { decideBand, type Band, type Candidate } from './rules.ts'
import type { Sought } from './score.ts'
import { companyById, type CompanyRow } from './store.ts'

export type Recognised = { band: Band; company?: CompanyRow; candidates: Candidate[] }

/**
 * `same`: it is `company`. `maybe`: a person should look at the candidates, best first. `none`: nobody we know. Two queries. Reveals
 * companies: never show it to a partner.
 */
export async function recognise(r: Reading, buyer: Sought): Promise<Recognised> {
  const alike = (await findCandidates(r, [buyer], exactKeys)).map((row) => scored(buyer, row))
  const clear = decideBand(alike)
  if (clear.best) return { band: 'same', company: await companyById(r, clear.best.companyId), candidates: clear.candidates.map(plain) }
  const near = (await findCandidates(r, [buyer], fuzzyKeys)).map((row) => scored(buyer, row))
  const { band, best, candidates } = decideBand(together(alike, near))
  return { band, ...(best ? { company: await companyById(r, best.companyId) } : {}), candidates: candidates.map(plain) }
}

/** Each company once. */
export function together(alike: Scored[], near: Scored[]): Scored[] {
  return [...new Map([...alike, ...near].map((one) => [one.companyId, one])).values()]
}
