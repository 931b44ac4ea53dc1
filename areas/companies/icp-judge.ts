// One criterion of the profile held against one company: met, near, missed or unknown, in words. Pure.
import { digitsOf } from '../../kernel/money.ts'
import type { Criterion } from './icp-rules.ts'
import { regions } from './regions.ts'

/** What is known of a company. Countries are ISO 3166 alpha-2. What is left out is not known. */
export type CompanyFacts = {
  industry: string | null; employees: number | null; country: string | null; foundedYear?: number | null | undefined; annualRevenueMinor?: bigint | null | undefined
  annualRevenueCurrency?: string | null | undefined; attributes?: Readonly<Record<string, unknown>> | null | undefined
}
/** `label` names what was asked about. */
export type Finding = { standing: 'met' | 'near' | 'missed' | 'unknown'; label: string; say: string }

export const columnPrefix = 'column:'
export const columnOf = (attribute: string): string | undefined => (attribute.startsWith(columnPrefix) ? attribute.slice(columnPrefix.length) : undefined)
const labels: Record<string, string> = { employees: 'size', revenue: 'annual revenue' }
export const labelOf = (attribute: string): string => columnOf(attribute) ?? labels[attribute] ?? attribute
/** Where an import keeps the technologies of a company. */
const technologyKeys = ['technology', 'technologies', 'tech stack', 'tech_stack', 'Technology', 'Technologies']
const countryNames = new Intl.DisplayNames('en', { type: 'region' })
const format = new Intl.NumberFormat('en-US')
const names = new Map<string, string>()
export const sayCountry = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.get(code) ?? names.set(code, countryNames.of(code) ?? code).get(code) ?? code) : code)

export function judge(criterion: Criterion, company: CompanyFacts, year: number): Finding {
  const label = labelOf(criterion.attribute)
  const unknown = (say = label): Finding => ({ standing: 'unknown', label, say })
  if (criterion.attribute === 'revenue' && company.annualRevenueCurrency && criterion.test !== 'known' && company.annualRevenueCurrency !== criterion.currency)
    return unknown(`annual revenue in ${criterion.currency ?? 'one currency'}, since we know it in ${company.annualRevenueCurrency}`)
  if (criterion.test === 'known') return textsOf(criterion.attribute, company, year).length > 0 ? { standing: 'met', label, say: `${label} known` } : unknown()
  if (criterion.test === 'one_of' || criterion.test === 'words') {
    const texts = textsOf(criterion.attribute, company, year).filter((text) => plain(text).length > 0)
    return texts.length === 0 ? unknown() : { label, ...among(criterion, texts) }
  }
  const n = numberOf(criterion.attribute, company, year)
  return n === undefined ? unknown() : { label, ...inRange(criterion, n) }
}

/** A size up to a fifth outside the range is near. */
function inRange({ attribute, test, min, max, currency }: Criterion, n: number): Omit<Finding, 'label'> {
  const say = sayNumber(attribute, n, currency)
  const outside = (end: 'below' | 'above', limit: number, near: boolean): Omit<Finding, 'label'> =>
    near ? { standing: 'near', say: `${say}, just ${end} ${format.format(limit)}` } : { standing: 'missed', say: `${say}, ${end} ${format.format(limit)}` }
  if (test !== 'at_most' && min !== null && n < min) return outside('below', min, n >= min * 0.8)
  if (test !== 'at_least' && max !== null && n > max) return outside('above', max, n <= max * 1.2)
  return { standing: 'met', say }
}

function sayNumber(attribute: string, n: number, currency: string | null): string {
  const digits = format.format(n)
  if (attribute === 'employees') return `${digits} ${n === 1 ? 'person' : 'people'}`
  if (attribute === 'age') return `${digits} ${n === 1 ? 'year' : 'years'} old`
  return attribute === 'revenue' ? `${currency ?? ''} ${digits} of annual revenue`.trim() : `${labelOf(attribute)} ${digits}`
}

/** An industry that shares a telling word with one of ours is near. */
function among({ attribute, test, values }: Criterion, texts: string[]): Omit<Finding, 'label'> {
  if (attribute === 'country' || attribute === 'region') {
    const [country = ''] = texts
    const place = attribute === 'region' ? values.join(', ') : ''
    const isWanted = attribute === 'region' ? values.some((name) => regions[name]?.includes(country)) : values.includes(country)
    if (isWanted) return { standing: 'met', say: attribute === 'region' ? `${sayCountry(country)}, in ${values.filter((name) => regions[name]?.includes(country)).join(' and ')}` : sayCountry(country) }
    return { standing: 'missed', say: `${sayCountry(country)}, not ${attribute === 'region' ? `in ${place}` : 'one of our countries'}` }
  }
  const have = texts.map(plain)
  const asked = wordsOf(values)
  const meets = (words: string[]) => asked.some((one) => (test === 'words' ? ` ${words.join(' ')} `.includes(` ${one.join(' ')} `) : one.join(' ') === words.join(' ')))
  const hits = texts.filter((_text, i) => meets(have[i] ?? []))
  if (hits.length > 0) return { standing: 'met', say: sayText(attribute, hits) }
  const say = sayText(attribute, texts)
  if (attribute === 'industry' && asked.some((words) => words.some((word) => word.length > 3 && have.some((own) => own.includes(word))))) return { standing: 'near', say: `${say}, which is near` }
  return { standing: 'missed', say: `${say}, not one of ours` }
}

/** The words of a criterion's values, once for all the companies that are graded by it. */
function wordsOf(values: string[]): string[][] {
  const known = asWords.get(values) ?? values.map(plain).filter((words) => words.length > 0)
  asWords.set(values, known)
  return known
}
const asWords = new WeakMap<string[], string[][]>()

function sayText(attribute: string, texts: string[]): string {
  const [first = ''] = texts
  if (attribute === 'industry') return `${first.toLowerCase() === first || /^[A-Z][a-z]/.test(first) ? first.charAt(0).toLowerCase() + first.slice(1) : first} industry`
  const shown = texts.slice(0, 3).join(', ') + (texts.length > 3 ? ` and ${texts.length - 3} more` : '')
  return attribute === 'technology' ? `uses ${shown}` : `${labelOf(attribute)}: ${shown.slice(0, 120)}`
}

/** What is known of it as texts; several where the company has several, as with technologies. */
export function textsOf(attribute: string, company: CompanyFacts, year: number): string[] {
  if (attribute === 'industry') return company.industry ? [company.industry] : []
  if (attribute === 'country' || attribute === 'region') return company.country ? [company.country] : []
  const own = company.attributes ?? {}
  if (attribute === 'technology') return technologyKeys.flatMap((key) => listed(own[key])).flatMap((text) => text.split(/[;,|]/)).map((text) => text.trim()).filter(Boolean)
  const column = columnOf(attribute)
  if (column !== undefined) return Object.hasOwn(own, column) ? listed(own[column]) : []
  const n = numberOf(attribute, company, year)
  return n === undefined ? [] : [String(n)]
}

export function numberOf(attribute: string, company: CompanyFacts, year: number): number | undefined {
  if (attribute === 'employees') return company.employees ?? undefined
  if (attribute === 'age') return company.foundedYear === null || company.foundedYear === undefined || company.foundedYear > year ? undefined : year - company.foundedYear
  if (attribute === 'revenue') {
    const { annualRevenueMinor: minor, annualRevenueCurrency: currency } = company
    return minor === null || minor === undefined || !currency ? undefined : Number(minor / 10n ** BigInt(digitsOf(currency)))
  }
  const [text] = columnOf(attribute) === undefined ? [] : textsOf(attribute, company, year)
  const bare = text?.trim().replace(/,(?=\d{3}(\D|$))/g, '')
  return bare !== undefined && /^-?\d+(\.\d+)?$/.test(bare) ? Number(bare) : undefined
}

const listed = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(listed) : (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' || typeof value === 'boolean' ? [String(value).trim()] : []

/** Words without case and accents; "&" and the like do not count. */
export const plain = (text: string): string[] => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && word !== 'and')
