import { z } from 'zod'
import { cleanLine } from '../../kernel/text.ts'
import { can, idIn, idOut, instantOut, lineIn, named, optionalLineIn } from '../../platform/http/shapes.ts'
import { readCountry } from './countries.ts'
import { grades } from './icp-rules.ts'

export const grade = z.enum(grades)
export const countryIn = z.string().transform((text, ctx) => {
  const code = readCountry(text.slice(0, 200))
  if (!code) ctx.addIssue({ code: 'custom', message: 'This is not a country. Write its name or its ISO code, such as DE.' })
  return code ?? z.NEVER
})
export const employees = z.number().int().min(0, 'A number of people is 0 or more.').max(100_000_000)
const year = z.number().int().min(600).max(2200)
const reached = { street: 200, zip: 20, city: 120, phone: 40 }
/** Null takes it away; left out means nothing was said of it. */
const lineOrNull = (max: number) => z.string().transform(cleanLine).pipe(z.string().max(max, `At most ${max} characters.`)).nullable().transform((text) => text || null)
const name = lineIn(200, 'The company needs a name.')
const aliases = z.array(lineIn(200, 'An alias is not empty.')).max(50)

export const companyNew = z.object({
  name, website: optionalLineIn(300), aliases: aliases.optional(), industry: optionalLineIn(120), employees: employees.nullish(), street: optionalLineIn(reached.street), zip: optionalLineIn(reached.zip), city: optionalLineIn(reached.city),
  country: countryIn.nullish(), phone: optionalLineIn(reached.phone), foundedYear: year.nullish(),
  crmId: optionalLineIn(200), parentId: idIn('company').nullish(), isCustomer: z.boolean().optional(), directOnly: z.boolean().optional(),
  evenIfKnown: z.boolean().default(false).meta({ description: 'Create it although we know a company of this name.' }),
})
export type CompanyNew = z.output<typeof companyNew>

export const companyChange = z.object({
  name, industry: z.string().max(120).nullable().transform((text) => text?.trim() || null), employees: employees.nullable(), street: lineOrNull(reached.street), zip: lineOrNull(reached.zip),
  city: lineOrNull(reached.city), country: countryIn.nullable(), phone: lineOrNull(reached.phone), foundedYear: year.nullable(),
  domains: z.array(z.string().max(300)).max(50).meta({ description: 'All of them; the first is the main one.' }), aliases: aliases.meta({ description: 'All of them.' }),
  parentId: idIn('company').nullable(), isCustomer: z.boolean(), directOnly: z.boolean(),
}).partial()
export type CompanyChange = z.output<typeof companyChange>

const facts = {
  id: idOut('company'), name: z.string(), domain: z.string().nullable(), industry: z.string().nullable(), employees: z.number().int().nullable(),
  street: z.string().nullable(), zip: z.string().nullable(), city: z.string().nullable(), country: z.string().nullable(), phone: z.string().nullable(),
  grade: grade.nullable().meta({ description: 'Fit with the ideal customer profile; null while there is none.' }), gradeReasons: z.array(z.string()), gradeUnknown: z.array(z.string()),
  isCustomer: z.boolean(), directOnly: z.boolean(), lastContactAt: instantOut.nullable(), suspicious: z.enum(['look_alike']).nullable(),
}
export const companyRow = z.object(facts).meta({ id: 'CompanyRow' })
/** The grade of one company, criterion by criterion. */
export const fitOut = z.object({
  version: z.number().int(), grade: z.enum(grades), met: z.number().int().meta({ description: 'Percent of the weight that is met, rounded down.' }), limit: z.string().nullable().meta({ description: 'Why the grade is lower than that alone would make it.' }),
  criteria: z.array(z.object({ criterion: z.string().meta({ description: 'What is asked, in words.' }), mustHave: z.boolean(), weight: z.number().int(), standing: z.enum(['met', 'near', 'missed', 'unknown']), say: z.string() })),
}).meta({ id: 'Fit' })
export const companyOut = z.object({
  ...facts, foundedYear: z.number().int().nullable(), crmId: z.string().nullable(), parent: named('company').nullable(), children: z.array(named('company')),
  aliases: z.array(z.object({ name: z.string(), kind: z.enum(['alias', 'former']) })), domains: z.array(z.string()), attributes: z.record(z.string(), z.unknown()), fit: fitOut.nullable().meta({ description: 'By the profile in force, criterion by criterion; null while there is none.' }), createdAt: instantOut,
  can: z.object({ change: can }),
}).meta({ id: 'Company' })

export const probabilityOut = z.number().nullable().meta({ description: 'How likely it is the same company, from 0 to 1, calibrated on labelled lists. Null where nobody compared.' })
export const candidate = z.object({ company: named('company'), score: z.number(), probability: probabilityOut, reasons: z.array(z.string()) }).meta({ id: 'CompanyCandidate' })
export const companyCreatedOut = z.object({ id: idOut('company'), maybe: z.array(candidate).meta({ description: 'Companies that it might be; someone should look.' }) })
export const suggestion = z.object({
  company: named('company'), domain: z.string().nullable(), isCustomer: z.boolean(), band: z.enum(['same', 'maybe', 'prefix']), score: z.number(), probability: probabilityOut, reasons: z.array(z.string()),
}).meta({ id: 'CompanySuggestion' })
