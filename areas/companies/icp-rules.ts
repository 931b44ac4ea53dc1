// The ideal customer profile: criteria over what is known of a company, and the grade that follows from them. Pure.
import { list } from '../../kernel/text.ts'
import { judge, type CompanyFacts, type Finding } from './icp-judge.ts'

export const grades = ['A', 'B', 'C', 'none'] as const
export type Grade = (typeof grades)[number]
export const icpTests = ['one_of', 'words', 'between', 'at_least', 'at_most', 'known'] as const
export type IcpTest = (typeof icpTests)[number]

/**
 * One thing that is asked of a company. `attribute` is industry, employees, country, region, age (full calendar years), revenue,
 * technology, or `column:` and the name of an imported column. `values` belong to one_of and words, `min` and `max` (both ends included)
 * to the others; revenue is in whole units of `currency`, and a revenue in another currency is unknown, since nothing is converted.
 * `suggestedFrom`: from how many won companies it was suggested, until a person has changed it.
 */
export type Criterion = {
  attribute: string; test: IcpTest; values: string[]; min: number | null; max: number | null; currency: string | null; mustHave: boolean; weight: number; suggestedFrom: number | null
}
/** In whole percent of the weight that must be met. */
export type Thresholds = { a: number; b: number; c: number }
/** `unknownCounts`: for how much of its weight a criterion counts about which nothing is known. */
export type IcpRules = { criteria: Criterion[]; thresholds: Thresholds; unknownCounts: 'half' | 'nothing' }

export const defaultThresholds: Thresholds = { a: 80, b: 60, c: 40 }
export const noRules: IcpRules = { criteria: [], thresholds: defaultThresholds, unknownCounts: 'half' }

export type Graded = { grade: Grade; reasons: string[]; unknown: string[] }
/** `met`: percent of the weight, unrounded. `limit` says why the grade is lower than that alone would make it. */
export type Fit = { grade: Grade; met: number; findings: { criterion: Criterion; finding: Finding }[]; limit: string | null }

/**
 * The grade by the share of the weight that is met; what is near counts half, what is unknown as the profile says. A must-have that is
 * missed gives no fit; one that is near or unknown allows at most B, and says so. Where nothing at all is met there is no fit.
 * `year` is the present one, for the age.
 */
export function fitOf(rules: IcpRules, company: CompanyFacts, year: number): Fit {
  const findings = rules.criteria.map((criterion) => ({ criterion, finding: judge(criterion, company, year) }))
  const total = sum(findings.map(({ criterion }) => criterion.weight))
  if (total === 0) return { grade: 'none', met: 0, findings, limit: 'The profile asks for nothing yet.' }
  const halves = { met: 2, near: 1, missed: 0, unknown: rules.unknownCounts === 'half' ? 1 : 0 }
  // Halves and percent as whole numbers, so that 0.1 + 0.2 decides no grade.
  const reached = sum(findings.map(({ criterion, finding }) => criterion.weight * halves[finding.standing])) * 100
  const at = (percent: number) => reached >= percent * 2 * total
  const musts = findings.filter(({ criterion }) => criterion.mustHave)
  const of = (standing: Finding['standing']) => musts.filter(({ finding }) => finding.standing === standing).map(({ finding }) => finding.label)
  const met = reached / (2 * total)
  const missed = of('missed')
  if (missed.length > 0) return { grade: 'none', met, findings, limit: `no fit without ${list(missed)}, a must-have` }
  if (!findings.some(({ finding }) => finding.standing === 'met')) return { grade: 'none', met, findings, limit: null }
  const { a, b, c } = rules.thresholds
  const grade: Grade = at(a) ? 'A' : at(b) ? 'B' : at(c) ? 'C' : 'none'
  const open = [...of('unknown').map((label) => `${label} is unknown`), ...of('near').map((label) => `${label} is only near`)]
  return grade === 'A' && open.length > 0 ? { grade: 'B', met, findings, limit: `at most B while a must-have is open: ${list(open)}` } : { grade, met, findings, limit: null }
}

/** The grade as it is kept with the company: what is met first, then near, missed and what limits it; and what is unknown. */
export function gradeCompany(rules: IcpRules, company: CompanyFacts, year: number): Graded {
  const { grade, findings, limit } = fitOf(rules, company, year)
  const said = (standing: Finding['standing']) => findings.filter(({ finding }) => finding.standing === standing).map(({ finding }) => finding.say)
  return { grade, reasons: [...said('met'), ...said('near'), ...said('missed'), ...(limit ? [limit] : [])], unknown: said('unknown') }
}

/** One line for a list: "food industry, 420 people, Germany; unknown: industry". */
export function sayGrade(graded: Graded): string {
  return [graded.reasons.join(', '), graded.unknown.length > 0 ? `unknown: ${list(graded.unknown)}` : ''].filter(Boolean).join('; ')
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0)
