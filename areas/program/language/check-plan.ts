// What makes a plan unusable or surprising, found before it is saved: the place, what is wrong, and what to do about it.
import { compare, parseDecimal } from '../../../kernel/fraction.ts'
import { digitsOf } from '../../../kernel/money.ts'
import { planDocument, isShared, type Bands, type Component, type EarnedComponent, type Plan } from './plan.ts'

/** `place` as a path such as "components.0.pay.bands.rows.1". A warning does not keep a plan from being used. */
export type Finding = { place: string; level: 'error' | 'warning'; problem: string; remedy: string }

/** Reads a plan document. Without errors the plan is there. */
export function checkPlan(document: unknown): { plan?: Plan; findings: Finding[] } {
  const parsed = planDocument.safeParse(document)
  if (!parsed.success)
    return { findings: parsed.error.issues.map((issue) => ({ place: issue.path.join('.') || 'plan', level: 'error', problem: issue.message, remedy: 'Change it to the shape that `alongside plan schema` prints.' })) }
  const plan = parsed.data
  const findings = [...names(plan), ...plan.components.flatMap((component, i) => (isShared(component) ? shares(plan, component, i) : earned(plan, component, i))), ...payout(plan)]
  return findings.some((finding) => finding.level === 'error') ? { findings } : { plan, findings }
}

const error = (place: string, problem: string, remedy: string): Finding => ({ place, level: 'error', problem, remedy })
const warning = (place: string, problem: string, remedy: string): Finding => ({ place, level: 'warning', problem, remedy })

function names(plan: Plan): Finding[] {
  const seen = new Set<string>()
  return plan.components.flatMap((component, i) => {
    const twice = seen.has(component.id)
    seen.add(component.id)
    return twice ? [error(`components.${i}.id`, `Two components are called “${component.id}”.`, 'Give each its own name; amounts are booked under it.')] : []
  })
}

function earned(plan: Plan, component: EarnedComponent, i: number): Finding[] {
  const place = `components.${i}`
  const found: Finding[] = []
  if (component.from && component.until && component.until <= component.from)
    found.push(error(`${place}.until`, `It ends on ${component.until}, before it begins on ${component.from}, so it never holds.`, 'Let it end after it begins, or take it out.'))
  if ('bands' in component.pay) found.push(...bandFindings(component.pay.bands, `${place}.pay.bands`, plan.currency))
  if ('percent' in component.pay && exceeds(component.pay.percent, '100')) found.push(warning(`${place}.pay.percent`, `It pays ${component.pay.percent} % of the amount, more than all of it.`, 'Check that the rate is meant in percent.'))
  if ('percent' in component.pay && !exceeds(component.pay.percent, '0')) found.push(warning(`${place}.pay.percent`, 'It pays nothing.', 'Give it a rate, or take it out.'))
  for (const [where, text] of amountsOf(component)) if (tooFine(text, plan.currency)) found.push(error(`${place}.${where}`, `${text} has more decimals than ${plan.currency} has.`, `Use at most ${digitsOf(plan.currency)} decimals.`))
  for (const other of component.replaces ?? []) {
    if (!plan.components.some((one) => one.id === other && !isShared(one))) found.push(error(`${place}.replaces`, `There is no component “${other}” that it could replace.`, 'Name another component that pays on items.'))
    if (other === component.id) found.push(error(`${place}.replaces`, 'It replaces itself and so never pays.', 'Take its own name out.'))
  }
  const { perItem, perPeriod } = component.limits ?? {}
  if (perItem && perPeriod && exceeds(perItem, perPeriod.amount)) found.push(warning(`${place}.limits.perItem`, 'The limit for each is above the one for the period, so it is never reached.', 'Lower it, or take it out.'))
  if (component.basis?.lines && component.on !== 'invoice' && component.on !== 'invoice_line') found.push(error(`${place}.basis.lines`, `A ${component.on} has no lines.`, 'Let it pay on invoice or invoice_line.'))
  if (component.window && component.on === 'qualified') found.push(warning(`${place}.window`, 'An introduction is qualified once, so the window cuts nothing.', 'Take it out.'))
  if (component.payable === 'as_collected' && component.on !== 'invoice' && component.on !== 'invoice_line') found.push(warning(`${place}.payable`, `Payments are for invoices; on a ${component.on} nothing becomes payable until one names it.`, 'Let it pay on invoice, or when earned.'))
  return found
}

/** Bands start at zero, rise, and end open: so they cover everything and leave no gap. */
function bandFindings(bands: Bands, place: string, currency: string): Finding[] {
  const found = bands.rows.flatMap((row, n) => {
    const at = `${place}.rows.${n}`
    const before = bands.rows[n - 1]?.upTo
    const isLast = n === bands.rows.length - 1
    if (row.upTo === undefined) return isLast ? [] : [error(at, 'An open band comes before another one, which is never reached.', 'Give it an upper bound, or put it last.')]
    if (isLast) return [error(at, `Nothing is said about totals from ${row.upTo} on.`, 'Add a last band without an upper bound.')]
    if (bands.measure === 'amount' && tooFine(row.upTo, currency)) return [error(at, `${row.upTo} has more decimals than ${currency} has.`, `Use at most ${digitsOf(currency)} decimals.`)]
    if (!exceeds(row.upTo, before ?? '0')) return [error(at, `The band ends at ${row.upTo}, which is not above ${before ?? '0'}.`, 'Let the bounds rise.')]
    return []
  })
  for (const [n, row] of bands.rows.entries()) {
    if (row.percent === undefined && row.flat === undefined) found.push(error(`${place}.rows.${n}`, 'It does not say what this band pays.', 'Give it a percent or a flat amount; 0 pays nothing.'))
    if (row.flat !== undefined && bands.measure === 'amount') found.push(error(`${place}.rows.${n}.flat`, 'A flat amount for each needs items that are counted.', 'Measure the count, or pay a percentage.'))
    if (row.flat !== undefined && tooFine(row.flat, currency)) found.push(error(`${place}.rows.${n}.flat`, `${row.flat} has more decimals than ${currency} has.`, `Use at most ${digitsOf(currency)} decimals.`))
  }
  const falls = bands.mode === 'whole' && bands.rows.some((row, n) => n > 0 && exceeds(bands.rows[n - 1]?.percent ?? '0', row.percent ?? '0'))
  return falls ? [...found, warning(place, 'The rate falls at a bound and holds for the whole period, so that more sales can earn less.', 'Use marginal bands where that is not meant.')] : found
}

function shares(plan: Plan, component: Exclude<Component, EarnedComponent>, i: number): Finding[] {
  const place = `components.${i}.share`
  const of = Array.isArray(component.share.of) ? component.share.of : [component.share.of]
  return [
    ...of.flatMap((id) => {
      const at = plan.components.findIndex((one) => one.id === id)
      if (at < 0) return [error(`${place}.of`, `There is no component “${id}”.`, `Name one of ${plan.components.map((one) => one.id).filter((other) => other !== component.id).join(', ')}.`)]
      return at >= i ? [error(`${place}.of`, `“${id}” is worked out only after this one.`, 'Put what it is a share of before it; so no circle can arise.')] : []
    }),
    ...(exceeds(component.share.percent, '100') ? [error(`${place}.percent`, `A share of ${component.share.percent} % is more than there is.`, 'Use at most 100.')] : []),
  ]
}

function payout(plan: Plan): Finding[] {
  const { minimum, withholdPercent, fee } = plan.payout
  return [
    ...[['minimum', minimum], ['fee.max', fee?.max]].flatMap(([where, text]) => (text && tooFine(text, plan.currency) ? [error(`payout.${where}`, `${text} has more decimals than ${plan.currency} has.`, `Use at most ${digitsOf(plan.currency)} decimals.`)] : [])),
    ...[['withholdPercent', withholdPercent], ['fee.percent', fee?.percent]].flatMap(([where, text]) => (text && exceeds(text, '100') ? [error(`payout.${where}`, `${text} % is more than all of it.`, 'Use at most 100.')] : [])),
  ]
}

function amountsOf(component: EarnedComponent): [string, string][] {
  const { pay, limits } = component
  return [
    ...('flat' in pay ? [['pay.flat', pay.flat] as [string, string]] : []), ...('perUnit' in pay ? [['pay.perUnit', pay.perUnit] as [string, string]] : []),
    ...(limits?.perItem ? [['limits.perItem', limits.perItem] as [string, string]] : []), ...(limits?.perPeriod ? [['limits.perPeriod.amount', limits.perPeriod.amount] as [string, string]] : []),
  ]
}

const exceeds = (a: string, b: string): boolean => compare(parseDecimal(a) ?? { n: 0n, d: 1n }, parseDecimal(b) ?? { n: 0n, d: 1n }) > 0
const tooFine = (text: string, currency: string): boolean => (text.split('.')[1] ?? '').replace(/0+$/, '').length > digitsOf(currency)
