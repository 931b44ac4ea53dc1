// One row of a partner's list as a customer, read with as much patience as makes sense: only who it is must be there. Pure but for the lists.
import type { AnyImportKind, Fault, ImportField, Settings } from '../../platform/imports/index.ts'
import { companyFields, nameKey, parseCompany, readBuyer, readCountry, readDomain, readPhone, readZip, type CompanyInput } from '../companies/index.ts'

export type Customer = { name: string; domain: string | null; lookAlikeOf: string | undefined; letters: string; country: string | null; industry: string | null; employees: number | null } & Compared
/** Compared and not kept. */
type Compared = { street?: string | null; zip?: string | null; city?: string | null; phone?: string | null }

/** What people write where a name should stand. */
const nobody = /^(n\.?\s?\/?\s?a\.?|none|null|undefined|unknown|unbekannt|test(\s?\d*|\s(company|customer|account|gmbh|kunde))?|dummy|tbd|tba|todo|x+|private|privat|individual|various|div(erse|\.)|misc(ellaneous)?|asdf\w*|foo|bar|sample|example|customer|kunde|name|total|summe|sum)$/i
const wanted = ['name', 'website', 'industry', 'employees', 'country']
const compared = ['street', 'houseNumber', 'zip', 'city', 'phone']
export const customerFields: ImportField[] = [
  ...companyFields.filter((field) => wanted.includes(field.name)).map(({ required: _, ...field }) => field),
  ...companyFields.filter((field) => compared.includes(field.name)).map((field) => ({ ...field, help: 'Compared and not kept.' })),
]

/** A fault only where nobody can be told from the row; what else cannot be read is left out. */
export function readCustomer(values: Record<string, string>, settings: Settings): { row: Customer } | { faults: Fault[] } {
  const name = values['name'] ?? ''
  const site = values['website'] ? readDomain(values['website']) : undefined
  const buyer = name ? readBuyer(name) : undefined
  const domain = site && 'domain' in site ? site.domain : (buyer?.domain ?? null)
  const lookAlikeOf = site && 'domain' in site ? site.lookAlikeOf : buyer?.lookAlikeOf
  const spoken = buyer?.name ?? ''
  const called = nobody.test(spoken.trim()) ? '' : spoken
  const letters = nameKey(called)
  if (!domain && (letters === '' || /^\d+$/.test(letters))) return { faults: [{ field: name ? 'name' : 'website', reason: sayWhy(name, site && 'problem' in site ? site.shown : values['website']) }] }
  const row = leniently({ ...values, name: called || (domain ?? '') }, settings)
  return { row: { name: (called || (domain ?? '')).slice(0, 200), domain, lookAlikeOf, letters, country: row.country ? (readCountry(row.country) ?? null) : null, industry: row.industry?.slice(0, 120) ?? null, employees: row.employees ?? null,
    street: row.street?.slice(0, 300) ?? buyer?.street ?? null, zip: readZip(row.zip ?? ''), city: row.city?.slice(0, 120) ?? null, phone: readPhone(row.phone ?? '') } }
}

function sayWhy(name: string, site: string | undefined): string {
  if (!name && !site) return 'Neither a name nor a website stands in this row.'
  return name ? `“${name.slice(0, 60)}” names no company${site ? `, and neither does ${site.slice(0, 60)}` : ''}.` : `${site?.slice(0, 60)} names no company.`
}

/** What can be read of it; a field that cannot is as if it were not there. */
function leniently(values: Record<string, string>, settings: Settings): CompanyInput {
  const first = parseCompany(values, settings)
  if ('row' in first) return first.row
  const bad = new Set(first.faults.map((fault) => fault.field))
  const again = parseCompany(Object.fromEntries(Object.entries(values).filter(([field]) => field === 'name' || !bad.has(field))), settings)
  return 'row' in again ? again.row : { name: values['name'] ?? '' }
}

/** The list as the machine that reads CSV files sees it; rows are not written by that machine. */
export const customerKind: AnyImportKind = {
  kind: 'customers', label: 'Customers', permission: 'mapping:write', fields: customerFields, keyField: 'none', fills: [],
  parse: (values, settings) => readCustomer(values, settings), say: () => ({}), write: async () => [],
}
