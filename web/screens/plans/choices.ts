import type { Choice } from './draft-fields.tsx'

export const periodChoices: Choice[] = [
  { value: 'week', label: 'week' }, { value: 'half_month', label: 'half month' }, { value: 'month', label: 'month' }, { value: 'quarter', label: 'quarter' }, { value: 'half_year', label: 'half year' }, { value: 'year', label: 'year' }, { value: 'ever', label: 'lifetime' },
  { value: 'contract_month', label: 'contract month' }, { value: 'contract_quarter', label: 'contract quarter' }, { value: 'contract_half_year', label: 'contract half year' }, { value: 'contract_year', label: 'contract year' },
]
export const calendarChoices: Choice[] = periodChoices.filter((one) => ['month', 'quarter', 'half_year', 'year'].includes(one.value))

const own = 'From your introductions, by itself.'
const told = (what: string) => `${what} are told, over the API.`
const billing = 'Invoices and payments are told by your billing, over the API.'
/** What a plan can pay for, and where it comes from. */
export const kindChoices: (Choice & { from: string })[] = [
  { value: 'introduction', label: 'an introduction', from: own }, { value: 'qualified', label: 'a qualified introduction', from: own }, { value: 'opportunity', label: 'an opportunity', from: told('Opportunities that are opened') },
  { value: 'sale', label: 'a sale', from: 'Each opportunity won here, with its first year; and sales that are told.' },
  { value: 'invoice', label: 'an invoice', from: billing }, { value: 'invoice_line', label: 'a line of an invoice', from: billing }, { value: 'payment', label: 'a payment', from: billing },
  { value: 'renewal', label: 'a renewal', from: told('Renewals') }, { value: 'expansion', label: 'an expansion', from: told('Expansions') },
  { value: 'milestone', label: 'a milestone', from: told('Milestones') }, { value: 'activity', label: 'an activity', from: told('Activities') }, { value: 'usage', label: 'a report of use', from: told('Reports of use') },
]
/** Of these several may be meant together. */
export const itemChoices: Choice[] = kindChoices.filter((one) => one.value !== 'invoice_line')
