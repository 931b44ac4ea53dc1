// What has to be on file before somebody is paid, and what is kept back. Sources: IRS, Instructions for the Requester of Forms W-9, W-8BEN
// and W-8BEN-E; Publication 515 (source of services, 30 %); 26 USC 3406 (backup withholding, 24 %); 26 USC 6041 as of 2026 ($2,000).
import { formatRate, type Rate } from '../../kernel/money.ts'

export const taxFormKinds = ['w9', 'w8ben', 'w8bene'] as const
export type TaxFormKind = (typeof taxFormKinds)[number]
export const taxFormNames: Record<TaxFormKind, string> = { w9: 'W-9', w8ben: 'W-8BEN', w8bene: 'W-8BEN-E' }

export type TaxForm = {
  kind: TaxFormKind
  /** "YYYY-MM-DD" */
  signedOn: string
  /** ISO 3166 alpha-2; US for a W-9. */
  country: string
  /** W-9: the payee says it is subject to backup withholding. */
  isBackupWithheld: boolean
  /** W-8: some of the work that earns commissions is done in the United States. */
  worksInUs: boolean
  /** W-8: the rate claimed under a treaty, in percent; null where none is claimed. */
  treatyPercent: number | null
}
/** A rule of the vendor's own: payees of a country, a percentage, and the words that explain it. */
export type WithholdingRule = { country: string; percent: number; words: string }
export type TaxSettings = { country: string; requiresTaxForm: boolean; rules: WithholdingRule[] }
export type Withholding = { rate: Rate; why: string } | null

/** Whether a payer of this country needs a form of every payee; a US payer does. */
export const needsForm = (settings: TaxSettings): boolean => settings.requiresTaxForm || settings.country === 'US'

/** A W-9 holds until it changes; a W-8 until the last day of the third year after the one it was signed in. */
export function formHoldsUntil(form: Pick<TaxForm, 'kind' | 'signedOn'>): string | null {
  return form.kind === 'w9' ? null : `${Number(form.signedOn.slice(0, 4)) + 3}-12-31`
}

/** Why somebody cannot be paid on a day for want of a form; null when nothing is wanting. */
export function formProblem(settings: TaxSettings, form: TaxForm | null, on: string): 'no_tax_form' | 'tax_form_expired' | null {
  if (!needsForm(settings)) return null
  if (!form) return 'no_tax_form'
  const until = formHoldsUntil(form)
  return until !== null && until < on ? 'tax_form_expired' : null
}

/** What is kept back of each payment; the vendor's own rule for the country comes first. `country` is the payee's. */
export function decideWithholding(settings: TaxSettings, form: TaxForm | null, country: string | null): Withholding {
  const own = settings.rules.find((rule) => rule.country === country)
  if (own) return own.percent === 0 ? null : { rate: percent(own.percent), why: own.words }
  if (settings.country !== 'US' || !form) return null
  if (form.kind === 'w9') return form.isBackupWithheld ? { rate: percent(24), why: 'Backup withholding of 24\u00a0%, as the W-9 says (26 USC 3406).' } : null
  // Services done outside the United States are foreign-source income, of which nothing is withheld.
  if (!form.worksInUs) return null
  if (form.treatyPercent === null) return { rate: percent(30), why: `Work done in the United States: 30\u00a0% is withheld, as no treaty is claimed on the ${taxFormNames[form.kind]}.` }
  return form.treatyPercent === 0 ? null : { rate: percent(form.treatyPercent), why: `Work done in the United States: ${formatRate(percent(form.treatyPercent))} is withheld under the treaty with ${form.country}.` }
}

/** Two decimals of a percent, exactly. */
const percent = (value: number): Rate => ({ num: BigInt(Math.round(value * 100)), den: 10_000n })

/** From which total of a year a 1099-NEC is due, in cents. */
export const reportedFromMinor = (year: number): bigint => (year >= 2026 ? 200_000n : 60_000n)

export const vatModes = ['reverse_charge', 'domestic', 'small_business', 'outside_scope'] as const
export type VatMode = (typeof vatModes)[number]
export const vatWords: Record<VatMode, string> = {
  reverse_charge: 'Reverse charge: you account for the VAT', domestic: 'VAT is invoiced separately', small_business: 'Small business, no VAT is charged', outside_scope: 'Outside the scope of VAT',
}
/** National forms of VAT numbers in the EU, Switzerland, Norway and the United Kingdom. Source: European Commission, VIES FAQ Q11. */
const vatShapes: Record<string, RegExp> = {
  AT: /^U\d{8}$/, BE: /^[01]\d{9}$/, BG: /^\d{9,10}$/, CY: /^\d{8}[A-Z]$/, CZ: /^\d{8,10}$/, DE: /^\d{9}$/, DK: /^\d{8}$/, EE: /^\d{9}$/, EL: /^\d{9}$/, ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/, FI: /^\d{8}$/,
  FR: /^[A-Z0-9]{2}\d{9}$/, HR: /^\d{11}$/, HU: /^\d{8}$/, IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/, IT: /^\d{11}$/, LT: /^(\d{9}|\d{12})$/, LU: /^\d{8}$/, LV: /^\d{11}$/, MT: /^\d{8}$/, NL: /^\d{9}B\d{2}$/, PL: /^\d{10}$/,
  PT: /^\d{9}$/, RO: /^\d{2,10}$/, SE: /^\d{12}$/, SI: /^\d{8}$/, SK: /^\d{10}$/, XI: /^(\d{9}|\d{12})$/, GB: /^(\d{9}|\d{12})$/, CHE: /^\d{9}(MWST|TVA|IVA)?$/, NO: /^\d{9}(MVA)?$/,
}

/** "DE 123 456 789" → "DE123456789"; undefined where it has not the form of its country. Whether it is registered only VIES knows. */
export function readVatNumber(raw: string): string | undefined {
  const value = raw.toUpperCase().replace(/[\s.-]/g, '')
  const prefix = value.startsWith('CHE') ? 'CHE' : value.slice(0, 2)
  const shape = vatShapes[prefix]
  if (shape) return shape.test(value.slice(prefix.length)) ? value : undefined
  return /^[A-Z]{2}[A-Z0-9]{4,16}$/.test(value) ? value : undefined
}

/** "12-3456789" or "123-45-6789" as nine digits; undefined for what the IRS never gives out. Source: IRS, TIN formats. */
export function readTin(raw: string): string | undefined {
  const value = raw.replace(/[\s-]/g, '')
  return /^\d{9}$/.test(value) && !/^(\d)\1{8}$/.test(value) && value !== '123456789' && !value.startsWith('00') ? value : undefined
}
