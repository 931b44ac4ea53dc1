import type { Reading } from '../../platform/db/context.ts'
import { labelOf, numberOf, regions, textsOf, yearOf, type Criterion } from '../companies/index.ts'
import { closedByCompany, type ClosedCompany } from './icp-cases.ts'
import { chosen, frequencies, type FrequencyRow } from './icp-suggest-rules.ts'
import { fewestForTest } from './icp-test-rules.ts'

export type IcpSuggestion = { wonCompanies: number; companies: number; finding: string; criteria: Criterion[]; rows: FrequencyRow[] }

const mostRows = 40
const weight = 3

/** A starting point from our own won and lost opportunities. It is marked as suggested, and nobody but a person puts it in force. */
export async function suggestIcp(r: Reading): Promise<IcpSuggestion> {
  const { companies } = await closedByCompany(r)
  const wonCompanies = companies.filter((one) => one.won > 0).length
  const closed = companies.reduce((n, one) => n + one.closed, 0)
  const empty = { wonCompanies, companies: companies.length, criteria: [], rows: [] }
  if (closed < fewestForTest.closed || companies.length < fewestForTest.companies)
    return { ...empty, finding: `Too early to suggest anything: ${closed} closed opportunities of ${companies.length} companies, and it takes ${fewestForTest.closed} of ${fewestForTest.companies}.` }
  const currency = commonest(companies.flatMap((one) => one.facts.annualRevenueCurrency ?? []))
  const found = attributesOf(companies).map((attribute) => rowsOf(attribute, companies, yearOf(r.now), currency))
  const criteria = found.flatMap((rows) => criterionOf(rows, wonCompanies, currency))
  const hasCountry = criteria.some((one) => one.attribute === 'country')
  const kept = criteria.filter((one) => one.attribute !== 'region' || !hasCountry)
  const rows = found.flat().sort((a, b) => Number(b.verdict === 'higher') - Number(a.verdict === 'higher') || gain(b) - gain(a)).slice(0, mostRows)
  return {
    ...empty, criteria: kept, rows,
    finding: kept.length > 0 ? `Suggested from ${wonCompanies} won companies: ${kept.map((one) => labelOf(one.attribute)).join(', ')}. A starting point, not a proof: of many values looked at, some differ by chance.`
      : 'No value of what we know of companies is clearly more frequent among won than among lost opportunities. Those that differ most are below.',
  }
}

const gain = (row: FrequencyRow): number => (row.won.rate ?? 0) - (row.lost.rate ?? 0)

function attributesOf(companies: ClosedCompany[]): string[] {
  const columns = [...new Set(companies.flatMap((one) => Object.keys(one.facts.attributes ?? {})))].sort().slice(0, 100)
  return ['industry', 'employees', 'country', 'region', 'age', 'revenue', 'technology', ...columns.map((column) => `column:${column}`)]
}

function rowsOf(attribute: string, companies: ClosedCompany[], year: number, currency: string | undefined): FrequencyRow[] {
  const cases = companies.map(({ won, closed, facts }) => {
    const number = attribute === 'revenue' && facts.annualRevenueCurrency !== currency ? undefined : numberOf(attribute, facts, year)
    const texts = textsOf(attribute, facts, year)
    return { won, closed, number, texts: attribute === 'region' ? texts.flatMap((country) => Object.keys(regions).filter((name) => regions[name]?.includes(country))) : texts }
  })
  const known = cases.filter((one) => one.texts.length > 0)
  const isColumnOfNumbers = attribute.startsWith('column:') && known.every((one) => Number.isInteger(one.number)) && new Set(known.map((one) => one.number)).size > 12
  return frequencies(attribute, cases, ['employees', 'age', 'revenue'].includes(attribute) || isColumnOfNumbers)
}

function criterionOf(rows: FrequencyRow[], wonCompanies: number, currency: string | undefined): Criterion[] {
  const [first] = rows
  if (!first) return []
  const { values, range } = chosen(rows)
  const { attribute } = first
  const common = { attribute, values: [], min: null, max: null, currency: attribute === 'revenue' ? (currency ?? null) : null, mustHave: false, weight, suggestedFrom: wonCompanies }
  if (range) return [{ ...common, ...range, test: range.min === null ? 'at_most' : range.max === null ? 'at_least' : 'between' }]
  return values.length > 0 ? [{ ...common, test: 'one_of', values }] : []
}

function commonest(words: string[]): string | undefined {
  const counts = Map.groupBy(words, (word) => word)
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0]
}
