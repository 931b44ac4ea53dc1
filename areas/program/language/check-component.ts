// One component by itself: what it cannot mean, never reaches, or pays nothing on.
import { sayPercent } from '../../../kernel/text.ts'
import { checkCondition } from './check-conditions.ts'
import { error, exceeds, warning, type Finding } from './findings.ts'
import { daysBetween, isLength, later } from './periods.ts'
import { isShared, type EarnedComponent, type Plan, type SharedComponent } from './plan.ts'
import { kindsOf } from './subjects.ts'
import { kindsIn } from './uses.ts'

const withLines = new Set(['invoice', 'invoice_line'])
const paidFor = new Set(['invoice', 'invoice_line', 'sale', 'renewal', 'expansion'])
const withoutAmount = new Set(['introduction', 'qualified', 'milestone'])

export function checkComponent(plan: Plan, component: EarnedComponent, i: number): Finding[] {
  const place = `components.${i}`
  const kinds = kindsOf(component)
  const found: Finding[] = []
  const wrong = (where: string, problem: string, remedy: string) => found.push(error(`${place}.${where}`, problem, remedy))
  const odd = (where: string, problem: string, remedy: string) => found.push(warning(`${place}.${where}`, problem, remedy))
  if (component.from && component.until && component.until <= component.from) wrong('until', `It ends on ${component.until}, before it begins on ${component.from}, so it never holds.`, 'Let it end after it begins, or take it out.')
  if (plan.notice && component.announced && component.from && daysBetween(component.announced, component.from) < plan.notice.days)
    wrong('from', `It begins ${daysBetween(component.announced, component.from)} days after it was announced, and partners are told ${plan.notice.days} days ahead.`, 'Let it begin later, or announce it earlier.')
  const { pay, basis, limits } = component
  if ('percent' in pay && exceeds(pay.percent, '100')) odd('pay.percent', `It pays ${sayPercent(pay.percent)} of the amount, more than all of it.`, 'Check that the rate is meant in percent.')
  if ('percent' in pay && !exceeds(pay.percent, '0')) odd('pay.percent', 'It pays nothing.', 'Give it a rate, or take it out.')
  for (const [where, text] of [['flat', 'flat' in pay ? pay.flat : undefined], ['perUnit', 'perUnit' in pay ? pay.perUnit : undefined]] as const) if (typeof text === 'string' && !exceeds(text, '0')) odd(`pay.${where}`, 'It pays nothing.', 'Give it an amount, or take it out.')
  if (typeof limits?.perItem === 'string' && !exceeds(limits.perItem, '0')) odd('limits.perItem', 'At most nothing for each pays nothing.', 'Give it an amount, or take it out.')
  if (('percent' in pay || 'percentByTier' in pay) && kinds.every((kind) => withoutAmount.has(kind)) && !basis?.of) odd('pay', `A ${kinds.join(' or ')} often has no amount, and a share of none is nothing.`, 'Pay a flat amount, or say which amount it is of.')
  if ('percentByTier' in pay && plan.tiers) for (const tier of Object.keys(pay.percentByTier)) if (!plan.tiers.rows.some((row) => row.name === tier)) wrong(`pay.percentByTier.${tier}`, `The plan has no tier “${tier}”.`, `Name one of ${plan.tiers.rows.map((row) => row.name).join(', ')}.`)
  if ('table' in pay) found.push(...tableFindings(pay.table.rows, `${place}.pay.table`))
  for (const other of component.replaces ?? []) {
    if (!plan.components.some((one) => one.id === other && !isShared(one))) wrong('replaces', `There is no component “${other}” that it could replace.`, 'Name another component that pays on items.')
    if (other === component.id) wrong('replaces', 'It replaces itself and so never pays.', 'Take its own name out.')
  }
  for (const cap of limits?.perPeriod ? [limits.perPeriod].flat() : []) {
    if (typeof limits?.atLeast === 'string' && typeof cap.amount === 'string' && exceeds(limits.atLeast, cap.amount)) odd('limits.atLeast', `At least ${limits.atLeast} for each is more than the ${cap.amount} that a period pays at most.`, 'Lower one or raise the other.')
    if (typeof limits?.perItem === 'string' && typeof cap.amount === 'string' && exceeds(limits.perItem, cap.amount)) odd('limits.perItem', 'The limit for each is above the one for the period, so it is never reached.', 'Lower it, or take it out.')
  }
  if (typeof limits?.perItem === 'string' && typeof limits.atLeast === 'string' && exceeds(limits.atLeast, limits.perItem)) wrong('limits.atLeast', `At least ${limits.atLeast} and at most ${limits.perItem} for each contradict each other.`, 'Lower one or raise the other.')
  if (basis?.lines && !kinds.some((kind) => withLines.has(kind))) wrong('basis.lines', `A ${kinds.join(' or ')} has no lines.`, 'Let it pay on invoice or invoice_line.')
  if (basis?.minus && kinds.includes('invoice_line')) wrong('basis.minus', 'Named amounts are of the whole invoice, not of a line.', 'Let it pay on invoice, or name the kinds of lines that count.')
  if (basis?.discountOver && !kinds.some((kind) => withLines.has(kind))) wrong('basis.discountOver', `A ${kinds.join(' or ')} has no lines.`, 'Let it pay on invoice or invoice_line.')
  if (basis?.of && kinds.includes('invoice_line')) wrong('basis.of', 'A named amount is of the whole invoice, not of a line.', 'Let it pay on invoice, or leave it out.')
  if (kinds.includes('invoice_line') && kinds.length > 1 && kinds.includes('invoice')) wrong('on', 'An invoice would be looked at as a whole and line by line.', 'Name one of the two.')
  if (component.window && kinds.every((kind) => kind === 'qualified')) odd('window', 'An introduction is qualified once, so the window cuts nothing.', 'Take it out.')
  if (component.window?.breaks && !isLength(component.window.breaks)) wrong('window.breaks', 'It does not say after how long.', 'Give days or months.')
  if (component.payable !== 'when_earned' && component.payable !== 'when_activated' && kinds.every((kind) => kind === 'payment')) odd('payable', 'A payment has come in already.', 'Take it out.')
  else if ((component.payable === 'as_collected' || component.payable === 'when_collected') && !kinds.some((kind) => paidFor.has(kind))) odd('payable', `Payments are for invoices; on a ${kinds.join(' or ')} nothing becomes payable until one names it.`, 'Let it pay on invoice, or when earned.')
  if (component.to === 'customer' && component.split === 'each_in_full') odd('split', 'There is one customer, so there is nothing to split.', 'Take it out.')
  if (typeof component.to === 'object' && 'touch' in component.to && component.to.hours !== undefined && (isLength(component.to) || (component.to.upTo ?? 'day') !== 'day')) wrong('to.hours', isLength(component.to) ? 'It says hours and days.' : `“${component.to.upTo}” is a day, and hours are counted to a moment.`, isLength(component.to) ? 'Say one of them.' : 'Give days, or count to the first purchase.')
  if (typeof component.to === 'object' && 'touch' in component.to && !isLength(component.to) && component.to.hours === undefined) odd('to', 'It does not say how long a touch counts, so it counts for ever.', 'Give days or months where it ends.')
  if (component.keepAlive && !isLength(component.keepAlive)) wrong('keepAlive', 'It does not say after how long.', 'Give days or months.')
  if (component.hold && !isLength(component.hold) && !component.hold.until) odd('hold', 'It holds nothing.', 'Give days, months or a day, or take it out.')
  if (limits?.minimum?.below === 'advanced' && limits.minimum.over === 'ever') odd('limits.minimum', 'Nothing comes after the whole time, so an advance is never taken back.', 'Say topped_up, or name a shorter period.')
  if (component.price && component.owes) wrong('owes', 'A price is what the partner pays already.', 'Take one of the two out.')
  if (component.refunds === 'as_they_come') found.push(...returnFindings(plan, component, place))
  if (component.clawback) found.push(...clawbackFindings(component.clawback, `${place}.clawback`))
  if (component.needs?.within && !isLength(component.needs.within)) wrong('needs.within', 'It does not say within how long.', 'Give days or months.')
  if (component.replaces && limits?.items) odd('replaces', `What is beyond the first ${limits.items.count === 1 ? 'one' : limits.items.count} is paid by neither.`, 'That is meant where it is paid once instead of for ever. Otherwise say when it holds with a window, or where a total is at most so many.')
  if (component.needs?.by && component.from && component.needs.by < component.from) wrong('needs.by', 'What it needs would have to come before the first day on which it holds.', 'Let it come later.')
  return [...found, ...[['where', component.where], ['needs.that', component.needs?.that], ['keepAlive.where', component.keepAlive?.where], ['window.breaks.unless', component.window?.breaks?.unless]].flatMap(([where, condition]) =>
    (typeof condition === 'object' ? checkCondition(plan, condition, `${place}.${String(where)}`) : []))]
}

/** What a part that comes back on its own day cannot be worked out under. */
function returnFindings(plan: Plan, component: EarnedComponent, place: string): Finding[] {
  const { limits, basis, instalments, price, pay, id } = component
  const wrong = (where: string, problem: string, remedy: string) => error(`${place}.${where}`, problem, remedy)
  return [
    ...(['perItem', 'atLeast'] as const).flatMap((name) => (limits?.[name] === undefined ? [] : [wrong(`limits.${name}`, 'It is for each item, and a refund that counts on its own day is none of them.', 'Limit a period, or let refunds be taken_back.')])),
    ...(basis?.ceiling ? [wrong('basis.ceiling', 'What the first item came to does not limit a refund that counts on its own day.', 'Take it out, or let refunds be taken_back.')] : []),
    ...(instalments ? [wrong('instalments', 'A refund that counts on its own day is not in parts.', 'Let refunds be taken_back.')] : []),
    ...(price ? [wrong('price', 'What a reseller pays has no refund on a day of its own.', 'Let refunds be taken_back.')] : []),
    ...('ranked' in pay ? [wrong('pay.ranked', 'A prize is for items, and a refund that counts on its own day is none.', 'Let refunds be taken_back.')] : []),
    ...(kindsOf(component).includes('payment') ? [wrong('on', 'A refund is of an invoice or a sale, not of one payment.', 'Let it pay on these, as collected, or let refunds be taken_back.')] : []),
    ...(plan.together?.some((cap) => cap.of.includes(id)) ? [wrong('refunds', 'A cap over all partners of an item is of what is kept of it, and here it stays as it was.', 'Let refunds be taken_back, or take it out of the cap.')] : []),
  ]
}

function clawbackFindings(clawback: NonNullable<EarnedComponent['clawback']>, place: string): Finding[] {
  const { steps } = clawback
  if (!isLength(clawback)) return [error(place, 'It does not say within how long.', 'Give days or months.')]
  if (!steps) return []
  const at = `${place}.steps`
  const isOfOneKind = steps.every((step) => step.untilMonth === undefined) || steps.every((step) => step.untilDay === undefined)
  if (!isOfOneKind || steps.some((step) => (step.untilDay === undefined) === (step.untilMonth === undefined))) return [error(at, 'It is not said of each step until when it holds, all in days or all in months.', 'Give each an untilDay, or each an untilMonth.')]
  const ends = steps.map((step) => step.untilDay ?? step.untilMonth ?? 0)
  const last = steps.at(-1)
  const isLate = last !== undefined && later('2025-01-01', { days: last.untilDay, months: last.untilMonth }) > later('2025-01-01', clawback)
  return [
    ...(ends.some((end, n) => n > 0 && end <= (ends[n - 1] ?? 0)) ? [error(at, 'The days do not rise, so a step is never reached.', 'Put them in order.')] : []),
    ...(isLate ? [warning(at, 'The last step goes on after the time in which anything is returned.', 'Let the time be as long as the steps.')] : []),
    ...steps.flatMap((step, n) => (exceeds(step.percent, '100') ? [warning(`${at}.${n}.percent`, `${sayPercent(step.percent)} is more than was paid.`, 'Use at most 100 where that is not meant.')] : [])),
  ]
}

/** A row that asks for all that an earlier one asks for is never reached. */
function tableFindings(rows: { when: Record<string, string | string[]>; percent?: string | undefined; flat?: unknown; perUnit?: unknown }[], place: string): Finding[] {
  const values = (value: string | string[] | undefined) => new Set(value === undefined ? [] : [value].flat())
  return rows.flatMap((row, n) => {
    const earlier = rows.slice(0, n).findIndex((one) => Object.entries(one.when).every(([field, value]) => row.when[field] !== undefined && [...values(row.when[field])].every((own) => values(value).has(own))))
    return [
      ...(earlier >= 0 ? [error(`${place}.rows.${n}`, `Row ${earlier + 1} fits whatever this one fits, so this one is never reached.`, 'Put the narrower row first.')] : []),
      ...(row.percent === undefined && row.flat === undefined && row.perUnit === undefined ? [error(`${place}.rows.${n}`, 'It does not say what this row pays.', 'Give it a percent or an amount; 0 pays nothing.')] : []),
    ]
  })
}

export function checkShare(plan: Plan, component: SharedComponent, i: number): Finding[] {
  const place = `components.${i}.share`
  return [
    ...[component.share.of].flat().flatMap((id) => {
      const at = plan.components.findIndex((one) => one.id === id)
      if (at < 0) return [error(`${place}.of`, `There is no component “${id}”.`, `Name one of ${plan.components.map((one) => one.id).filter((other) => other !== component.id).join(', ')}.`)]
      return at >= i ? [error(`${place}.of`, `“${id}” is worked out only after this one.`, 'Put what it is a share of before it; so no circle can arise.')] : []
    }),
    ...(unitsOf(plan, [component.share.of].flat()).size > 1 ? [error(`${place}.of`, 'It is a share of money and of something else, which cannot be added.', 'Share each unit by itself.')] : []),
    ...(exceeds(component.share.percent, '100') ? [error(`${place}.percent`, `A share of ${sayPercent(component.share.percent)} is more than there is.`, 'Use at most 100.')] : []),
  ]
}

/** What these components pay in. */
const unitsOf = (plan: Plan, ids: string[]): Set<string> => {
  const kinds = kindsIn(plan)
  return new Set(ids.flatMap((id) => { const kind = kinds.get(id); return kind ? [kind.unit ?? ''] : [] }))
}
