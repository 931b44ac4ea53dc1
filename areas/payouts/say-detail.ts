import type { DetailKind, Shown, ShownBank, ShownTax, ShownVat } from './payee-forms.ts'
import { countryName } from './countries.ts'
import { taxFormNames, vatWords } from './tax-rules.ts'

/** "IBAN of DE ending in 3000", for people of both sides; never more of a number. */
export function sayDetail<K extends DetailKind>(kind: K, shown: Shown[K]): string {
  if (kind === 'bank') return sayBank(shown as ShownBank)
  return kind === 'tax' ? sayTax(shown as ShownTax) : sayVat(shown as ShownVat)
}
const sayBank = (bank: ShownBank) =>
  `${bank.kind === 'iban' ? `IBAN of ${countryName(bank.country)}` : bank.kind === 'us' ? 'US account' : `Account in ${countryName(bank.country)}`} ending in ${bank.lastFour}, ${bank.holder}`
const sayTax = (tax: ShownTax) => `${taxFormNames[tax.kind]} of ${tax.holder}, signed ${tax.signedOn}${tax.lastFour ? `, number ending in ${tax.lastFour}` : ''}`
const sayVat = (vat: ShownVat) => `${vat.number ? `${vat.number}. ` : ''}${vatWords[vat.mode]}`

export const detailNames: Record<DetailKind, string> = { bank: 'bank details', tax: 'tax form', vat: 'VAT details' }
