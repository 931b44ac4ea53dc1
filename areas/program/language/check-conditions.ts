// Conditions that can never hold, contradict themselves, or ask for a tier that there is not.
import { error, exceeds, warning, type Finding } from './findings.ts'
import { asDay, isLength } from './periods.ts'
import type { Plan } from './plan.ts'
import type { Condition } from './plan-parts.ts'

export function checkCondition(plan: Plan, condition: Condition, place: string): Finding[] {
  if ('all' in condition) return [...contradictions(condition.all, place), ...condition.all.flatMap((one, i) => checkCondition(plan, one, `${place}.all.${i}`))]
  if ('any' in condition) return condition.any.flatMap((one, i) => checkCondition(plan, one, `${place}.any.${i}`))
  if ('not' in condition) return checkCondition(plan, condition.not, `${place}.not`)
  if ('total' in condition) return [
    ...(condition.total.over && condition.total.last ? [error(`${place}.total`, 'It is counted over a calendar period and over the last days at once.', 'Keep one of over and last.')] : []),
    ...(condition.total.last && !isLength(condition.total.last) ? [error(`${place}.total.last`, 'It does not say of how long.', 'Give days or months.')] : []),
    ...(condition.total.where ? checkCondition(plan, condition.total.where, `${place}.total.where`) : []),
  ]
  if ('within' in condition) return [...(isLength(condition.within) ? [] : [error(`${place}.within`, 'It does not say within how long.', 'Give days or months.')]), ...noDay(condition.within.after, `${place}.within.after`)]
  if ('before' in condition) return noDay(condition.before, `${place}.before`)
  if ('notBefore' in condition) return noDay(condition.notBefore, `${place}.notBefore`)
  if (boundsIn(condition).length > 0 && days.has(condition.field)) return [error(place, `${condition.field} is a day, which is no number.`, 'Compare it with before, notBefore or within.')]
  const tiers = condition.field === 'tier' ? ('is' in condition ? [condition.is] : 'in' in condition ? condition.in : []) : []
  return plan.tiers ? tiers.filter((tier) => tier !== '' && !plan.tiers?.rows.some((row) => row.name === tier)).map((tier) => error(place, `The plan has no tier “${tier}”.`, `Name one of ${plan.tiers?.rows.map((row) => row.name).join(', ') ?? ''}.`)) : []
}

function contradictions(all: Condition[], place: string): Finding[] {
  const found: Finding[] = []
  const is = new Map<string, string[]>()
  for (const one of all) {
    if (!('field' in one) || !('is' in one || 'in' in one)) continue
    const allowed = 'is' in one ? [one.is] : one.in
    const before = is.get(one.field)
    const both = before ? before.filter((value) => allowed.includes(value)) : allowed
    if (before && both.length === 0) found.push(error(place, `${one.field} cannot be ${before.join(' or ')} and ${allowed.join(' or ')} at once, so it never holds.`, 'Join them with any, or take one out.'))
    is.set(one.field, both)
  }
  for (const low of all) for (const high of all) if (subjectOf(low) !== undefined && subjectOf(low) === subjectOf(high)) found.push(...apart(low, high, place))
  const never = all.flatMap((one) => ('not' in one && 'field' in one.not && 'is' in one.not ? [one.not] : [])).filter((one) => 'is' in one && is.get(one.field)?.every((value) => value === one.is))
  for (const one of never) found.push(warning(place, `${one.field} is asked to be and not to be the same, so it never holds.`, 'Take one out.'))
  return found
}

const days = new Set(['day', 'first_day', 'activated_on', 'cancelled_on', 'collected_on', 'ended_on'])

/** A text that begins like a day and is none would be taken for the name of a field that nobody says. */
const noDay = (text: string, place: string): Finding[] =>
  /^\d/.test(text) && asDay(text, 'UTC') === undefined ? [error(place, `“${text}” is no day.`, 'Write it such as "2026-04-01", or name a field that holds a day.')] : []

const subjectOf = (one: Condition): string | undefined => ('field' in one ? `${one.field} ${'asOf' in one ? (one.asOf ?? '') : ''}` : 'total' in one ? JSON.stringify(one.total) : undefined)
const boundsIn = (one: Condition): [name: 'atLeast' | 'above' | 'below' | 'atMost', text: string][] =>
  (['atLeast', 'above', 'below', 'atMost'] as const).flatMap((name) => (name in one ? [[name, String((one as Record<string, unknown>)[name])] as const] : [])).map(([name, text]) => [name, text])

/** A lower bound that no value under the upper one reaches. */
function apart(low: Condition, high: Condition, place: string): Finding[] {
  const say = (lower: string, upper: string) => [error(place, `${'field' in low ? low.field : 'The total'} cannot be ${lower} and ${upper}, so it never holds.`, 'Correct one of the two.')]
  const [[lower, from] = [], [upper, to] = []] = [boundsIn(low)[0], boundsIn(high)[0]]
  if (from !== undefined && to !== undefined && (lower === 'atLeast' || lower === 'above') && (upper === 'below' || upper === 'atMost')) {
    const isOpen = lower === 'atLeast' && upper === 'atMost' ? !exceeds(from, to) : exceeds(to, from)
    return isOpen ? [] : say(`${lower === 'atLeast' ? 'at least' : 'above'} ${from}`, `${upper === 'below' ? 'below' : 'at most'} ${to}`)
  }
  return 'notBefore' in low && 'before' in high && asDay(low.notBefore, 'UTC') !== undefined && asDay(high.before, 'UTC') !== undefined && high.before <= low.notBefore ? say(`from ${low.notBefore} on`, `before ${high.before}`) : []
}
