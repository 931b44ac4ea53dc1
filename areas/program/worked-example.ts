// One made-up customer under a plan: what happens, what it pays and how that is worked out. For reading a draft; nothing is kept.
import { showId } from '../../kernel/ids.ts'
import { formatMoney, parseAmount, digitsOf, type Money } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'
import { isShared, minorOf, parseFact, runPlan, sayAmount, type Fact, type Plan } from './language/index.ts'

export type ExampleLine = { partner: string; component: string; amount: Money; payableOn: string; working: string[] }
/** What is given in other than money, or to the customer: "1,250 points", "€25.00 of gift card". */
export type ExampleReward = { partner: string; component: string; said: string; working: string[] }
export type WorkedExample = { facts: string[]; lines: ExampleLine[]; rewards: ExampleReward[]; total: Money; ifTheyLeave: string | null }
type Earned = Extract<Plan['components'][number], { on: unknown }>

const seller = 'The partner'
const above = ['The partner above', 'The one above that', 'The third above', 'The fourth above', 'The fifth above', 'The sixth above', 'The seventh above', 'The eighth above', 'The ninth above', 'The tenth above']
const account = showId('company', '00000000-0000-7000-8000-000000000000')

/** Runs the plan over one customer who does each thing that it pays for once, on a day on which all of it holds if there is one. */
export function workedExample(plan: Plan, today: string): WorkedExample {
  const earned = plan.components.filter((one): one is Earned => !isShared(one))
  const on = [today, ...earned.flatMap((one) => one.from ?? [])].sort().at(-1) ?? today
  const { facts, said } = story(plan, earned, on)
  const run = runPlan(plan, facts, [], { history: false })
  const lines = run.lines.map((line) => ({ partner: line.partner, component: line.component, amount: moneyOf(line.amount, plan.currency), payableOn: line.payableOn, working: line.working }))
  const rewards = run.rewards.filter((line) => line.move === 'earned').map((line) => ({ partner: line.to === 'customer' ? 'The customer' : line.partner, component: line.component, said: sayReward(line), working: line.working }))
  return { facts: said, lines, rewards, total: sumOf(lines, plan.currency), ifTheyLeave: leaving(plan, earned, facts, on, sumOf(lines, plan.currency)) }
}

function story(plan: Plan, earned: Earned[], on: string): { facts: Fact[]; said: string[] } {
  const kinds = new Set<string>(earned.flatMap((one) => one.on).map((kind) => (kind === 'invoice_line' ? 'invoice' : kind)))
  const amount = digitsOf(plan.currency) === 0 ? '1000000' : '10000'
  const money = formatMoney(moneyOf(amount, plan.currency))
  const common = { at: on, partner: seller, account, ...aboutOf(earned) }
  const lineKind = earned.flatMap((one) => one.basis?.lines ?? [])[0] ?? 'item'
  const hasLines = earned.some((one) => one.basis?.lines !== undefined || [one.on].flat().includes('invoice_line'))
  const day = sayDate(Temporal.PlainDate.from(on))
  const told: { fact: Fact; said: string }[] = []
  const tell = (kind: string, fact: Record<string, unknown>, said: string) => {
    const read = kinds.has(kind) ? parseFact({ kind, id: kind, ...common, ...fact }) : undefined
    if (read && 'fact' in read) told.push({ fact: read.fact, said })
  }
  tell('introduction', {}, `An introduction is made on ${day}.`)
  tell('qualified', {}, `An introduction is qualified on ${day}.`)
  tell('milestone', {}, `A milestone is reached on ${day}.`)
  tell('opportunity', { amount, currency: plan.currency }, `An opportunity worth ${money} is created on ${day}.`)
  tell('sale', { amount, currency: plan.currency, units: 1 }, `They buy for ${money} on ${day}.`)
  tell('renewal', { amount, currency: plan.currency }, `They renew for ${money} on ${day}.`)
  tell('expansion', { amount, currency: plan.currency }, `They buy more for ${money} on ${day}.`)
  tell('invoice', { currency: plan.currency, units: 1, ...(hasLines ? { lines: [{ id: '1', kind: lineKind, amount }] } : { amount }) }, `They are invoiced ${money} without tax on ${day}${hasLines ? ` for ${lineKind}` : ''}, and pay all of it.`)
  const beside: Record<string, unknown>[] = [
    ...(kinds.has('invoice') ? [{ kind: 'payment', id: 'payment', at: on, of: 'invoice', amount }] : []),
    ...above.map((manager, i) => ({ kind: 'above', id: `above ${i + 1}`, at: dayBefore(on), partner: above[i - 1] ?? seller, manager })),
    ...(JSON.stringify(plan.components).includes('"protected"') ? [{ kind: 'protection', id: 'protection', at: dayBefore(on), partner: seller, account, days: 365 }] : []),
  ]
  const tier = earned.flatMap((one) => ('percentByTier' in one.pay ? Object.keys(one.pay.percentByTier) : []))[0]
  if (tier) beside.push({ kind: 'tier', id: 'tier', at: dayBefore(on), partner: seller, tier })
  const facts = [...told.map((one) => one.fact), ...beside.flatMap(readable)]
  return { facts, said: [...(tier ? [`The partner has tier ${tier}.`] : []), ...told.map((one) => one.said)] }
}

/** What the conditions ask of a fact's fields, as far as one value says it. */
function aboutOf(earned: Earned[]): Record<string, unknown> {
  const wanted = new Map<string, string>()
  const look = (condition: unknown): void => {
    if (typeof condition !== 'object' || condition === null) return
    const one = condition as { field?: unknown; is?: unknown; in?: unknown; all?: unknown; any?: unknown }
    const value = typeof one.is === 'string' ? one.is : Array.isArray(one.in) ? String(one.in[0]) : undefined
    if (typeof one.field === 'string' && value !== undefined && !wanted.has(one.field)) wanted.set(one.field, value)
    for (const inner of [one.all, one.any]) if (Array.isArray(inner)) inner.forEach(look)
  }
  earned.forEach((one) => look(one.where))
  const own = ['partner', 'account', 'currency', 'amount', 'protected', 'tier', 'day']
  const fields = Object.fromEntries([...wanted].filter(([field]) => !own.includes(field) && field !== 'product' && field !== 'source'))
  return { ...(wanted.has('product') ? { product: wanted.get('product') } : {}), ...(wanted.has('source') ? { source: wanted.get('source') } : {}), ...(Object.keys(fields).length > 0 ? { fields } : {}) }
}

function leaving(plan: Plan, earned: Earned[], facts: Fact[], on: string, total: Money): string | null {
  const days = Math.max(0, ...earned.map((one) => (one.clawback?.days ?? 0) + (one.clawback?.months ?? 0) * 30))
  if (days < 2) return null
  const after = Math.min(90, Math.floor(days / 2))
  const day = Temporal.PlainDate.from(on).add({ days: after }).toString()
  const items = facts.filter((one) => ['sale', 'renewal', 'expansion', 'invoice', 'qualified', 'milestone'].includes(one.kind))
  const left = items.flatMap((one) => [{ kind: 'activation', id: `${one.id} active`, at: on, of: one.id }, { kind: 'cancellation', id: `${one.id} over`, at: day, of: one.id }])
  const run = runPlan(plan, [...facts, ...left.flatMap(readable)], [], { history: false })
  const rest = sumOf(run.lines.map((line) => ({ amount: moneyOf(line.amount, plan.currency) })), plan.currency)
  const returned = total.amountMinor - rest.amountMinor
  return returned > 0n ? `Should they leave after ${after} days, ${formatMoney({ amountMinor: returned, currency: plan.currency })} of it is returned.` : null
}

function sayReward({ amount, currency, unit }: { amount: string; currency: string; unit: string }): string {
  const said = sayAmount(minorOf(amount, currency) ?? 0n, currency)
  return unit === currency || unit === 'money' ? said : `${said} of ${unit}`
}

function readable(one: unknown): Fact[] {
  const read = parseFact(one)
  return 'fact' in read ? [read.fact] : []
}

const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
const sumOf = (lines: { amount: Money }[], currency: string): Money => ({ amountMinor: lines.reduce((sum, line) => sum + line.amount.amountMinor, 0n), currency })

function moneyOf(text: string, currency: string): Money {
  const isNegative = text.startsWith('-')
  const minor = parseAmount(isNegative ? text.slice(1) : text, currency)
  if (typeof minor !== 'bigint') throw new Error(`${text} is no amount in ${currency}`)
  return { amountMinor: isNegative ? -minor : minor, currency }
}
