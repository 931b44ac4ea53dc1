// How the grades of a profile split what we won from what we lost. Pure.
import { clusteredRate, compareRates, type ClusteredRate, type Cluster, type Verdict } from './clustered-rate.ts'

export const icpGrades = ['A', 'B', 'C', 'none'] as const
export type IcpGrade = (typeof icpGrades)[number]
export const standings = ['met', 'near', 'missed', 'unknown'] as const
export type Standing = (typeof standings)[number]

/** A company with its closed opportunities, graded; `standings` in the order of the criteria. */
export type GradedCase = { won: number; closed: number; grade: IcpGrade; standings: Standing[] }
/** `lift`: the win rate against that of all, 1 is the same. `verdict` compares with all others together. */
export type GradeRow = { grade: IcpGrade; rate: ClusteredRate; lift: number | null; verdict: Verdict }
export type CriterionRow = { rates: Record<Standing, ClusteredRate>; verdict: Verdict }
export type IcpTest = {
  all: ClusteredRate; verdict: Verdict; finding: string
  /** Of what was graded A or B, the share that was won; of what was won, the share that was A or B. */
  precision: ClusteredRate; recall: ClusteredRate; others: ClusteredRate
  grades: GradeRow[]; criteria: CriterionRow[]
}

/** Below these the whole test says only that it is too early. */
export const fewestForTest = { closed: 30, companies: 10 } as const

export function testIcp(cases: GradedCase[], criteria: number): IcpTest {
  const won = (some: GradedCase[]) => clusteredRate(some.map((one): Cluster => ({ cases: one.closed, counted: one.won })))
  const isFit = (one: GradedCase) => one.grade === 'A' || one.grade === 'B'
  const all = won(cases)
  const precision = won(cases.filter(isFit))
  const others = won(cases.filter((one) => !isFit(one)))
  const recall = clusteredRate(cases.map((one) => ({ cases: one.won, counted: isFit(one) ? one.won : 0 })))
  const isEarly = all.cases < fewestForTest.closed || all.companies < fewestForTest.companies
  const verdict = isEarly ? 'too_early' : compareRates(precision, others)
  const judged = (one: ClusteredRate, other: ClusteredRate): Verdict => (isEarly ? 'too_early' : compareRates(one, other))
  return {
    all, precision, recall, others, verdict, finding: say(all, precision, others, verdict, isEarly),
    grades: icpGrades.map((grade) => {
      const rate = won(cases.filter((one) => one.grade === grade))
      return { grade, rate, lift: rate.rate === null || !all.rate ? null : rate.rate / all.rate, verdict: judged(rate, won(cases.filter((one) => one.grade !== grade))) }
    }),
    criteria: Array.from({ length: criteria }, (_, i) => {
      const of = (standing: Standing) => won(cases.filter((one) => one.standings[i] === standing))
      const rates = { met: of('met'), near: of('near'), missed: of('missed'), unknown: of('unknown') }
      return { rates, verdict: judged(rates.met, rates.missed) }
    }),
  }
}

function say(all: ClusteredRate, fit: ClusteredRate, others: ClusteredRate, verdict: Verdict, isEarly: boolean): string {
  if (isEarly) return `Too early to say: ${all.cases} closed ${all.cases === 1 ? 'opportunity' : 'opportunities'} of ${all.companies} ${all.companies === 1 ? 'company' : 'companies'}, and it takes ${fewestForTest.closed} of ${fewestForTest.companies}.`
  const rates = `A or B ${sayRange(fit)}, the others ${sayRange(others)}.`
  if (verdict === 'too_early') return `Too few on one side to compare: of A or B ${fit.cases} were closed, of the others ${others.cases}.`
  if (verdict === 'higher') return `What fits is won more often: ${rates}`
  return verdict === 'lower' ? `What fits is won less often, so this profile points the wrong way: ${rates}` : `No clear difference: ${rates}`
}

const percent = (share: number | null): string => `${Math.round((share ?? 0) * 100)} %`
/** "64 % (95 %: 61 to 67)" */
const sayRange = ({ rate, low, high }: ClusteredRate): string => (rate === null ? 'none' : `${percent(rate)} (95 %: ${Math.round((low ?? 0) * 100)} to ${Math.round((high ?? 0) * 100)})`)
