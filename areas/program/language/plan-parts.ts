// The small words of the plan language: amounts, rates, days, periods, who a total is for, and conditions.
import { z } from 'zod'
import { isCurrency } from '../../../kernel/money.ts'

export const decimalText = z.string().regex(/^\d{1,18}(\.\d{1,6})?$/, 'A decimal number such as "1250.00".')
export const currencyCode = z.string().refine(isCurrency, 'An ISO 4217 currency such as "EUR".')
/** One amount, or another in each currency that the plan is worked out in. */
export type AmountText = string | Record<string, string>
export const amountText: z.ZodType<AmountText> = decimalText.or(z.record(currencyCode, decimalText)).meta({ description: 'In the plan\'s currency, or one for each of its currencies: { "EUR": "150.00", "USD": "180.00" }.' })
export const percentText = z.string().regex(/^\d{1,4}(\.\d{1,6})?$/, 'A percentage such as "12.5", without the sign.')
export const day = z.iso.date('A day such as "2026-04-01".')
export const componentId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'A short name of small letters, digits and _.')
export const fieldName = z.string().min(1).max(100)
/** Those that are counted from the day on which a contract began. */
export const contractPeriods = ['contract_month', 'contract_quarter', 'contract_half_year', 'contract_year'] as const
export const periods = ['day', 'week', 'half_month', 'month', 'quarter', 'half_year', 'year', ...contractPeriods, 'ever'] as const
export type Period = (typeof periods)[number]
export const period = z.enum(periods)
export const itemKinds = ['introduction', 'qualified', 'opportunity', 'sale', 'renewal', 'expansion', 'invoice', 'payment', 'milestone', 'activity', 'usage'] as const
export type ItemKind = (typeof itemKinds)[number]

/** So many days or calendar months; both are added where both are said. */
export const lengthFields = { days: z.number().int().min(1).max(3660).optional(), months: z.number().int().min(1).max(600).optional() }
export type Length = { days?: number | undefined; months?: number | undefined }

export const per = z.enum(['partner', 'account']).or(z.strictObject({ field: fieldName })).meta({ description: 'For each partner, for each account of a partner, or for each value of a field of the fact, such as a subscription.' })
export type Per = z.output<typeof per>

export type Total = { on: ItemKind[]; measure: 'amount' | 'count' | 'units' | 'accounts'; over?: Period | undefined; last?: Length | undefined; per: 'partner' | 'account'; where?: Condition | undefined; itself: boolean }
type AsOf = { asOf?: Period | undefined }
export type Bound = { atLeast: string } | { below: string } | { atMost: string } | { above: string }
export type Condition =
  | { all: Condition[] } | { any: Condition[] } | { not: Condition }
  | ({ field: string } & AsOf & ({ is: string } | { in: string[] } | { sameAs: string } | Bound))
  | { field: string; before: string } | { field: string; notBefore: string } | { field: string; within: Length & { after: string } }
  | ({ total: Total } & Bound)

const asOf = period.optional().meta({ description: 'The value at the beginning of the month, quarter and so on of the day, instead of on the day.' })
const dayOrField = fieldName.meta({ description: 'A day such as "2026-04-01", or the name of a field that holds one.' })
const bounds: Record<string, z.ZodType>[] = [{ atLeast: decimalText }, { below: decimalText }, { atMost: decimalText }, { above: decimalText }]
const total = z.strictObject({
  on: z.array(z.enum(itemKinds)).min(1), measure: z.enum(['amount', 'count', 'units', 'accounts']).default('count'),
  over: period.optional(), last: z.strictObject(lengthFields).optional().meta({ description: 'Rolling: in the last so many days or months, instead of a calendar period.' }),
  per: z.enum(['partner', 'account']).default('partner'), where: z.lazy(() => condition).optional(), itself: z.boolean().default(true).meta({ description: 'Whether the item that is asked about counts.' }),
})
const leaf = (shape: Readonly<Record<string, z.ZodType>>) => z.strictObject({ field: fieldName, asOf, ...shape })
export const condition = z.lazy(() => z.union([
  z.strictObject({ all: z.array(condition).min(1) }), z.strictObject({ any: z.array(condition).min(1) }), z.strictObject({ not: condition }),
  leaf({ is: z.string() }), leaf({ in: z.array(z.string()).min(1) }), leaf({ sameAs: fieldName }), ...bounds.map(leaf),
  z.strictObject({ field: fieldName, before: dayOrField }), z.strictObject({ field: fieldName, notBefore: dayOrField }),
  z.strictObject({ field: fieldName, within: z.strictObject({ ...lengthFields, after: fieldName }) }),
  ...bounds.map((bound) => z.strictObject({ total, ...bound })),
])).meta({ id: 'PlanCondition', description: 'Of product, source, account, partner, tier, currency, amount, day, protected, incumbent, first_day, days_since_last, any field of the fact, or any standing of the account, the partner or the program on that day; or of a running total.' }) as z.ZodType<Condition>
