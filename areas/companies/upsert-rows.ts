// What a row of an import says about a company, checked. Pure.
import type { Json } from '../../kernel/event.ts'
import { isCurrency } from '../../kernel/money.ts'
import { cleanLine } from '../../kernel/text.ts'
import { readCountry } from './countries.ts'
import { readDomain } from './domains.ts'
import { nameKey } from './names.ts'

/** Left out means the file does not say; nothing known is then changed. */
export type CompanyInput = {
  crmId?: string | undefined; name: string; website?: string | undefined; aliases?: string[] | undefined; industry?: string | undefined; employees?: number | undefined
  /** A code or a name in one of several languages. */
  country?: string | undefined
  street?: string | undefined; zip?: string | undefined; city?: string | undefined; phone?: string | undefined
  foundedYear?: number | undefined; annualRevenueMinor?: bigint | undefined; annualRevenueCurrency?: string | undefined; parentName?: string | undefined
  isCustomer?: boolean | undefined; directOnly?: boolean | undefined; lastContactAt?: Temporal.Instant | undefined
  /** Further columns, kept as they are. */
  attributes?: { [key: string]: Json } | undefined
}
export type RowProblem = { field: string; code: string; message: string }
export type CheckedRow = {
  crmId: string | null; name: string; domain: string | null; lookAlikeOf: string | undefined; aliases: string[]; parentKey: string | null
  fields: {
    industry?: string; employees?: number; street?: string; zip?: string; city?: string; country?: string; phone?: string; founded_year?: number; annual_revenue_minor?: bigint; annual_revenue_currency?: string
    is_customer?: boolean; direct_only?: boolean; last_contact_at?: Temporal.Instant
  }
  attributes: { [key: string]: Json }
}

const longest = { name: 200, industry: 120, crmId: 200, street: 200, zip: 20, city: 120, phone: 40 }
const problem = (field: string, message: string): RowProblem => ({ field, code: `companies.${field}`, message })

/** The row as we keep it, or the first thing that is wrong with it. A website that names no company is kept among the attributes. */
export function checkRow(input: CompanyInput): CheckedRow | RowProblem {
  const name = cleanLine(input.name).slice(0, longest.name)
  if (nameKey(name) === '') return problem('name', name === '' ? 'The company has no name.' : 'There is no name to read in this.')
  const { employees, foundedYear, annualRevenueMinor: revenue, annualRevenueCurrency: currency } = input
  if (employees !== undefined && !(Number.isSafeInteger(employees) && employees >= 0 && employees <= 2_000_000_000)) return problem('employees', 'The number of people must be a whole number, 0 or more.')
  if (foundedYear !== undefined && !(Number.isSafeInteger(foundedYear) && foundedYear >= 600 && foundedYear <= 2200)) return problem('foundedYear', 'This is not a year in which a company can have been founded.')
  if (revenue !== undefined && (revenue < 0n || revenue > 9_000_000_000_000_000_00n)) return problem('annualRevenue', 'The revenue must be 0 or more.')
  if (revenue !== undefined && !(currency && isCurrency(currency))) return problem('annualRevenueCurrency', 'The revenue needs an ISO 4217 currency such as EUR.')
  const country = input.country?.trim() ? readCountry(cleanLine(input.country)) : undefined
  if (input.country?.trim() && !country) return problem('country', `“${cleanLine(input.country).slice(0, 60)}” is not a country that we know. Write its name or its ISO code, such as DE.`)
  const site = input.website?.trim() ? readDomain(cleanLine(input.website)) : undefined
  const industry = input.industry ? cleanLine(input.industry).slice(0, longest.industry) : ''
  const reached = Object.fromEntries((['street', 'zip', 'city', 'phone'] as const).flatMap((field) => { const text = lineOf(input[field] ?? '', longest[field]); return text ? [[field, text]] : [] }))
  const parent = input.parentName ? nameKey(cleanLine(input.parentName)) : ''
  const crmId = input.crmId ? cleanLine(input.crmId).slice(0, longest.crmId) : ''
  return {
    crmId: crmId || null, name, domain: site && 'domain' in site ? site.domain : null, lookAlikeOf: site && 'domain' in site ? site.lookAlikeOf : undefined,
    aliases: [...new Set((input.aliases ?? []).map((alias) => cleanLine(alias).slice(0, longest.name)))].filter((alias) => alias !== name && nameKey(alias) !== ''),
    parentKey: parent && parent !== nameKey(name) ? parent : null,
    fields: {
      ...(industry ? { industry } : {}), ...(employees !== undefined ? { employees } : {}), ...reached, ...(country ? { country } : {}), ...(foundedYear !== undefined ? { founded_year: foundedYear } : {}),
      ...(revenue !== undefined && currency ? { annual_revenue_minor: revenue, annual_revenue_currency: currency } : {}), ...(input.isCustomer !== undefined ? { is_customer: input.isCustomer } : {}),
      ...(input.directOnly !== undefined ? { direct_only: input.directOnly } : {}), ...(input.lastContactAt ? { last_contact_at: input.lastContactAt } : {}),
    },
    attributes: { ...input.attributes, ...(site && !('domain' in site) ? { website: cleanLine(input.website ?? '').slice(0, 300) } : {}) },
  }
}

/** No half of a character is left at the end. */
const lineOf = (text: string, most: number): string => cleanLine(text.slice(0, 10 * most)).slice(0, most).replace(/\p{Cs}$/u, '').trim()
