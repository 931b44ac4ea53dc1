import { isCurrency, type MoneyProblem } from '../../kernel/money.ts'
import { amountIn, currencyWritten, parseDate, type Fault, type ImportField, type ImportKind, type Settings } from '../../platform/imports/index.ts'
import { decimal } from '../../kernel/money.ts'
import { companyPlaceFields, companyTables, streetOf } from '../companies/index.ts'
import { rememberCompanies, type Remembered } from './companies-of-rows.ts'
import { opportunityStates, type OpportunityState } from './opportunity-rules.ts'
import { guessStage, keepStages, stageMap } from './stages.ts'
import { writeOpportunities, type SyncedOpportunity } from './write-opportunities.ts'

const placeName = (name: string): string => `company${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** Columns of Salesforce, HubSpot, Pipedrive, and of exports made by hand. */
const fields: ImportField[] = [
  { name: 'crmId', label: 'Id in the CRM', required: true, help: 'Recognises the opportunity in the next import.', synonyms: ['opportunity id', 'deal id', 'record id', 'id', 'opportunity', 'deal record id', 'crm id', 'external id', 'hs object id', 'sf id', 'key', '18 digit opportunity id', 'opportunity nr', 'id de l opportunité', 'id de la transaction', 'id de la oportunidad', 'id del negocio'] },
  { name: 'name', label: 'Name', synonyms: ['opportunity name', 'deal name', 'deal title', 'title', 'name', 'subject', 'dealname', 'opportunityname', 'titel', 'bezeichnung', 'nom de l opportunité', 'nom de la transaction', 'titre', 'nombre de la oportunidad', 'nombre del negocio'] },
  { name: 'companyName', label: 'Company', synonyms: ['account name', 'account', 'company name', 'company', 'associated company', 'deal organization', 'organization', 'organisation', 'customer', 'client', 'firma', 'kunde', 'organization name', 'primary associated company', 'accountname', 'unternehmen', 'kundenname', 'nom du compte', 'entreprise', 'société', 'nombre de la cuenta', 'empresa', 'cliente', 'azienda', 'bedrijf'] },
  { name: 'companyCrmId', label: "Company's id in the CRM", synonyms: ['account id', 'associated company ids', 'company id', 'organization id', 'deal organization id', 'accountid', 'associated company id', 'kundennummer', 'id du compte', 'id de la cuenta', 'id cliente'] },
  { name: 'companyDomain', label: "Company's domain", synonyms: ['website', 'domain', 'company domain name', 'account website', 'company domain', 'company website', 'web site', 'url', 'web', 'webseite', 'site web', 'sitio web', 'sito web'] },
  ...companyPlaceFields.map((field) => ({ ...field, name: placeName(field.name), label: `Company's ${field.label.toLowerCase()}`, help: 'Where the company is, to tell those of one name apart.' })),
  { name: 'stage', label: 'Stage', required: true, type: 'choice', looksLike: (value) => guessStage(value) !== undefined, synonyms: ['deal status', 'stage', 'deal stage', 'stage name', 'opportunity stage', 'sales stage', 'dealstage', 'status', 'opportunity status', 'phase', 'stagename', 'verkaufsphase', 'dealphase', 'étape', 'étape de la transaction', 'statut', 'etapa', 'etapa del negocio', 'estado', 'fase'] },
  { name: 'amount', label: 'Amount', type: 'amount', synonyms: ['amount', 'close value', 'deal value', 'value', 'deal amount', 'opportunity amount', 'amount in company currency', 'revenue', 'price', 'betrag', 'wert', 'total', 'acv', 'arr', 'umsatz', 'auftragswert', 'dealwert', 'montant', 'valeur', 'importe', 'valor', 'importo', 'valore', 'bedrag'] },
  { name: 'currency', label: 'Currency', looksLike: (value) => /^[A-Za-z]{3}$/.test(value), synonyms: ['currency', 'amount currency', 'opportunity currency', 'currency code', 'deal currency', 'deal currency of value', 'currency iso code', 'currencyisocode', 'währung', 'devise', 'moneda', 'divisa', 'valuta'] },
  { name: 'openedOn', label: 'Opened on', type: 'date', synonyms: ['created date', 'create date', 'engage date', 'created on', 'created', 'opened on', 'open date', 'created at', 'deal deal created', 'deal created', 'date created', 'createdate', 'created time', 'start date', 'erstellt am', 'erstelldatum', 'erstellungsdatum', 'angelegt am', 'date de création', 'fecha de creación', 'data di creazione'] },
  { name: 'closedOn', label: 'Closed on', type: 'date', help: 'Counts for won and lost ones.', synonyms: ['close date', 'closed date', 'closed on', 'closing date', 'won time', 'deal won time', 'deal deal closed on', 'deal closed on', 'date closed', 'closedate', 'actual close date', 'won date', 'abschlussdatum', 'schlusstermin', 'geschlossen am', 'date de clôture', 'date de fermeture', 'fecha de cierre', 'data di chiusura'] },
  { name: 'product', label: 'Product', synonyms: ['product', 'product name', 'deal product', 'products', 'produkt', 'item', 'produit', 'producto', 'prodotto'] },
  { name: 'repName', label: 'Sales rep', synonyms: ['opportunity owner', 'deal owner', 'sales agent', 'owner', 'sales rep', 'owner name', 'sales person', 'salesperson', 'account executive', 'rep', 'verantwortlicher', 'vertriebsmitarbeiter', 'opportunity inhaber', 'propriétaire', 'propietario', 'comercial', 'proprietario'] },
]

const plainReason: Record<MoneyProblem, (text: string, currency: string) => string> = {
  not_a_number: (text) => `“${text}” is not an amount.`,
  negative: (text) => `The amount “${text}” is negative.`,
  too_many_decimals: (text, currency) => `The amount “${text}” has more decimals than ${currency} has.`,
  too_large: (text) => `The amount “${text}” is too large.`,
}
const longest: Record<string, number> = { crmId: 200, name: 300, companyName: 300, companyCrmId: 200, companyDomain: 300, stage: 200, product: 200, repName: 200, companyStreet: 200, companyHouseNumber: 20, companyZip: 20, companyCity: 120, companyCountry: 120 }

/** Reads one row. Pure; every fault it finds is told at once. */
export function parseOpportunity(values: Record<string, string>, settings: Settings): { row: SyncedOpportunity } | { faults: Fault[] } {
  const faults: Fault[] = []
  const fault = (field: string, reason: string) => void faults.push({ field, reason })
  const has = (field: string) => settings.fields.includes(field)
  const label = (field: string) => fields.find((f) => f.name === field)?.label ?? field
  for (const [field, most] of Object.entries(longest))
    if ((values[field]?.length ?? 0) > most) fault(field, `${label(field)} has more than ${most} characters.`)

  const stage = values['stage'] ?? ''
  const state = meaningOf(stage, settings)
  if (!state) fault('stage', `Nobody said what the stage “${stage}” means: open, won or lost.`)

  const written = currencyWritten(values['amount'] ?? '')
  const currency = (values['currency'] ?? written ?? settings.currency).toUpperCase()
  let amountMinor: bigint | null | undefined = has('amount') ? null : undefined
  if (!isCurrency(currency)) fault('currency', `“${values['currency']}” is not an ISO 4217 currency such as EUR.`)
  else if (written && written !== currency) fault('amount', `The amount is in ${written}, the currency says ${currency}.`)
  else if (values['amount'] !== undefined) {
    const amount = amountIn(values['amount'], currency, settings.decimalSign)
    if (typeof amount === 'bigint') amountMinor = amount
    else fault('amount', plainReason[amount](values['amount'], currency))
  }

  const dateOf = (field: string): string | null | undefined => {
    const text = values[field]
    if (text === undefined) return has(field) ? null : undefined
    const date = parseDate(text, settings.dateOrder)
    if (/^\d/.test(date)) return date
    fault(field, date === 'ambiguous' ? `“${text}” could be day/month or month/day.` : date === 'no_such_day' ? `There is no day “${text}”.` : `“${text}” is not a date.`)
    return null
  }
  const openedOn = dateOf('openedOn')
  const closedOn = dateOf('closedOn')
  if (has('closedOn') && state && state !== 'open' && values['closedOn'] === undefined) fault('closedOn', `The close date is missing; an opportunity that was ${state} needs the day.`)
  if (faults.length > 0 || !state) return { faults }

  const company = {
    crmId: values['companyCrmId'], domain: values['companyDomain'], name: values['companyName'],
    street: streetOf(values['companyStreet'], values['companyHouseNumber']), zip: values['companyZip'], city: values['companyCity'], country: values['companyCountry'],
  }
  const textOf = (field: string) => values[field] ?? (has(field) ? null : undefined)
  return {
    row: {
      crmId: values['crmId'] ?? '', state, crmStage: stage, company: company.crmId || company.domain || company.name ? company : null, openedOn, closedOn, product: textOf('product'), repName: textOf('repName'),
      ...(values['name'] === undefined ? {} : { name: values['name'] }), amountMinor, ...(has('amount') || has('currency') ? { currency } : {}),
    },
  }
}

/** What was decided; a stage that only turns up far down in a long file is read by its name. */
function meaningOf(stage: string, settings: Settings): OpportunityState | undefined {
  const decided = settings.choices['stage']?.[stage]
  return opportunityStates.find((state) => state === decided) ?? guessStage(stage)
}

/** One memory for each run: the settings are its own. */
const memories = new WeakMap<Settings, Remembered>()
function memoryOf(settings: Settings): Remembered {
  const memory = memories.get(settings) ?? new Map()
  memories.set(settings, memory)
  return memory
}

export const opportunityImport: ImportKind<SyncedOpportunity> = {
  kind: 'opportunities', label: 'Opportunities', permission: 'opportunities:write', fields, keyField: 'crmId', fills: ['opportunity', ...companyTables],
  choices: {
    field: 'stage', guess: guessStage, decided: stageMap,
    meanings: [{ value: 'open', label: 'Open' }, { value: 'won', label: 'Won' }, { value: 'lost', label: 'Lost' }],
    decide: async (tx, decisions) => {
      await keepStages(tx, decisions.flatMap((d) => {
        const state = opportunityStates.find((s) => s === d.meaning)
        return state ? [{ stage: d.value, state }] : []
      }))
    },
  },
  parse: parseOpportunity,
  say: (row) => ({
    'Id in the CRM': row.crmId, Name: row.name ?? '', Company: row.company?.name ?? row.company?.domain ?? row.company?.crmId ?? '', Stage: `${row.crmStage ?? ''} → ${row.state}`,
    Amount: row.amountMinor == null || row.currency === undefined ? '' : `${decimal(row.amountMinor, row.currency)} ${row.currency}`,
    'Opened on': row.openedOn ?? '', 'Closed on': row.state === 'open' ? '' : (row.closedOn ?? ''), Product: row.product ?? '', 'Sales rep': row.repName ?? '',
  }),
  lookAhead: async (r, rows, settings) => void (await rememberCompanies(r, rows.map((row) => row.company), memoryOf(settings))),
  write: (tx, rows, settings, importId) => writeOpportunities(tx, rows, { currency: settings.currency, createCompanies: settings.createCompanies, importId, remembered: memoryOf(settings) }),
}
