import { z } from 'zod'
import { digitsOf, isCurrency } from '../../kernel/money.ts'
import { idPattern, parseId, prefixes, showId, type Noun } from '../../kernel/ids.ts'
import { plainWords } from '../../kernel/plain-words.ts'
import { cleanLine, cleanText, parseEmail } from '../../kernel/text.ts'
import { isTimeZone } from '../../kernel/time.ts'

z.config({ customError: plainWords })

/** An id in a request: shown outside, a UUID inside. */
export const idIn = (noun: Noun) =>
  z.string().regex(idPattern(noun), `This is not the id of a ${noun}.`).transform((shown) => parseId(noun, shown)!)
    .meta({ examples: [`${prefixes[noun]}_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f`] })
/** An id in a response, already shown. */
export const idOut = (noun: Noun) => z.string().meta({ examples: [`${prefixes[noun]}_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f`] })
export const shown = showId

/** One line of text, cleaned; empty is refused with the sentence given. */
export const lineIn = (max: number, missing: string) =>
  z.string({ error: missing }).transform(cleanLine).pipe(z.string().min(1, missing).max(max, `At most ${max} characters.`))
export const optionalLineIn = (max: number) =>
  z.string().transform(cleanLine).pipe(z.string().max(max, `At most ${max} characters.`)).nullish().transform((v) => v || null)
/** Several lines of text, cleaned. */
export const textIn = (max: number, missing: string) =>
  z.string({ error: missing }).transform(cleanText).pipe(z.string().min(1, missing).max(max, `At most ${max.toLocaleString('en-US')} characters.`))
export const optionalTextIn = (max: number) =>
  z.string().transform(cleanText).pipe(z.string().max(max, `At most ${max.toLocaleString('en-US')} characters.`)).nullish().transform((v) => v || null)

export const emailIn = z.string({ error: 'An e-mail address is needed.' }).transform((raw, ctx) => {
  const email = parseEmail(raw)
  if (!email) ctx.addIssue({ code: 'custom', message: 'This is not an e-mail address.' })
  return email ?? z.NEVER
})
export const timeZoneIn = z.string().refine(isTimeZone, 'This is not a time zone such as Europe/Berlin.')
export const currencyIn = z.string().transform((v) => v.trim().toUpperCase()).refine(isCurrency, 'This is not an ISO 4217 currency such as EUR.')
export const dateIn = z.string().transform((text, ctx) => {
  const problem = !/^\d{4}-\d{2}-\d{2}$/.test(text) ? 'A date looks like 2026-11-30.' : isDay(text) ? undefined : 'There is no such day between 1900 and 2999.'
  if (problem) ctx.addIssue({ code: 'custom', message: problem })
  return text
}).meta({ format: 'date', examples: ['2026-11-30'] })
function isDay(text: string): boolean {
  try {
    const { year } = Temporal.PlainDate.from(text, { overflow: 'reject' })
    return year >= 1900 && year <= 2999
  } catch {
    return false
  }
}
/** Minor units as a decimal string, so that no client rounds them. */
export const minorIn = z.string().regex(/^\d{1,18}$/, 'An amount is whole minor units, such as "40000" for €400.00.').transform(BigInt)

export const money = z.object({ amountMinor: z.string().meta({ examples: ['40000'] }), currency: z.string().meta({ examples: ['EUR'] }) }).meta({ id: 'Money' })
export const showMoney = (amountMinor: bigint, currency: string) => (digitsOf(currency), { amountMinor: amountMinor.toString(), currency })
export const instantOut = z.string().meta({ format: 'date-time' })
export const can = z.object({ allowed: z.boolean(), why: z.string().optional() }).meta({ id: 'Can' })
export const named = (noun: Noun) => z.object({ id: idOut(noun), name: z.string() })

/** The greatest whole number that a column of whole numbers holds. */
export const greatestWhole = 2_147_483_647

/** Lists come in pages, newest or most urgent first; `next` is the cursor of the following page. */
export const pageIn = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), after: z.string().max(200).optional() })
/** Which of the columns named a list is sorted by; a minus in front turns it around. */
export const sortIn = <const By extends string>(by: readonly [By, ...By[]]) =>
  z.enum([...by, ...by.map((one) => `-${one}` as const)] as [By | `-${By}`, ...(By | `-${By}`)[]])
    .transform((text) => ({ by: text.replace(/^-/, '') as By, descending: text.startsWith('-') })).optional()
    .meta({ description: 'Sorts by this instead of the list\'s own order; a minus in front turns it around.' })
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() })
export const created = (noun: Noun) => z.object({ id: idOut(noun) })
