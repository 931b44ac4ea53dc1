// What happened, one JSON object a line. A fact is never changed: what turns out otherwise is another fact.
import { z } from 'zod'
import { digitsOf, isCurrency } from '../../../kernel/money.ts'
import { sayNearest } from './nearest-name.ts'
import { ownWords, shapeFindings } from './shape-findings.ts'
import { sayKind, sayValue } from './written.ts'

const id = z.string().min(1).max(200)
const amount = z.string().regex(/^\d{1,18}(\.\d{1,6})?$/, 'A decimal number such as "1250.00" is wanted, with at most 18 digits before the point; what lowers an amount is a refund.')
/** A moment, or a day in the plan's time zone. */
const when = z.iso.datetime({ offset: true, error: 'A day such as "2026-04-01" or a moment such as "2026-04-01T09:00:00Z" is wanted.' }).or(z.iso.date())
const currency = z.string().refine(isCurrency, 'An ISO 4217 currency such as "EUR".')
const common = { id, at: when, recordedAt: when.optional().meta({ description: 'When it became known; when it happened, if left out.' }) }
const person = z.object({ partner: id, weight: z.number().int().min(1).max(1_000_000) })
const people = z.array(person).min(1).max(50)
const credit = { partner: id.optional(), partners: people.optional().meta({ description: 'Several partners on one item, by weight.' }) }
const about = {
  account: id.optional(), product: z.string().optional(), source: z.string().optional(), fields: z.record(z.string(), z.string()).optional(),
  amounts: z.record(z.string().min(1).max(100), amount).optional().meta({ description: 'Named amounts in the same currency, such as list, margin, recurring, services.' }),
  units: z.number().int().min(0).optional(), termMonths: z.number().int().min(1).max(600).optional(),
}
const deal = { ...common, ...credit, ...about, amount, currency }
const event = { ...common, ...credit, ...about, amount: amount.optional(), currency: currency.optional() }

export const fact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sale'), ...deal }), z.strictObject({ kind: z.literal('renewal'), ...deal }), z.strictObject({ kind: z.literal('expansion'), ...deal }),
  z.strictObject({
    kind: z.literal('invoice'), ...deal, amount: amount.optional().meta({ description: 'Net, where there are no lines.' }),
    lines: z.array(z.strictObject({ id, kind: z.string(), amount })).min(1).optional(), discount: amount.optional(), tax: amount.optional(),
  }),
  z.strictObject({ kind: z.literal('introduction'), ...event }), z.strictObject({ kind: z.literal('qualified'), ...event }), z.strictObject({ kind: z.literal('opportunity'), ...event }),
  z.strictObject({ kind: z.literal('milestone'), ...event }), z.strictObject({ kind: z.literal('activity'), ...event }), z.strictObject({ kind: z.literal('usage'), ...event }),
  z.strictObject({ kind: z.literal('payment'), ...common, of: id, amount: amount.meta({ description: 'Gross, as it came in.' }) }),
  z.strictObject({ kind: z.literal('refund'), ...common, of: id, amount: amount.or(z.literal('all')).meta({ description: 'Net.' }) }),
  z.strictObject({ kind: z.literal('activation'), ...common, of: id }),
  z.strictObject({ kind: z.literal('cancellation'), ...common, of: id }),
  z.strictObject({ kind: z.literal('credited'), ...common, of: id.optional(), account: id.optional(), partners: z.array(person).max(50) }).meta({ description: 'A decision, after evidence, whom an item is credited to, or all items of an account from then on; the last one counts, and one on the item before one on the account.' }),
  z.strictObject({ kind: z.literal('touch'), ...common, partner: id, account: id, source: z.string().optional() }).meta({ description: 'A click on a link, a code, an introduction that counts as one.' }),
  z.strictObject({ kind: z.literal('protection'), ...common, partner: id, account: id, days: z.number().int().min(1).max(3660).optional(), until: when.optional(), product: z.string().optional(), amount: amount.optional(), currency: currency.optional(), fields: z.record(z.string(), z.string()).optional() }),
  z.strictObject({ kind: z.literal('decision'), ...common, of: id, outcome: z.enum(['approved', 'refused', 'more']), why: z.string().max(500).optional() }).meta({ description: 'On a protection that was asked for; `more` while something is still looked into.' }),
  z.strictObject({ kind: z.literal('extension'), ...common, of: id, fields: z.record(z.string(), z.string()).optional() }),
  z.strictObject({ kind: z.literal('step'), ...common, of: id, name: z.string().min(1).max(60), source: z.string().optional() }).meta({ description: 'Something done on a protected account: activity, sub_account, lost.' }),
  z.strictObject({ kind: z.literal('choice'), ...common, account: id, partner: id, product: z.string().optional() }).meta({ description: 'The customer says, in writing, with whom they want to work.' }),
  z.strictObject({ kind: z.literal('above'), ...common, partner: id, manager: id }),
  z.strictObject({ kind: z.literal('tier'), ...common, partner: id, tier: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('standing'), ...common, partner: id.optional(), account: id.optional(), name: z.string().min(1).max(100), value: z.string().max(500), until: when.optional(),
    person: id.optional().meta({ description: 'Of one person at the partner; then the standing is the number of those who hold it.' }),
  }).meta({ description: 'What is so from then on of a partner, an account, or the program where neither is named.' }),
  z.strictObject({ kind: z.literal('ended'), ...common, partner: id, why: z.string().min(1).max(60) }),
  z.strictObject({ kind: z.literal('rate'), ...common, from: currency, to: currency, rate: z.string().regex(/^\d{1,12}(\.\d{1,12})?$/) }),
  z.strictObject({ kind: z.literal('statement_closed'), ...common, period: z.string().regex(/^\d{4}-(\d{2}[ab]?|\d{2}-\d{2}|Q[1-4])$/) }),
  z.strictObject({ kind: z.literal('withdrawn'), ...common, of: id }).meta({ description: 'Another fact turned out never to have been; what holds instead is a fact with an id of its own.' }),
  z.strictObject({
    kind: z.literal('used'), ...common, partner: id, unit: z.string().min(1).max(40), amount, currency: currency.optional(),
    account: id.optional().meta({ description: 'The customer whose reward was used; the partner names who brought it.' }),
  }).meta({ description: 'Points or a credit that a partner or a customer used. Of a credit in the plan\'s currency, unless another is said.' }),
  z.strictObject({ kind: z.literal('payout_requested'), ...common, partner: id }),
  z.strictObject({ kind: z.literal('payout'), ...common }),
  z.strictObject({ kind: z.literal('payout_failed'), ...common, of: id, partner: id }),
]).meta({ title: 'A fact for the plan language' })
export type Fact = z.output<typeof fact>
export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>

/** A fact that cannot be used, kept with the reason. `line` counts from 1 where it came from a file. */
export type Trayed = { fact: unknown; line?: number; why: string }

/** Reads facts, one JSON object a line; empty lines are passed over. The same fact twice is one fact; one id with two contents is a contradiction. */
export function readFacts(text: string): { facts: Fact[]; tray: Trayed[] } {
  const facts = new Map<string, { fact: Fact; said: string }>()
  const tray: Trayed[] = []
  for (const [i, line] of text.replace(/^\uFEFF/, '').split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = parseLine(line)
    if ('why' in parsed) {
      tray.push({ fact: line.slice(0, 500), line: i + 1, why: parsed.why })
      continue
    }
    const said = saidBy(parsed.fact)
    const known = facts.get(parsed.fact.id)
    if (!known) facts.set(parsed.fact.id, { fact: parsed.fact, said })
    else if (known.said !== said) tray.push({ fact: parsed.fact, line: i + 1, why: `There is another fact with the id “${parsed.fact.id}” that says something else. The first was used.` })
  }
  return { facts: [...facts.values()].map((one) => one.fact), tray }
}

/** The whole of a fact as text, whatever the order of its keys: two facts that say the same have the same. */
export const saidBy = (one: Fact): string => JSON.stringify(sortKeys(one))

function parseLine(line: string): { fact: Fact } | { why: string } {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return { why: 'This line is no JSON. Each line is one fact.' }
  }
  return parseFact(json)
}

/** A fact, or why it is none. */
export function parseFact(json: unknown): { fact: Fact } | { why: string } {
  const parsed = fact.safeParse(json, ownWords)
  if (parsed.success) {
    const finer = finerThanCurrency(parsed.data)
    return finer ? { why: finer } : { fact: parsed.data }
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { why: `fact: It is ${sayKind(json)}, and a map of names and values belongs here.` }
  const kind = 'kind' in json ? json.kind : undefined
  const own = fact.options.find((one) => one.shape.kind.value === kind)
  if (!own) {
    return { why: kind === undefined ? 'kind: It does not say what happened.' : `kind: There is no kind ${sayValue(kind)}. ${sayNearest(String(kind), kinds, `Kinds are ${kinds.join(', ')}.`)}` }
  }
  const [first] = shapeFindings(own, json, parsed.error.issues)
  return { why: first ? `${first.place === 'plan' ? 'fact' : first.place}: ${first.problem}${/^(Change|Add it; `)/.test(first.remedy) ? '' : ` ${first.remedy}`}` : 'fact: It is not understood.' }
}
/** An amount with more decimals than the currency beside it: nothing that is told later makes it right. */
function finerThanCurrency(one: Fact): string | undefined {
  if (!('currency' in one) || one.currency === undefined || one.kind === 'used') return undefined
  const all: [string, string | undefined][] = [
    ['amount', one.amount], ...('amounts' in one ? Object.entries(one.amounts ?? {}).map(([name, text]): [string, string] => [`amounts.${name}`, text]) : []),
    ...(one.kind === 'invoice' ? [['discount', one.discount] as [string, string | undefined], ['tax', one.tax] as [string, string | undefined], ...(one.lines ?? []).map((line, i): [string, string] => [`lines.${i}.amount`, line.amount])] : []),
  ]
  const digits = digitsOf(one.currency)
  const [first] = all.filter(([, text]) => (text?.split('.')[1] ?? '').replace(/0+$/, '').length > digits)
  return first && `${first[0]}: “${first[1]}” has more decimals than its currency, ${one.currency}.`
}

const kinds = fact.options.map((one) => one.shape.kind.value)

const sortKeys = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sortKeys) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortKeys(inner)])) : value
