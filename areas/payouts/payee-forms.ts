// What a partner says of itself in order to be paid, as it is typed on a page without script. What must not be read is kept apart as `secret`.
import { cleanLine } from '../../kernel/text.ts'
import { numberOf, type Account } from './bank-file.ts'
import { checkBic, checkIban, checkOtherAccount, checkRouting, checkUsAccount, lastFour, type Checked } from './bank-numbers.ts'
import { isBankName } from './bank-text.ts'
import { isCountry } from './countries.ts'
import { readTin, readVatNumber, taxFormKinds, vatModes, type TaxForm, type TaxFormKind, type VatMode } from './tax-rules.ts'

export const detailKinds = ['bank', 'tax', 'vat'] as const
export type DetailKind = (typeof detailKinds)[number]

export type ShownBank = { kind: Account['kind']; holder: string; isBusiness: boolean; country: string; ibanCountry: string | null; lastFour: string }
export type ShownTax = TaxForm & { holder: string; classification: string; signedBy: string; lastFour: string | null }
export type ShownVat = { number: string | null; mode: VatMode }
export type Shown = { bank: ShownBank; tax: ShownTax; vat: ShownVat }
export type TaxSecret = { tin: string | null; street: string; town: string }

/** What was typed, by field; and what is wrong with it, by field. */
export type Typed = Record<string, string>
export type Problems = Record<string, string>
export type Read<K extends DetailKind> = { shown: Shown[K]; secret: string } | { problems: Problems }

export const classifications = { individual: 'Individual or sole proprietor', c_corporation: 'C corporation', s_corporation: 'S corporation', partnership: 'Partnership', llc: 'Limited liability company', trust: 'Trust or estate', other: 'Other' } as const

export function readBank(typed: Typed): Read<'bank'> {
  const problems: Problems = {}
  const take = (field: string, checked: Checked): string => {
    if (checked.ok) return checked.value
    problems[field] = checked.message
    return ''
  }
  const holder = cleanLine(typed['holder'] ?? '')
  if (holder === '') problems['holder'] = 'Whose account is it? The name as the bank has it.'
  else if (holder.length > 70) problems['holder'] = 'At most 70 characters.'
  else if (!isBankName(holder)) problems['holder'] = 'Write the name in Latin letters, as the bank has it.'
  const isBusiness = typed['owner'] !== 'person'
  const bic = (typed['bic'] ?? '').trim()
  const account = readAccount(typed, take, bic, problems)
  if (Object.keys(problems).length > 0 || !account) return { problems }
  const country = account.kind === 'iban' ? account.iban.slice(0, 2) : account.kind === 'us' ? 'US' : account.country
  return { shown: { kind: account.kind, holder, isBusiness, country, ibanCountry: account.kind === 'iban' ? country : null, lastFour: lastFour(numberOf(account)) }, secret: JSON.stringify(account) }
}

function readAccount(typed: Typed, take: (field: string, checked: Checked) => string, bic: string, problems: Problems): Account | undefined {
  if (typed['kind'] === 'us') {
    const type = typed['type'] === 'savings' ? 'savings' : 'checking'
    return { kind: 'us', routing: take('routing', checkRouting(typed['routing'] ?? '')), account: take('account', checkUsAccount(typed['account'] ?? '')), type }
  }
  if (typed['kind'] === 'other') {
    const country = (typed['country'] ?? '').trim().toUpperCase()
    if (!isCountry(country)) problems['country'] = 'The country of the bank, in two letters, such as JP.'
    return { kind: 'other', account: take('account', checkOtherAccount(typed['account'] ?? '')), bic: take('bic', checkBic(bic)), country }
  }
  return { kind: 'iban', iban: take('iban', checkIban(typed['iban'] ?? '')), bic: bic === '' ? null : take('bic', checkBic(bic)) }
}

export const isTaxFormKind = (text: string | undefined): text is TaxFormKind => taxFormKinds.includes(text as TaxFormKind)

/** `today` is the day on which it is signed. */
export function readTax(typed: Typed, today: string): Read<'tax'> {
  const problems: Problems = {}
  const line = (field: string, missing: string, most = 120) => {
    const text = cleanLine(typed[field] ?? '')
    if (text === '') problems[field] = missing
    else if (text.length > most) problems[field] = `At most ${most} characters.`
    return text
  }
  const kind = isTaxFormKind(typed['kind']) ? typed['kind'] : 'w9'
  const holder = line('holder', 'The name as on the income tax return.')
  const classification = kind === 'w9' ? (typed['classification'] ?? '') : kind === 'w8ben' ? 'individual' : 'company'
  if (kind === 'w9' && !(classification in classifications)) problems['classification'] = 'Choose one.'
  const street = line('street', 'Street and number.')
  const town = line('town', 'Town, state or region, and postcode.')
  const country = kind === 'w9' ? 'US' : (typed['country'] ?? '').trim().toUpperCase()
  if (!isCountry(country)) problems['country'] = 'The country of residence, in two letters, such as PT.'
  else if (kind !== 'w9' && country === 'US') problems['country'] = 'A resident of the United States gives a W-9.'
  const rawTin = (typed['tin'] ?? '').trim()
  const tin = kind === 'w9' ? readTin(rawTin) : rawTin.replace(/\s/g, '')
  if (kind === 'w9' && !tin) problems['tin'] = 'A social security or employer number has nine digits.'
  if (kind !== 'w9' && (tin ?? '').length > 30) problems['tin'] = 'At most 30 characters.'
  const treaty = (typed['treaty'] ?? '').trim().replace(',', '.').replace(/\s*%$/, '')
  if (kind !== 'w9' && treaty !== '' && !(/^\d{1,2}(\.\d{1,2})?$/.test(treaty) && Number(treaty) <= 30)) problems['treaty'] = 'A percentage from 0 to 30, or nothing.'
  const signedBy = line('signature', 'Type your name to sign.')
  if (typed['certify'] !== 'yes') problems['certify'] = 'It counts once you declare this.'
  if (Object.keys(problems).length > 0) return { problems }
  const secret: TaxSecret = { tin: tin || null, street, town }
  return {
    shown: {
      kind, holder, classification, country, signedOn: today, signedBy, lastFour: tin ? lastFour(tin) : null, isBackupWithheld: kind === 'w9' && typed['backup'] === 'yes', worksInUs: kind !== 'w9' && typed['us'] === 'yes',
      treatyPercent: kind !== 'w9' && treaty !== '' ? Number(treaty) : null,
    },
    secret: JSON.stringify(secret),
  }
}

export function readVat(typed: Typed): Read<'vat'> {
  const mode = vatModes.find((one) => one === typed['mode'])
  const raw = (typed['number'] ?? '').trim()
  const number = raw === '' ? null : readVatNumber(raw)
  const problems: Problems = {
    ...(mode ? {} : { mode: 'Choose one.' }), ...(number === undefined ? { number: 'This is not a VAT number of its country. Write it with the country first, such as DE123456789.' } : {}),
    ...(mode === 'reverse_charge' && raw === '' ? { number: 'Reverse charge needs a VAT number.' } : {}),
  }
  return Object.keys(problems).length > 0 || !mode || number === undefined ? { problems } : { shown: { number, mode }, secret: '' }
}
