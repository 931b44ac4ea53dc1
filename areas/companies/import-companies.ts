// Companies from a CRM's export or any list: which columns they come in and how a row is read.
import { decimal, isCurrency } from '../../kernel/money.ts'
import { amountIn, keptColumn, parseDate, registerImportKind, type Fault, type ImportField, type ImportKind, type Settings } from '../../platform/imports/index.ts'
import { readDomain, showDomain } from './domains.ts'
import { companyTables } from './store.ts'
import { upsertCompanies } from './upsert-companies.ts'
import type { CompanyInput } from './upsert-rows.ts'

/** Whether a cell reads like a website. */
export const looksLikeSite = (value: string): boolean => /^(https?:\/\/)?([\p{L}\p{N}-]+\.)+[\p{L}]{2,}(\/\S*)?$/u.test(value)

/** Keeps columns of mail addresses and websites out, which are called addresses too. */
const looksLikeStreet = (value: string): boolean => !value.includes('@') && !looksLikeSite(value) && /\p{L}/u.test(value)

/** Columns of Salesforce, HubSpot, Pipedrive, start-up directories and lists made by hand. */
export const companyFields: ImportField[] = [
  { name: 'name', label: 'Name', required: true, synonyms: ['company name', 'account name', 'name', 'account', 'company', 'organization name', 'organization', 'organisation', 'firma', 'firmenname', 'customer', 'kunde', 'client', 'business name', 'unternehmensname', 'unternehmen', 'kundenname', 'accountname', 'nom de l entreprise', 'nom du compte', 'entreprise', 'société', 'raison sociale', 'nombre de la empresa', 'nombre de la cuenta', 'empresa', 'razón social', 'cliente', 'azienda', 'ragione sociale', 'bedrijfsnaam', 'bedrijf'] },
  { name: 'crmId', label: 'Id in the CRM', help: 'Recognises the company in the next import; without it website and name do.', synonyms: ['account id', 'company id', 'record id', 'organization id', 'id', 'crm id', 'external id', 'accountid', 'hs object id', 'customer number', 'kundennummer', 'accountnummer', 'kunden nr', 'id du compte', 'id de l entreprise', 'id de la cuenta', 'id de la empresa', 'id cliente', 'klantnummer'] },
  { name: 'website', label: 'Website or domain', looksLike: looksLikeSite, synonyms: ['website', 'company domain name', 'domain', 'website url', 'web site', 'webseite', 'homepage', 'url', 'web', 'host', 'email domain', 'organization website', 'internetseite', 'site web', 'site internet', 'sitio web', 'sito web'] },
  { name: 'industry', label: 'Industry', synonyms: ['industry', 'sector', 'branche', 'industries', 'gics sector', 'vertical', 'organization industry', 'secteur', 'secteur d activité', 'industria', 'settore', 'bedrijfstak'] },
  { name: 'employees', label: 'People', help: 'How many work there.', synonyms: ['employees', 'number of employees', 'no of employees', 'team size', 'company size', 'headcount', 'size', 'mitarbeiter', 'mitarbeiterzahl', 'employee count', 'people', 'organization employee count', 'anzahl mitarbeiter', 'anzahl der mitarbeiter', 'effectif', 'nombre d employés', 'nombre de salariés', 'empleados', 'número de empleados', 'dipendenti', 'numero di dipendenti', 'aantal medewerkers'] },
  { name: 'street', label: 'Street', help: 'With the house number, or the whole address; it helps to tell companies of one name apart.', looksLike: looksLikeStreet, synonyms: ['street', 'billing street', 'street address', 'address', 'strasse', 'straße', 'straße und hausnummer', 'strasse und hausnummer', 'straße hausnummer', 'straße hausnr', 'str', 'adresse', 'anschrift', 'address 1', 'address line 1', 'address1', 'address 1 street 1', 'address 1 line 1', 'billing address line 1', 'company address', 'company street address', 'organization address', 'billing address', 'mailing street', 'rue', 'calle', 'direccion', 'dirección', 'domicilio', 'indirizzo', 'shipping street'] },
  { name: 'houseNumber', label: 'House number', help: 'Where it stands in a column of its own.', synonyms: ['house number', 'hausnummer', 'hausnr', 'haus nr', 'street number'] },
  { name: 'zip', label: 'Postal code', synonyms: ['zip', 'billing zip postal code', 'postal code', 'zip code', 'plz', 'postleitzahl', 'postcode', 'billing postal code', 'billing zip', 'billing code', 'post code', 'zipcode', 'zip postal code', 'address 1 zip postal code', 'code postal', 'codigo postal', 'código postal', 'cp', 'cap', 'shipping zip postal code'] },
  { name: 'city', label: 'City', synonyms: ['city', 'billing city', 'ort', 'stadt', 'town', 'plz ort', 'wohnort', 'address 1 city', 'company city', 'organization city', 'billing town', 'ville', 'ciudad', 'localidad', 'città', 'headquarters city', 'mailing city', 'shipping city'] },
  { name: 'phone', label: 'Telephone', synonyms: ['phone', 'phone number', 'telephone', 'telephone number', 'tel', 'telefon', 'telefonnummer', 'company phone', 'main phone', 'account phone', 'company phone number', 'organization phone', 'téléphone', 'teléfono'] },
  { name: 'country', label: 'Country', synonyms: ['country', 'billing country', 'country region', 'office location', 'billing country text only', 'land', 'headquarters country', 'country code', 'shipping country', 'pays', 'país', 'paese'] },
  { name: 'foundedYear', label: 'Founded in', synonyms: ['year founded', 'founded', 'year established', 'founded year', 'gründungsjahr', 'established', 'année de création', 'año de fundación', 'anno di fondazione'] },
  { name: 'annualRevenue', label: 'Annual revenue', synonyms: ['annual revenue', 'annual sales', 'jahresumsatz', 'organization annual revenue', 'umsatz', 'chiffre d affaires', 'revenu annuel', 'ingresos anuales', 'facturación', 'fatturato', 'omzet'] },
  { name: 'currency', label: 'Currency of the revenue', synonyms: ['annual revenue currency', 'currency', 'account currency', 'currency code', 'revenue currency', 'währung', 'devise', 'moneda', 'divisa', 'valuta'] },
  { name: 'revenueUnit', label: 'Unit of the revenue', synonyms: ['revenue unit', 'revenue in'] },
  { name: 'parentName', label: 'Parent company', synonyms: ['parent account', 'parent company', 'subsidiary of', 'parent', 'muttergesellschaft', 'parent account name', 'ultimate parent', 'übergeordneter account', 'société mère', 'maison mère', 'empresa matriz', 'cuenta principal'] },
  { name: 'aliases', label: 'Other names', help: 'Former names and aliases, parted by semicolons or as a JSON list.', synonyms: ['former names', 'aliases', 'also known as', 'other names', 'alias', 'aka', 'former name', 'dba', 'trade name'] },
  { name: 'type', label: 'Customer or not', help: '“Customer” or yes marks a customer.', synonyms: ['account type', 'type', 'lifecycle stage', 'is customer', 'customer type', 'relationship', 'account record type', 'kundenstatus'] },
  { name: 'directOnly', label: 'Direct only', help: 'Yes keeps partners from claiming it.', synonyms: ['direct only', 'no partners', 'house account', 'named account'] },
  { name: 'technology', label: 'Technologies', help: 'What it works with, parted by semicolons or commas; rules of the ideal customer profile can ask for it.', synonyms: ['technologies', 'technology', 'tech stack', 'technology stack', 'web technologies', 'technologies used', 'technologien'] },
  { name: 'lastContactOn', label: 'Last contact', type: 'date', help: 'When our own sales last spoke with them.', synonyms: ['last activity', 'last activity date', 'last contacted', 'last contact', 'last contact date', 'letzter kontakt'] },
]

const where = ['street', 'houseNumber', 'zip', 'city', 'country']
/** The columns that say where a company is, for other lists that name companies. A telephone is left out: there it is often a person's. */
export const companyPlaceFields = companyFields.filter((field) => where.includes(field.name))

/** A street with its house number, where that stands in a column of its own. */
export const streetOf = (street: string | undefined, houseNumber: string | undefined): string | undefined => [street, street ? houseNumber : undefined].filter(Boolean).join(' ') || undefined

/** Reads one row. Pure; every fault it finds is told at once. */
export function parseCompany(values: Record<string, string>, settings: Settings): { row: CompanyInput } | { faults: Fault[] } {
  const faults: Fault[] = []
  const { crmId, website, industry, zip, city, country, phone, parentName } = values
  const street = streetOf(values['street'], values['houseNumber'])
  const row: CompanyInput = { name: values['name'] ?? '', crmId, website, industry, street, zip, city, country, phone, parentName }
  if (row.name.length > 200) faults.push({ field: 'name', reason: 'The name has more than 200 characters.' })
  if (crmId && crmId.length > 200) faults.push({ field: 'crmId', reason: 'The id has more than 200 characters.' })
  const employees = values['employees']
  if (employees !== undefined) {
    const people = peopleIn(employees)
    if (people === undefined) faults.push({ field: 'employees', reason: `“${employees}” is not a number of people.` })
    else row.employees = people
  }
  const founded = values['foundedYear']
  if (founded !== undefined) {
    const year = /^(\d{4})(?:[-/.]\d{1,2}[-/.]\d{1,2}.*|\.0)?$/.exec(founded)?.[1]
    if (year) row.foundedYear = Number(year)
    else faults.push({ field: 'foundedYear', reason: `“${founded}” is not a year.` })
  }
  const revenue = values['annualRevenue']
  if (revenue !== undefined) {
    const read = revenueIn(revenue, values['revenueUnit'], (values['currency'] ?? settings.currency).toUpperCase(), settings)
    if (typeof read === 'string') faults.push({ field: 'annualRevenue', reason: read })
    else Object.assign(row, read)
  }
  const contact = values['lastContactOn']
  if (contact !== undefined) {
    const day = parseDate(contact, settings.dateOrder)
    if (/^\d/.test(day)) row.lastContactAt = Temporal.Instant.from(`${day}T12:00:00Z`)
    else faults.push({ field: 'lastContactOn', reason: day === 'ambiguous' ? `“${contact}” could be day/month or month/day.` : `“${contact}” is not a date.` })
  }
  const technologies = (values['technology'] ?? '').split(/[;,|]/).map((one) => one.trim()).filter(Boolean)
  if (technologies.length > 0) row.attributes = { technology: [...new Set(technologies)].slice(0, 200) }
  const kept = Object.entries(values).filter(([field]) => field.startsWith(keptColumn) && !ownAttributes.has(field.slice(keptColumn.length))).map(([field, value]) => [field.slice(keptColumn.length), value.slice(0, 1000)] as const)
  if (kept.length > 0) row.attributes = { ...row.attributes, ...Object.fromEntries(kept) }
  if (values['aliases'] !== undefined) row.aliases = aliasesIn(values['aliases'])
  if (values['type'] !== undefined) row.isCustomer = isYes(values['type'], /\bcustomer\b|\bkunde\b|\bclient\b/i)
  if (values['directOnly'] !== undefined) row.directOnly = isYes(values['directOnly'])
  return faults.length > 0 ? { faults } : { row }
}

/** Attributes that mean something to us; no column of a file takes their place. */
const ownAttributes = new Set(['technology', 'website'])

/** "2,822", "11-50" (the lower end), "10,000+", "~50". */
function peopleIn(text: string): number | undefined {
  const match = /^[~<>≥\s]*(\d[\d.,' ]*?)(?:\.0+)?(?:\s*(?:-|–|to|bis)\s*\d[\d.,' ]*)?\s*\+?(?:\s*(?:employees|people|mitarbeiter))?$/i.exec(text)
  const digits = match?.[1]?.replace(/[.,' ](?=\d{3}(\D|$))/g, '')
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}

const powers: Record<string, number> = { k: 3, thousand: 3, tausend: 3, m: 6, mm: 6, mn: 6, mio: 6, million: 6, millions: 6, millionen: 6, b: 9, bn: 9, billion: 9, mrd: 9 }

/** "18.3 MM", "1,100.04" with the unit "million". The unit is a power of ten, so nothing is rounded. */
function revenueIn(text: string, unit: string | undefined, currency: string, settings: Settings): Pick<CompanyInput, 'annualRevenueMinor' | 'annualRevenueCurrency'> | string {
  if (!isCurrency(currency)) return `“${currency}” is not an ISO 4217 currency such as EUR.`
  const suffix = /\s*(k|mm?|mn|mio\.?|mrd\.?|bn?|thousand|millions?|billion)$/i.exec(text)
  const power = powers[(suffix?.[1] ?? unit ?? '').toLowerCase().replace('.', '')] ?? 0
  const bare = suffix ? text.slice(0, suffix.index) : text
  if (power === 0) {
    const amount = amountIn(bare, currency, settings.decimalSign)
    return typeof amount === 'bigint' ? { annualRevenueMinor: amount, annualRevenueCurrency: currency } : `“${text}” is not a revenue in ${currency}.`
  }
  // A fraction of a million may have more digits than the currency: read it in a currency of four, which loses nothing that matters.
  const amount = amountIn(bare, 'CLF', settings.decimalSign)
  if (typeof amount !== 'bigint') return `“${text}” is not a revenue in ${currency}.`
  const digits = decimal(0n, currency).split('.')[1]?.length ?? 0
  return { annualRevenueMinor: (amount * 10n ** BigInt(power + digits)) / 10_000n, annualRevenueCurrency: currency }
}

function aliasesIn(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed)) return parsed.filter((one) => typeof one === 'string').filter((one) => one.trim() !== '')
  } catch {
    // Not a JSON list, then a plain one.
  }
  return text.split(/[;|]/).map((one) => one.trim()).filter((one) => one !== '')
}

const isYes = (text: string, more?: RegExp): boolean => /^(yes|true|1|y|ja|x|oui|si|sí)$/i.test(text) || (more !== undefined && more.test(text) && !/\b(non|no|not|former|ex|prospective)\b/i.test(text))

const site = (website: string | undefined): string => {
  if (!website) return ''
  const read = readDomain(website)
  return 'domain' in read ? showDomain(read.domain) : `${read.shown} (names no company)`
}

const companyImport: ImportKind<CompanyInput> = {
  kind: 'companies', label: 'Companies', permission: 'companies:write', fields: companyFields, keepsColumns: true, keyField: 'crmId', fills: companyTables,
  parse: parseCompany,
  say: (row) => ({
    Name: row.name, 'Id in the CRM': row.crmId ?? '', Website: site(row.website), Industry: row.industry ?? '', People: row.employees?.toLocaleString('en-US') ?? '', Street: row.street ?? '', 'Postal code': row.zip ?? '', City: row.city ?? '', Country: row.country ?? '', Telephone: row.phone ?? '',
    'Annual revenue': row.annualRevenueMinor === undefined || !row.annualRevenueCurrency ? '' : `${decimal(row.annualRevenueMinor, row.annualRevenueCurrency)} ${row.annualRevenueCurrency}`,
    Parent: row.parentName ?? '', 'Other names': (row.aliases ?? []).join('; '), Customer: row.isCustomer ? 'yes' : '',
    Technologies: Array.isArray(row.attributes?.['technology']) ? row.attributes['technology'].join('; ') : '',
    ...Object.fromEntries(Object.entries(row.attributes ?? {}).filter(([name]) => name !== 'technology').map(([name, value]) => [name, String(value)])),
  }),
  write: async (tx, rows, settings) => {
    const outcomes = await upsertCompanies(tx, rows, { createMissing: settings.createCompanies })
    return outcomes.map((one) => (one.outcome === 'problem' ? { outcome: 'rejected', field: one.problem.field, reason: one.problem.message } : { outcome: one.outcome }))
  },
}

/** Called by the door, once. */
export function registerCompanyImport(): void {
  registerImportKind(companyImport)
}
