// Which of a partner's customers are companies of ours, how we stand with them, and how well they fit. Reveals companies: for staff only.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { companyStandings, gradeCompany, icpInForce, recogniseMany, yearOf, type Aside } from '../companies/index.ts'
import { opportunitySums } from '../coselling/index.ts'
import type { Said } from './mix-rules.ts'
import type { Customer } from './read-customers.ts'
import { bandFor, relationOf, type Mapped } from './rules.ts'

/** `probability` is null where a person said which company it is, or none came into question. */
export type MatchedCustomer = Mapped & Pick<Said, 'ourIndustry' | 'ourEmployees' | 'ourCountry'> & { companyId: Id | null; score: number; probability?: number | null; reasons: string[] }
export type Judged = { companyId: Id | null }

/** An answer for each, in order. `judged`: what a person said before, by place, holds against the recogniser. `aside`: where names are weighed. */
export async function matchCustomers(r: Reading, customers: Customer[], judged: Map<number, Judged> = new Map(), aside?: Aside): Promise<MatchedCustomer[]> {
  const linked = await recogniseMany(r, customers.map(({ name, domain, lookAlikeOf, country, street, zip, city, phone }) => ({ name, country, street, zip, city, phone, ...(domain ? { domain } : {}), ...(lookAlikeOf ? { lookAlikeOf } : {}) })), { aside })
  const found = linked.map((link, i) => {
    const said = judged.get(i)
    if (said) return said.companyId ? { id: said.companyId, band: 'same' as const, score: 1, probability: null, reasons: ['A person said so.'], said } : null
    const best = link.candidates.find((one) => one.companyId === link.companyId) ?? link.candidates[0]
    return best ? { id: best.companyId, band: link.band, score: best.score, probability: best.probability ?? null, reasons: best.reasons, said } : null
  })
  const ids = [...new Set(found.flatMap((one) => one?.id ?? []))]
  const [standings, sums, icp] = await Promise.all([companyStandings(r, ids), opportunitySums(r, ids), icpInForce(r)])
  const year = yearOf(r.now)
  return customers.map((customer, i) => {
    const one = found[i]
    const company = one && standings.get(one.id)
    const band = !one || !company ? 'none' : one.said ? 'same' : bandFor(one, { sameWebsite: customer.domain !== null && one.score === 1, ours: company.country, theirs: customer.country })
    const ours = band === 'same' ? company : undefined
    const own = band === 'same' && one ? sums.get(one.id) : undefined
    const relation = relationOf(band === 'same' && company ? { isCustomer: company.isCustomer, hasWon: (own?.won ?? 0) > 0, hasOpen: (own?.open ?? 0) > 0 } : null)
    const grade = band === 'same' ? (company?.grade ?? null) : icp && saysEnough(customer) ? gradeCompany(icp.rules, { ...customer, foundedYear: null, annualRevenueMinor: null, annualRevenueCurrency: null, attributes: {} }, year).grade : null
    return {
      band, relation, grade, openValue: own?.openValue ?? [], wonValue: own?.wonValue ?? [], ourIndustry: ours?.industry ?? null, ourEmployees: ours?.employees ?? null, ourCountry: ours?.country ?? null,
      companyId: band === 'none' || !one ? null : one.id, score: band === 'none' || !one ? 0 : one.score, probability: band === 'none' || !one ? null : one.probability, reasons: band === 'none' || !one ? [] : one.reasons,
    }
  })
}

/** A list that says only names grades nobody: with everything unknown the profile would guess. */
const saysEnough = (customer: Customer): boolean => customer.industry !== null || customer.employees !== null || customer.country !== null
