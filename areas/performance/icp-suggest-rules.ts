// Which values of which attributes are more frequent among won opportunities than among lost ones: a starting point for a profile,
// never a profile. Pure: what a company has is said by the caller.
import { clusteredRate, compareRates, type ClusteredRate, type Verdict } from './clustered-rate.ts'

/** A company with its closed opportunities and its values of one attribute; numbers or texts, none where it is unknown. */
export type ValuedCase = { won: number; closed: number; texts: string[]; number: number | undefined }
export type Choice = { kind: 'value'; value: string } | { kind: 'range'; min: number | null; max: number | null }
/** Shares of the won and of the lost opportunities, among those of which the attribute is known. */
export type FrequencyRow = { attribute: string; choice: Choice; won: ClusteredRate; lost: ClusteredRate; verdict: Verdict }

/** A value of fewer won companies is a story, not a pattern; an attribute with more values than this is a name. */
const fewestWonCompanies = 3
const mostValues = 60
const bands = 4

export function frequencies(attribute: string, cases: ValuedCase[], asNumber: boolean): FrequencyRow[] {
  const known = cases.filter((one) => (asNumber ? one.number !== undefined : one.texts.length > 0))
  return choicesOf(known, asNumber)
    .map((choice): FrequencyRow => {
      const has = (one: ValuedCase) => (choice.kind === 'value' ? one.texts.includes(choice.value) : (choice.min === null || one.number! >= choice.min) && (choice.max === null || one.number! <= choice.max))
      const share = (of: (one: ValuedCase) => number) => clusteredRate(known.map((one) => ({ cases: of(one), counted: has(one) ? of(one) : 0 })))
      const [won, lost] = [share((one) => one.won), share((one) => one.closed - one.won)]
      const isRare = known.filter((one) => one.won > 0 && has(one)).length < fewestWonCompanies
      return { attribute, choice, won, lost, verdict: isRare ? 'too_early' : compareRates(won, lost) }
    })
    .filter((row) => row.won.counted > 0)
}

function choicesOf(known: ValuedCase[], asNumber: boolean): Choice[] {
  if (!asNumber) {
    const values = [...new Set(known.flatMap((one) => one.texts))].sort()
    return values.length > mostValues ? [] : values.map((value) => ({ kind: 'value', value }))
  }
  // Quarters of the companies, cut at round numbers, so that nobody reads a precision into them that is not there.
  const numbers = known.map((one) => one.number!).sort((a, b) => a - b)
  const cuts = [...new Set(Array.from({ length: bands - 1 }, (_, i) => rounded(numbers[Math.floor(((i + 1) * numbers.length) / bands)] ?? 0)))].filter((cut) => cut > (numbers[0] ?? 0))
  if (numbers.length < 8 || cuts.length === 0) return []
  return [null, ...cuts].map((min, i) => ({ kind: 'range', min, max: cuts[i] === undefined ? null : cuts[i] - 1 }))
}

/** To two digits. */
function rounded(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(n)))) - 1)
  return Math.round(n / unit) * unit
}

/** What of an attribute becomes a criterion: the values that are clearly more frequent, or of ranges that touch the longest run. */
export function chosen(rows: FrequencyRow[]): { values: string[]; range: { min: number | null; max: number | null } | undefined } {
  const clear = rows.filter((row) => row.verdict === 'higher').map((row) => row.choice)
  const runs: { min: number | null; max: number | null; length: number }[] = []
  for (const choice of clear) {
    if (choice.kind !== 'range') continue
    const last = runs.at(-1)
    if (last && last.max !== null && choice.min === last.max + 1) Object.assign(last, { max: choice.max, length: last.length + 1 })
    else runs.push({ min: choice.min, max: choice.max, length: 1 })
  }
  const [longest] = runs.sort((a, b) => b.length - a.length)
  return { values: clear.flatMap((choice) => (choice.kind === 'value' ? [choice.value] : [])), range: longest && (longest.min !== null || longest.max !== null) ? { min: longest.min, max: longest.max } : undefined }
}
