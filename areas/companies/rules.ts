// Pure decisions of the area: when two companies are one, and how well a company fits the ideal customer profile.
import type { Id } from '../../kernel/ids.ts'
import { list } from '../../kernel/text.ts'

export const grades = ['A', 'B', 'C', 'none'] as const
export type Grade = (typeof grades)[number]
export type Band = 'same' | 'maybe' | 'none'

/**
 * From which score two names, or a buyer and a company, are one, and from which a person should look. Set for protection, which prefers
 * to notice: a slip of the pen is never joined silently (at most 0.9) and rarely overlooked.
 */
export const thresholds = { same: 0.92, maybe: 0.72 } as const
/** Two that are both `same` and nearer to each other than this cannot be told apart. */
const clearLead = 0.02
export const mostCandidates = 5

export type Candidate = { companyId: Id; name: string; score: number; reasons: string[] }
/** How firmly we know a company: the CRM's own records come first. */
export type Standing = { hasCrmId: boolean; isCustomer: boolean }

export function bandOf(score: number): Band {
  return score >= thresholds.same ? 'same' : score >= thresholds.maybe ? 'maybe' : 'none'
}

/**
 * The one it is, if that is clear. Of several with the very same name the CRM's, then the customer, then the oldest is taken, since a
 * further one would hide what we know of them; the others stay among the candidates. Several near ones with different names stay open.
 */
export function decideBand<T extends Candidate & { standing: Standing }>(scored: T[]): { band: Band; best?: T; candidates: T[] } {
  const candidates = scored
    .filter((one) => one.score >= thresholds.maybe)
    .sort((a, b) => b.score - a.score || Number(b.standing.hasCrmId) - Number(a.standing.hasCrmId) || Number(b.standing.isCustomer) - Number(a.standing.isCustomer) || (a.companyId < b.companyId ? -1 : 1))
    .slice(0, mostCandidates)
  const [best, second] = candidates
  if (!best) return { band: 'none', candidates }
  if (best.score < thresholds.same) return { band: 'maybe', candidates }
  const identical = best.score >= 0.98
  if (second && !identical && second.score >= thresholds.same && best.score - second.score < clearLead) return { band: 'maybe', candidates }
  return { band: 'same', best, candidates }
}

/** An empty list or null asks for nothing. Countries are ISO 3166 alpha-2; sizes are people, both ends included. */
export type IcpRules = { industries: string[]; countries: string[]; minEmployees: number | null; maxEmployees: number | null }
export type CompanyFacts = { industry: string | null; employees: number | null; country: string | null }
export type Graded = { grade: Grade; reasons: string[]; unknown: string[] }

type Finding = { standing: 'met' | 'near' | 'missed' | 'unknown'; say: string }

/**
 * A: all that is asked is met. B: all but one, and that one is near or unknown. C: something is met and at most one thing is missed.
 * None: nothing met, or two things missed. Near means a size up to a fifth outside the range, or an industry that shares a word.
 */
export function gradeCompany(rules: IcpRules, company: CompanyFacts): Graded {
  const findings = [judgeIndustry(rules, company), judgeSize(rules, company), judgeCountry(rules, company)].filter((finding) => finding !== null)
  if (findings.length === 0) return { grade: 'none', reasons: ['The profile asks for nothing yet.'], unknown: [] }
  const of = (standing: Finding['standing']): Finding[] => findings.filter((finding) => finding.standing === standing)
  const [met, missed] = [of('met').length, of('missed').length]
  const open = of('near').length + of('unknown').length
  const grade: Grade = met === findings.length ? 'A' : met > 0 && met === findings.length - 1 && open === 1 ? 'B' : met > 0 && missed <= 1 ? 'C' : 'none'
  return { grade, reasons: [...of('met'), ...of('near'), ...of('missed')].map((finding) => finding.say), unknown: of('unknown').map((finding) => finding.say) }
}

/** One line for a list: "food industry, 420 people, Germany; unknown: industry". */
export function sayGrade(graded: Graded): string {
  return [graded.reasons.join(', '), graded.unknown.length > 0 ? `unknown: ${list(graded.unknown)}` : ''].filter(Boolean).join('; ')
}

function judgeIndustry(rules: IcpRules, { industry }: CompanyFacts): Finding | null {
  if (rules.industries.length === 0) return null
  if (!industry || plain(industry).length === 0) return { standing: 'unknown', say: 'industry' }
  const have = plain(industry)
  const wanted = rules.industries.map(plain)
  const say = `${industry.toLowerCase() === industry || /^[A-Z][a-z]/.test(industry) ? industry.charAt(0).toLowerCase() + industry.slice(1) : industry} industry`
  if (wanted.some((words) => words.length > 0 && ` ${have.join(' ')} `.includes(` ${words.join(' ')} `))) return { standing: 'met', say }
  if (wanted.some((words) => words.some((word) => word.length > 3 && have.includes(word)))) return { standing: 'near', say: `${say}, which is near` }
  return { standing: 'missed', say: `${say}, not one of ours` }
}

function judgeSize(rules: IcpRules, { employees }: CompanyFacts): Finding | null {
  const { minEmployees: min, maxEmployees: max } = rules
  if (min === null && max === null) return null
  if (employees === null) return { standing: 'unknown', say: 'size' }
  const say = `${employees.toLocaleString('en-US')} ${employees === 1 ? 'person' : 'people'}`
  if (min !== null && employees < min) return employees >= min * 0.8 ? { standing: 'near', say: `${say}, just below ${min.toLocaleString('en-US')}` } : { standing: 'missed', say: `${say}, below ${min.toLocaleString('en-US')}` }
  if (max !== null && employees > max) return employees <= max * 1.2 ? { standing: 'near', say: `${say}, just above ${max.toLocaleString('en-US')}` } : { standing: 'missed', say: `${say}, above ${max.toLocaleString('en-US')}` }
  return { standing: 'met', say }
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' })

function judgeCountry(rules: IcpRules, { country }: CompanyFacts): Finding | null {
  if (rules.countries.length === 0) return null
  if (!country) return { standing: 'unknown', say: 'country' }
  const say = /^[A-Z]{2}$/.test(country) ? (countryNames.of(country) ?? country) : country
  return rules.countries.includes(country) ? { standing: 'met', say } : { standing: 'missed', say: `${say}, not one of our countries` }
}

/** Words without case and accents; "&" and the like do not count. */
const plain = (text: string): string[] => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && word !== 'and')
