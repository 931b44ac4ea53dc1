import { z } from 'zod'
import { can, idIn, idOut, instantOut, lineIn, named, optionalLineIn, textIn } from '../../platform/http/shapes.ts'
import { isCountry } from './countries.ts'
import { detailKinds } from './payee-forms.ts'
import { vatModes, taxFormKinds } from './tax-rules.ts'

const lastFour = z.string().meta({ description: 'The last four characters; the number itself is never shown.' })
const detail = z.object({
  id: idOut('payeeDetail'), kind: z.enum(detailKinds), said: z.string().meta({ description: 'As a sentence, numbers masked.' }), givenBy: named('contact'), givenAt: instantOut, confirmedAt: instantOut.nullable(),
  confirmUntil: instantOut, heldUntil: z.string().nullable().meta({ description: 'No payment goes there before this day.' }),
})
export const payee = z.object({
  bank: detail.extend({ bank: z.object({ kind: z.enum(['iban', 'us', 'other']), holder: z.string(), country: z.string(), lastFour }) }).nullable(),
  tax: detail.extend({ tax: z.object({ form: z.enum(taxFormKinds), holder: z.string(), country: z.string(), signedOn: z.string(), holdsUntil: z.string().nullable(), lastFour: lastFour.nullable() }) }).nullable(),
  vat: detail.extend({ vat: z.object({ number: z.string().nullable(), mode: z.enum(vatModes) }) }).nullable(),
  waiting: z.array(detail), needsTaxForm: z.boolean(), withholding: z.string().nullable().meta({ description: 'What is kept back of each payment and why; null for nothing.' }),
  askedAt: instantOut.nullable(), can: z.object({ ask: can, releaseHold: can }),
}).meta({ id: 'Payee' })
export const askIn = z.object({ contactId: idIn('contact').nullish() })
export const releaseIn = z.object({ why: textIn(500, 'Say whom you asked, and how.') })

export const countryIn = z.string().transform((v) => v.trim().toUpperCase()).refine(isCountry, 'A country is two letters, such as DE.').meta({ examples: ['DE'] })
const percent = z.number().min(0, 'From 0 to 100 percent.').max(100, 'From 0 to 100 percent.').multipleOf(0.01, 'Two decimals at most.')
export const paySettingsIn = z.object({
  country: countryIn, holdDays: z.number().int('Whole days only.').min(0, 'At least 0 days.').max(90, 'At most 90 days.'), requiresTaxForm: z.boolean(),
  withholding: z.array(z.object({ country: countryIn, percent, words: lineIn(200, 'Say why, for statement and partner.') })).max(200),
  sepa: z.object({ holder: lineIn(70, 'Whose account it is.'), iban: lineIn(42, 'The IBAN.'), bic: optionalLineIn(11), town: lineIn(35, 'The town of the company.'), country: countryIn }).nullish(),
  ach: z.object({ holder: lineIn(23, 'The company, at most 23 characters.'), origin: lineIn(10, 'The id that the bank gave the company.'), routing: lineIn(11, 'The routing number of the bank.'), bankName: lineIn(23, 'The bank, at most 23 characters.') }).nullish(),
})
const account = z.object({ holder: z.string(), lastFour, bank: z.string().nullable(), town: z.string().nullable(), country: z.string() })
export const paySettingsOut = z.object({
  country: z.string().nullable(), holdDays: z.number().int(), requiresTaxForm: z.boolean(), withholding: z.array(z.object({ country: z.string(), percent: z.number(), words: z.string() })),
  sepa: account.nullable(), ach: account.nullable(), can: z.object({ change: can }),
}).meta({ id: 'PayoutSettings' })
