import { z } from 'zod'
import { can, currencyIn, greatestWhole, instantOut, lineIn } from '../../platform/http/shapes.ts'
import { countryIn, employees } from './contract.ts'
import { readCountry } from './countries.ts'
import { fromShort } from './icp-read.ts'
import { defaultThresholds, grades, icpTests, type Criterion, type IcpRules } from './icp-rules.ts'
import { readRegion } from './regions.ts'

const bound = z.number().min(-1e15).max(1e15).nullable().default(null)
const percent = z.number().int().min(1, 'A threshold is 1 to 100 percent.').max(100, 'A threshold is 1 to 100 percent.')
const criterionIn = z.object({
  attribute: z.string().min(1).max(220).meta({ description: 'industry, employees, country, region, age, revenue, technology, or column: and the name of an imported column.' }),
  test: z.enum(icpTests), values: z.array(lineIn(120, 'A value is not empty.')).max(250).default([]), min: bound, max: bound,
  currency: currencyIn.nullable().default(null).meta({ description: 'Of a revenue; min and max are whole units of it. Nothing is converted.' }),
  mustHave: z.boolean().default(false), weight: z.number().int().min(1, 'A weight is 1 to 5.').max(5, 'A weight is 1 to 5.').default(1),
  suggestedFrom: z.number().int().min(1).max(greatestWhole).nullable().default(null).meta({ description: 'From how many won companies it was suggested; null for what a person wrote or changed.' }),
}).transform((criterion, ctx): Criterion => {
  const { attribute, values } = criterion
  const read = [...new Set(values.map((value) => (attribute === 'country' ? readCountry(value) : attribute === 'region' ? (readRegion(value) ?? value) : value)))]
  if (read.includes(undefined)) ctx.addIssue({ code: 'custom', path: ['values'], message: 'One of these is not a country. Write its name or its ISO code, such as DE.' })
  return { ...criterion, values: read.filter((value) => value !== undefined) }
})

const draft = {
  criteria: z.array(criterionIn).max(40, 'At most 40 criteria.').optional(),
  thresholds: z.object({ a: percent, b: percent, c: percent }).default(defaultThresholds).meta({ description: 'From which share of the weight, in percent, a company is A, B, C.' }),
  unknownCounts: z.enum(['half', 'nothing']).default('half').meta({ description: 'What a criterion counts of which nothing is known. A must-have that is unknown allows at most B.' }),
  industries: z.array(lineIn(120, 'An industry is not empty.')).max(100).default([]).meta({ description: 'A short form without criteria, as are countries, minEmployees and maxEmployees.' }),
  countries: z.array(countryIn).max(250).default([]), minEmployees: employees.nullable().default(null), maxEmployees: employees.nullable().default(null),
}
const inOrder = (icp: { minEmployees: number | null; maxEmployees: number | null }) => icp.minEmployees === null || icp.maxEmployees === null || icp.minEmployees <= icp.maxEmployees
const wrongOrder = { path: ['maxEmployees'], message: 'The largest size is below the smallest.' }
export const icpDraft = z.object(draft).refine(inOrder, wrongOrder)
export const icpIn = z.object({ ...draft, why: z.string().max(500).optional().meta({ description: 'Needed when there is a profile already.' }) }).refine(inOrder, wrongOrder)

/** The profile that was sent, in whichever of the two forms. */
export function rulesIn(body: z.output<typeof icpDraft>): IcpRules {
  const { criteria, thresholds, unknownCounts } = body
  return criteria ? { criteria, thresholds, unknownCounts } : fromShort(body)
}

const criterion = z.object({
  attribute: z.string(), test: z.enum(icpTests), values: z.array(z.string()), min: z.number().nullable(), max: z.number().nullable(), currency: z.string().nullable(), mustHave: z.boolean(),
  weight: z.number().int(), suggestedFrom: z.number().int().nullable(),
}).meta({ id: 'IcpCriterion' })
export const criterionOut = criterion
const thresholdsOut = z.object({ a: z.number().int(), b: z.number().int(), c: z.number().int() })
const rulesOut = { criteria: z.array(criterion), thresholds: thresholdsOut, unknownCounts: z.enum(['half', 'nothing']) }

export const icpOut = z.object({ version: z.number().int().meta({ description: '0 while there is none.' }), ...rulesOut, setAt: instantOut.nullable(), can: z.object({ set: can }) }).meta({ id: 'Icp' })
export const icpVersionsOut = z.object({
  items: z.array(z.object({
    version: z.number().int(), ...rulesOut, setAt: instantOut, by: z.string().nullable().meta({ description: 'The member who wrote it; null for a key or the system.' }), why: z.string().nullable(),
    changes: z.array(z.string()).meta({ description: 'What it changed against the version before.' }),
  }).meta({ id: 'IcpVersion' })),
})
export const icpPreviewOut = z.object({
  companies: z.number().int(), grades: z.array(z.object({ grade: z.enum(grades), companies: z.number().int() })),
  unknown: z.number().int().meta({ description: 'Companies of which something that is asked for is not known, whatever their grade.' }),
}).meta({ id: 'IcpPreview' })
export const icpAttributesOut = z.object({
  companies: z.number().int(),
  attributes: z.array(z.object({
    attribute: z.string(), label: z.string(), tests: z.array(z.enum(icpTests)), known: z.number().int().meta({ description: 'For how many companies there is a value.' }),
    values: z.array(z.string()).meta({ description: 'The commonest, or for regions all.' }),
  })),
}).meta({ id: 'IcpAttributes' })
